using System.Text.Json.Serialization;
using Purser.Bookings;

namespace Purser.Crew;

/// <summary>
/// A crew event's id: a booking's id, or for a desk-only event a name that the caller chose.
/// </summary>
[JsonConverter(typeof(TextConverter<EventId>))]
public readonly record struct EventId : IText<EventId>
{
    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <inheritdoc />
    public static bool TryParse(string? text, out EventId value)
    {
        var right = Texts.IsName(text, 64);
        value = right ? new EventId { Text = text! } : default;
        return right;
    }

    /// <summary>The event of a booking.</summary>
    public static EventId Of(BookingId booking) => Texts.Parse<EventId>(booking.Text);

    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>A crew member's id: a short name of <c>[a-z0-9-]</c>, for example <c>theo</c>.</summary>
[JsonConverter(typeof(TextConverter<MemberId>))]
public readonly record struct MemberId : IText<MemberId>
{
    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <inheritdoc />
    public static bool TryParse(string? text, out MemberId value)
    {
        var right = Texts.IsName(text, 40);
        value = right ? new MemberId { Text = text! } : default;
        return right;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}
