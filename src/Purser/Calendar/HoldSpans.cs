using NodaTime;
using NodaTime.TimeZones;
using Purser.Fleet;

namespace Purser.Calendar;

/// <summary>Weekly holds as concrete spans, by the harbour's clock on each day.</summary>
public static class HoldSpans
{
    private static readonly ZoneLocalMappingResolver Opening =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private static readonly ZoneLocalMappingResolver Closing =
        Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>
    /// The spans that touch the dates (<paramref name="to"/> exclusive), in order. A hold that ends at 00:00
    /// ends with its day. Where the clock shows a time twice the hold opens at the first and closes at the
    /// second; a time that the clock skips becomes the end of the gap, and a hold that lies wholly in a gap
    /// is none.
    /// </summary>
    public static IReadOnlyList<HoldSpan> Expand(RecurringHold hold, DateTimeZone rules, LocalDate from, LocalDate to)
    {
        var begin = LocalDate.Max(from.PlusDays(-1), hold.Since ?? LocalDate.MinIsoValue);
        var end = hold.Until is { } until ? LocalDate.Min(to, until.PlusDays(1)) : to;
        var spans = new List<HoldSpan>();
        if (begin >= end) return spans;
        var day = begin.DayOfWeek == hold.Weekday ? begin : begin.Next(hold.Weekday);
        for (; day < end; day = day.PlusWeeks(1))
        {
            var last = hold.To == LocalTime.Midnight ? day.PlusDays(1) : day;
            var opens = (day + hold.From).InZone(rules, Opening).ToInstant();
            var closes = (last + hold.To).InZone(rules, Closing).ToInstant();
            if (closes > opens && closes > rules.AtStartOfDay(from).ToInstant()) spans.Add(new HoldSpan(day, new Interval(opens, closes)));
        }

        return spans;
    }
}

/// <summary>One day's hold.</summary>
/// <param name="Date">The harbour date it starts on; with the hold itself it names the span for ever.</param>
/// <param name="Span">From opening to closing.</param>
public sealed record HoldSpan(LocalDate Date, Interval Span);
