using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Outside.Outbox;

namespace Purser.Outside;

/// <summary>
/// How the crew desk's ports are written where desk and office are not one process: its doors and whoever
/// calls them read and write by this one contract. What it does not know it leaves out, so that two editions
/// may meet while they are being exchanged; what it needs must be there.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(HouseJson.InstantConverter), typeof(HouseJson.LocalDateTimeConverter)])]
[JsonSerializable(typeof(CrewTrip))]
[JsonSerializable(typeof(CrewPutReply))]
[JsonSerializable(typeof(CrewEventSeen))]
[JsonSerializable(typeof(CrewPage<CrewEventSeen>))]
[JsonSerializable(typeof(CrewPage<Notice>))]
[JsonSerializable(typeof(CrewPage<CrewPerson>))]
[JsonSerializable(typeof(CrewPage<CrewDraft>))]
[JsonSerializable(typeof(CrewPage<CrewNamed>))]
[JsonSerializable(typeof(CrewDraftSent))]
public sealed partial class CrewDeskJson : JsonSerializerContext;

/// <summary>A page of a list; <paramref name="Next"/> is null for the last.</summary>
public sealed record CrewPage<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>What the office calls a person of the roster by, as the crew system's API lists him.</summary>
public sealed record CrewNamed(string Id, string Name);

/// <summary>A person says that this draft was sent.</summary>
public sealed record CrewDraftSent(string Partition, string Name)
{
    private const int MostText = 200;

    /// <summary>The draft of a body, or null if it names none.</summary>
    public static CrewDraftSent? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, CrewDeskJson.Default.CrewDraftSent) is
            {
                Partition.Length: > 0 and <= MostText, Name.Length: > 0 and <= MostText,
            } sent
                ? sent
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What the office needs of an event as the crew system's API replies it.</summary>
/// <param name="Id">The booking's, or that of a desk-only event.</param>
/// <param name="Generation">0 for a desk-only event.</param>
/// <param name="Version">Of what the desk owns.</param>
/// <param name="State"><c>cancelled</c> for a tombstone.</param>
/// <param name="Roles">Each with whom it is with.</param>
public sealed record CrewEventSeen(
    string Id, long Generation, long Version, string State, IReadOnlyList<CrewRoleSummary> Roles)
{
    /// <summary>The event as the port tells it; null if it is no booking's.</summary>
    public CrewSummary? Summary => Generation > 0 && Bookings.BookingId.TryParse(Id, out var id)
        ? new CrewSummary(id, Generation, Version, State != "cancelled", Roles)
        : null;
}
