using System.Text.Json.Serialization;

namespace Purser.Bookings;

/// <summary>
/// 26 lower-case letters and digits; also the id of the booking's calendar entry and crew event.
/// </summary>
[JsonConverter(typeof(TextConverter<BookingId>))]
public readonly record struct BookingId : IText<BookingId>
{
    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <inheritdoc />
    public static bool TryParse(string? text, out BookingId value)
    {
        var right = text is { Length: 26 } && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789");
        value = right ? new BookingId { Text = text! } : default;
        return right;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>
/// A channel's own name for a booking: 1 to 64 printable characters without spaces at its ends.
/// </summary>
[JsonConverter(typeof(TextConverter<ChannelReference>))]
public readonly record struct ChannelReference : IText<ChannelReference>
{
    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <inheritdoc />
    public static bool TryParse(string? text, out ChannelReference value)
    {
        var right = text is { Length: > 0 and <= 64 } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
        value = right ? new ChannelReference { Text = text! } : default;
        return right;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>The name of a guest's page: 1 to 80 of <c>[a-z0-9-]</c>. Never given again.</summary>
[JsonConverter(typeof(TextConverter<Slug>))]
public readonly record struct Slug : IText<Slug>
{
    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <inheritdoc />
    public static bool TryParse(string? text, out Slug value)
    {
        var right = Texts.IsName(text, 80);
        value = right ? new Slug { Text = text! } : default;
        return right;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}
