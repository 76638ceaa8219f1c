using System.Text.Json.Serialization;
using NodaTime;
using Purser.Fleet;

namespace Purser.Bookings;

/// <summary>When a vessel sails, in the time of its harbour.</summary>
/// <param name="Vessel">Which vessel.</param>
/// <param name="Start">Departure, harbour time.</param>
/// <param name="Minutes">How long, in quarter hours: 30 to 14,400.</param>
/// <param name="Zone">The harbour's zone.</param>
public sealed record Trip(VesselId Vessel, LocalDateTime Start, int Minutes, string Zone)
{
    /// <summary>Departure.</summary>
    [JsonIgnore]
    public HarbourTime Departure => new(Start, Zone);

    /// <summary>Return.</summary>
    [JsonIgnore]
    public HarbourTime Return => Departure.Plus(Duration.FromMinutes(Minutes));

    /// <summary>Both as instants.</summary>
    [JsonIgnore]
    public Interval Span => new(Departure.Instant, Departure.Instant + Duration.FromMinutes(Minutes));

    /// <summary>True if its zone and times are such as a trip of ours can have.</summary>
    [JsonIgnore]
    public bool Sound => Vessel.Text.Length > 0 && Minutes is >= 15 and <= 14_400
        && Start.Year is >= 2000 and <= 2200 && Start.TickOfSecond == 0 && Start.Second == 0
        && DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone) is { } zone && zone.MapLocal(Start).Count > 0;
}
