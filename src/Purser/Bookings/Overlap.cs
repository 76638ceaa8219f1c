using NodaTime;
using Purser.Fleet;

namespace Purser.Bookings;

/// <summary>The overlap rule: two spans of a vessel must lie at least one buffer apart.</summary>
public static class Overlap
{
    /// <summary>
    /// The harbour days that a span touches with its buffer on both sides: the days whose records a commit
    /// carries.
    /// </summary>
    public static IReadOnlyList<LocalDate> Days(Interval span, int bufferMinutes, DateTimeZone zone)
    {
        var buffer = Duration.FromMinutes(bufferMinutes);
        var first = (span.Start - buffer).InZone(zone).Date;
        var last = (span.End + buffer).InZone(zone).Date;
        return [.. Enumerable.Range(0, Period.DaysBetween(first, last) + 1).Select(first.PlusDays)];
    }

    /// <summary>
    /// The earliest thing in the way, or null. <paramref name="owner"/> is not in its own way.
    /// </summary>
    public static Interval? InTheWay(
        Interval span, string owner, VesselRules rules, IEnumerable<VesselDay> days, DateTimeZone zone)
    {
        var taken = days.SelectMany(day => day.Spans).Where(other => other.Owner != owner)
            .Select(other => new Interval(other.Start, other.End));
        return taken.Concat(Holds(span, rules, zone)).Where(other => TooClose(span, other, rules.BufferMinutes))
            .OrderBy(other => other.Start).Select(other => (Interval?)other).FirstOrDefault();
    }

    private static bool TooClose(Interval one, Interval other, int bufferMinutes)
    {
        var buffer = Duration.FromMinutes(bufferMinutes);
        return one.Start < other.End + buffer && other.Start < one.End + buffer;
    }

    private static IEnumerable<Interval> Holds(Interval span, VesselRules rules, DateTimeZone zone) =>
        from date in Days(span, rules.BufferMinutes, zone)
        from hold in rules.Holds
        where date.DayOfWeek == hold.Weekday && !(date < hold.Since) && !(date > hold.Until)
        select new Interval(
            (date + hold.From).InZoneLeniently(zone).ToInstant(), HoldEnd(date, hold, zone));

    /// <summary>A hold that ends at 00:00 ends at the end of its day.</summary>
    private static Instant HoldEnd(LocalDate date, RecurringHold hold, DateTimeZone zone)
    {
        var day = hold.To == LocalTime.Midnight ? date.PlusDays(1) : date;
        return (day + hold.To).InZoneLeniently(zone).ToInstant();
    }
}
