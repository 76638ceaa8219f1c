using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Guests;

/// <summary>
/// What a guest was told that would matter if it changed: date, times, vessel, place, party.
/// </summary>
public sealed record ToldFacts(string Vessel, WhenFacts Times, string MeetingArea, string Dock, int Party)
{
    /// <summary>What the guest would be told now.</summary>
    public static ToldFacts Of(Booking booking, FleetFacts fleet)
    {
        var vessel = fleet.Vessel(booking.Trip.Vessel);
        var when = WhenFacts.Of(booking.Trip, vessel, fleet.HarbourOf(vessel));
        return new ToldFacts(vessel.Name, when, vessel.MeetingArea, vessel.Dock, booking.Guest.Party);
    }

    /// <summary>The facts as they are kept in the record of what was told.</summary>
    [JsonIgnore]
    public string Json => JsonSerializer.Serialize(this, ToldJson.Default.ToldFacts);

    /// <summary>Equal for the same facts: no change notice is due.</summary>
    [JsonIgnore]
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Json)));

    /// <summary>Reads <see cref="Json"/>.</summary>
    public static ToldFacts Read(string json) =>
        JsonSerializer.Deserialize(json, ToldJson.Default.ToldFacts) ?? throw new BugException("nothing was told");

    /// <summary>
    /// What differs, in the order of a letter: <c>date</c>, <c>times</c>, <c>vessel</c>, <c>place</c>,
    /// <c>party</c>.
    /// </summary>
    public IReadOnlyList<string> Changes(ToldFacts now)
    {
        var changes = new List<string>();
        if (Times.Start.Date != now.Times.Start.Date || Times.End.Date != now.Times.End.Date) changes.Add("date");
        if (Clocks(Times) != Clocks(now.Times)) changes.Add("times");
        if (Vessel != now.Vessel) changes.Add("vessel");
        if (MeetingArea != now.MeetingArea || Dock != now.Dock) changes.Add("place");
        if (Party != now.Party) changes.Add("party");
        return changes;
    }

    private static (string, string, string, string) Clocks(WhenFacts when) =>
        (when.Start.Clock, when.End.Clock, when.Gate.Clock, string.Join(' ', when.Zone));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ToldFacts))]
internal sealed partial class ToldJson : JsonSerializerContext;
