using NodaTime;
using NodaTime.TimeZones;

namespace Purser.Calendar;

/// <summary>
/// The full VTIMEZONE of a zone over a span: yearly rules where the zone's changes follow one in every year
/// of the span, else each change by itself. Readers that know no zone database then get the same instants as
/// those that do.
/// </summary>
public static class VTimeZone
{
    private static readonly string[] Days = ["", "MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>
    /// True for zones whose times are written with <c>Z</c>, because some readers refuse <c>TZID=UTC</c>.
    /// </summary>
    public static bool IsUtc(string zone) =>
        DateTimeZoneProviders.Tzdb[zone] is { MinOffset: var min, MaxOffset: var max } && min == Offset.Zero && max == Offset.Zero;

    /// <summary>
    /// Writes the component for times from <paramref name="first"/> to <paramref name="last"/>.
    /// </summary>
    public static void Write(ICalendarText text, string zone, Instant first, Instant last)
    {
        var rules = DateTimeZoneProviders.Tzdb[zone];
        var from = first.InZone(rules).Year - 1;
        var to = last.InZone(rules).Year + 1;
        var changes = rules.GetZoneIntervals(YearStart(from), YearStart(to + 1))
            .Where(interval => interval.HasStart && interval.Start >= YearStart(from))
            .Select(interval => new Change(rules.GetZoneInterval(interval.Start - Duration.Epsilon), interval))
            .ToList();
        text.Begin("VTIMEZONE").Raw("TZID", zone);
        if (Yearly(changes, from, to)) Rules(text, changes);
        else Each(text, changes, rules.GetZoneInterval(YearStart(from)), from);
        text.End("VTIMEZONE");
    }

    private static Instant YearStart(int year) => Instant.FromUtc(year, 1, 1, 0, 0);

    /// <summary>True if every year has the same two changes by the same rules.</summary>
    private static bool Yearly(IReadOnlyList<Change> changes, int from, int to)
    {
        if (changes.Count != 2 * (to - from + 1)) return false;
        return Kinds(changes).All(kind => kind.Count == to - from + 1 && Ordinal(kind) != 0
            && kind.All(change => change.Alike(kind[0])));
    }

    private static IReadOnlyList<IReadOnlyList<Change>> Kinds(IReadOnlyList<Change> changes) =>
        [[.. changes.Where((_, place) => place % 2 == 0)], [.. changes.Where((_, place) => place % 2 == 1)]];

    /// <summary>
    /// Which weekday of the month: 1 to 4, -1 for the last, 0 for none that fits every year.
    /// </summary>
    private static int Ordinal(IReadOnlyList<Change> kind)
    {
        var nth = kind.Select(change => ((change.Local.Day - 1) / 7) + 1).Distinct().ToList();
        if (nth is [<= 4]) return nth[0];
        var last = kind.All(change => change.Local.Day > change.Local.Calendar.GetDaysInMonth(change.Local.Year, change.Local.Month) - 7);
        return last ? -1 : 0;
    }

    private static void Rules(ICalendarText text, IReadOnlyList<Change> changes)
    {
        foreach (var kind in Kinds(changes))
        {
            var first = kind[0].Local;
            var day = $"{Ordinal(kind)}{Days[(int)first.DayOfWeek]}";
            Observance(text, kind[0], $"FREQ=YEARLY;BYMONTH={first.Month};BYDAY={day}");
        }
    }

    private static void Each(ICalendarText text, IReadOnlyList<Change> changes, ZoneInterval start, int from)
    {
        text.Begin("STANDARD").Floating("DTSTART", new LocalDateTime(Math.Max(from, 1970), 1, 1, 0, 0))
            .Raw("TZOFFSETFROM", Hours(start.WallOffset)).Raw("TZOFFSETTO", Hours(start.WallOffset)).Raw("TZNAME", start.Name)
            .End("STANDARD");
        foreach (var change in changes) Observance(text, change, null);
    }

    private static void Observance(ICalendarText text, Change change, string? rule)
    {
        var name = change.After.Savings > Offset.Zero ? "DAYLIGHT" : "STANDARD";
        text.Begin(name).Floating("DTSTART", change.Local);
        if (rule is not null) text.Raw("RRULE", rule);
        text.Raw("TZOFFSETFROM", Hours(change.Before.WallOffset)).Raw("TZOFFSETTO", Hours(change.After.WallOffset))
            .Raw("TZNAME", change.After.Name).End(name);
    }

    private static string Hours(Offset offset) =>
        NodaTime.Text.OffsetPattern.CreateWithInvariantCulture(offset.Seconds % 60 == 0 ? "+HHmm" : "+HHmmss").Format(offset);

    /// <summary>
    /// A change of the offset; its local time is by the offset before it, as RFC 5545 wants.
    /// </summary>
    private sealed record Change(ZoneInterval Before, ZoneInterval After)
    {
        public LocalDateTime Local { get; } = After.Start.WithOffset(Before.WallOffset).LocalDateTime;

        public bool Alike(Change other) =>
            Local.Month == other.Local.Month && Local.DayOfWeek == other.Local.DayOfWeek && Local.TimeOfDay == other.Local.TimeOfDay
            && Before.WallOffset == other.Before.WallOffset && After.WallOffset == other.After.WallOffset
            && After.Name == other.After.Name;
    }
}
