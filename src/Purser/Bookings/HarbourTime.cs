using NodaTime;
using NodaTime.TimeZones;

namespace Purser.Bookings;

/// <summary>
/// What a harbour's clock shows, with the zone that makes it an instant (RFC 3339 + IANA zone).
/// </summary>
/// <param name="Local">To the minute.</param>
/// <param name="Zone">IANA id.</param>
public readonly record struct HarbourTime(LocalDateTime Local, string Zone)
{
    private static readonly ZoneLocalMappingResolver EarlierOrBug =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ThrowWhenSkipped);

    /// <summary>The instant; a time that occurs twice is the earlier.</summary>
    public Instant Instant => Rules.ResolveLocal(Local, EarlierOrBug).ToInstant();

    /// <summary>The date at the harbour.</summary>
    public LocalDate Date => Local.Date;

    /// <summary>The zone's rules.</summary>
    public DateTimeZone Rules => DateTimeZoneProviders.Tzdb[Zone];

    /// <summary>What the harbour's clock shows at an instant, to the minute.</summary>
    public static HarbourTime At(Instant instant, string zone)
    {
        var local = instant.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime;
        return new HarbourTime(local.With(time => new LocalTime(time.Hour, time.Minute)), zone);
    }

    /// <summary>The short name of the zone at this time, for example <c>PDT</c>.</summary>
    public string Abbreviation => Instant.InZone(Rules).GetZoneInterval().Name;

    /// <summary>
    /// The time so much later, by the clock on a wall that keeps running over a change of the offset.
    /// </summary>
    public HarbourTime Plus(Duration duration) => At(Instant + duration, Zone);

    /// <inheritdoc />
    public override string ToString() => $"{HouseJson.Text(Local)} [{Zone}]";
}
