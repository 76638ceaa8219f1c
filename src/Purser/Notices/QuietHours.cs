using NodaTime;
using Purser.Bookings;

namespace Purser.Notices;

/// <summary>
/// When a person may be sent a text: never between 17:00 and 08:00 at the harbour, unless the charter leaves
/// within six hours.
/// </summary>
public static class QuietHours
{
    private static readonly LocalTime Evening = new(17, 0);
    private static readonly LocalTime Morning = new(8, 0);
    private static readonly Duration Soon = Duration.FromHours(6);

    /// <summary>When a text about this trip may be sent at the earliest, if it is written now.</summary>
    public static Instant FreeFrom(Trip trip, Instant now)
    {
        if (HeldUntil(trip.Departure.Rules, trip.Departure.Instant - now, now) is not { } morning) return now;
        var close = trip.Departure.Instant - Soon;
        return close > now && close < morning ? close : morning;
    }

    /// <summary>Until when the night holds a text back; null if it may go now.</summary>
    /// <param name="zone">Of the harbour.</param>
    /// <param name="left">Until departure; negative after it.</param>
    /// <param name="now">The time.</param>
    public static Instant? HeldUntil(DateTimeZone zone, Duration left, Instant now)
    {
        var local = now.InZone(zone).LocalDateTime;
        var quiet = local.TimeOfDay >= Evening || local.TimeOfDay < Morning;
        if (!quiet || (left > Duration.Zero && left <= Soon)) return null;
        var date = local.TimeOfDay >= Evening ? local.Date.PlusDays(1) : local.Date;
        return zone.AtLeniently(date + Morning).ToInstant();
    }
}
