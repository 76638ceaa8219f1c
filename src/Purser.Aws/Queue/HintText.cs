using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Aws.Queue;

/// <summary>A hint as the text of a message.</summary>
internal static class HintText
{
    private const int MostCharacters = 4_096;
    private const int MostPartition = 256;
    private const int MostPhoto = 100;
    private const int MostEntry = 60;
    private const int MostAddress = 254;

    /// <summary>The text; ASCII only, as a message may not hold every character.</summary>
    public static string Write(Hint hint) => JsonSerializer.Serialize(
        hint.Match<HintBody>(
            booking => new("booking", Id: booking.Id.Text),
            follow => new("follow", Id: follow.Id.Text),
            outbox => new("outbox", Compartment: NameOf(outbox.Compartment), Partition: outbox.Partition),
            photo => new("photo", Charter: photo.Charter.Text, Id: photo.Id),
            entry => new("entry", Id: entry.Id),
            link => new("guest-link", Id: link.Slug.Text, Email: link.Email),
            link => new("crew-link", Email: link.Email)),
        QueueJson.Default.HintBody);

    /// <summary>The hint, or null for any text that is none; never throws.</summary>
    public static Hint? Parse(string? text)
    {
        if (text is null || text.Length > MostCharacters) return null;
        try
        {
            var body = JsonSerializer.Deserialize(text, QueueJson.Default.HintBody);
            return body is null ? null : HintOf(body);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static Hint? HintOf(HintBody body) => body.Kind switch
    {
        "booking" when BookingId.TryParse(body.Id, out var id) => new Hint.Booking(id),
        "follow" when BookingId.TryParse(body.Id, out var id) => new Hint.Follow(id),
        "outbox" when CompartmentOf(body.Compartment) is { } compartment && IsPartition(body.Partition) =>
            new Hint.Outbox(compartment, body.Partition!),
        "photo" when BookingId.TryParse(body.Charter, out var id) && Texts.IsName(body.Id, MostPhoto) =>
            new Hint.Photo(id, body.Id!),
        "entry" when Texts.IsName(body.Id, MostEntry) => new Hint.Entry(body.Id!),
        "guest-link" when Slug.TryParse(body.Id, out var slug) && IsAddress(body.Email) =>
            new Hint.GuestLink(slug, body.Email!),
        "crew-link" when IsAddress(body.Email) => new Hint.CrewLink(body.Email!),
        _ => null,
    };

    private static bool IsPartition(string? text) =>
        text is { Length: > 0 and <= MostPartition } && !text.Any(char.IsControl);

    private static bool IsAddress(string? text) =>
        text is { Length: > 2 and <= MostAddress } && text.Contains('@') && !text.Any(char.IsControl);

    private static string NameOf(Compartment compartment) => compartment switch
    {
        Compartment.Office => "office",
        Compartment.Calendar => "calendar",
        Compartment.Crew => "crew",
        Compartment.Guest => "guest",
        _ => throw new BugException("an unknown compartment"),
    };

    private static Compartment? CompartmentOf(string? name) => name switch
    {
        "office" => Compartment.Office,
        "calendar" => Compartment.Calendar,
        "crew" => Compartment.Crew,
        "guest" => Compartment.Guest,
        _ => null,
    };
}

/// <summary>What a message says: its kind, and what that kind has.</summary>
internal sealed record HintBody(
    string? Kind, string? Id = null, string? Charter = null, string? Compartment = null,
    string? Partition = null, string? Email = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HintBody))]
internal sealed partial class QueueJson : JsonSerializerContext;
