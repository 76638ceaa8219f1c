using System.Globalization;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;
using Purser.Fleet;

namespace Purser.Host.Intake.Mail;

/// <summary>Start and length of a charter from all that a mail says of them; what does not agree is
/// doubted.</summary>
internal sealed class MailTimes(MailValues values, bool? dayFirst, Harbour? harbour, Gathered gathered)
{
    private static readonly OffsetPattern Offsets = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    public void Read()
    {
        var starts = Scan(MailField.Start, "start");
        var ends = Scan(MailField.End, "start");
        var lengths = Scan(MailField.Hours, "hours");
        var startAt = Start(starts);
        if (startAt is not { } start || !gathered.Clear && gathered.Open.ContainsKey("start")) return;
        var zones = starts.Concat(ends).SelectMany(said => said.Zones).Distinct(StringComparer.Ordinal);
        foreach (var zone in zones)
            if (!Agrees(zone, start))
            {
                gathered.Doubt(
                    "start",
                    $"{HouseJson.Text(start)} {zone} is not the time of {harbour?.Name ?? "a harbour"}");
                return;
            }

        gathered.Know("start", HouseJson.Text(start));
        Length(start, Ends(start, starts, ends),
            starts.Concat(lengths).Select(said => said.Hours).OfType<decimal>());
    }

    private List<TimesSaid> Scan(MailField field, string key)
    {
        var found = new List<TimesSaid>();
        foreach (var text in values.All(field))
        {
            var said = TimesSaid.Scan(text, dayFirst);
            if (said.Fault is { } fault) gathered.Doubt(key, fault);
            found.Add(said);
        }

        if (field == MailField.Hours && found.Any(said => said.Hours is null))
            gathered.Doubt(key, $"\"{values.All(field)[0]}\" is no duration");
        return found;
    }

    private LocalDateTime? Start(List<TimesSaid> starts)
    {
        var dates = starts.Select(said => said.Dates).Where(said => said.Count > 0).Select(said =>
            said[0]).Distinct().ToList();
        var times = starts.Select(said => said.Times).Where(said => said.Count > 0).Select(said =>
            said[0]).Distinct().ToList();
        if (dates.Count == 0) gathered.Doubt("start", "the mail gives no date");
        else if (dates.Count > 1) gathered.Doubt("start",
            $"the mail gives the dates {string.Join(" and ", dates.Select(Iso))}");
        else if (times.Count == 0) gathered.Doubt("start", "the mail gives no time");
        else if (times.Count > 1) gathered.Doubt("start", "the mail gives more than one time of start");
        else if (starts.Any(said => said.Times.Count > 2 || said.Dates.Count > 2
            || (said.Dates.Count == 2 && said.Times.Count < 2)))
            gathered.Doubt("start", "a line has more times than a start and an end");
        else return dates[0] + times[0];
        return null;
    }

    private static List<LocalDateTime> Ends(LocalDateTime start, List<TimesSaid> starts, List<TimesSaid> ends)
    {
        var found = starts.Where(said => said.Times.Count == 2)
            .Select(said => Later(start, said.Dates.Count == 2 ? said.Dates[1] : null, said.Times[1]));
        var own = ends.Where(said => said.Times.Count == 1)
            .Select(said => Later(start, said.Dates.Count > 0 ? said.Dates[0] : null, said.Times[0]));
        return [.. found.Concat(own).Distinct()];
    }

    private static LocalDateTime Later(LocalDateTime start, LocalDate? date, LocalTime time)
    {
        if (date is { } known) return known + time;
        return start.Date + time is var end && end > start ? end : end.PlusDays(1);
    }

    private void Length(LocalDateTime start, List<LocalDateTime> ends, IEnumerable<decimal> said)
    {
        var durations = said.Distinct().ToList();
        var single = ends.Where(end => harbour is null || harbour.Rules.MapLocal(end).Count == 1).ToList();
        if (single.Count < ends.Count && durations.Count == 0)
        {
            gathered.Doubt("hours", "its end falls where the clock is changed, and no duration is said");
            return;
        }

        var lengths = durations.Concat(single.Select(end => Between(start, end))).Distinct().ToList();
        if (lengths.Count == 0) gathered.Doubt("hours", "the mail says neither an end nor a duration");
        else if (lengths.Count > 1)
            gathered.Doubt("hours", $"the mail says {string.Join(" and ", lengths.Select(Number))} hours");
        else gathered.Know("hours", Number(lengths[0]));
    }

    private decimal Between(LocalDateTime start, LocalDateTime end)
    {
        if (harbour is null) return (decimal)Period.Between(start, end, PeriodUnits.Minutes).Minutes / 60;
        var zone = harbour.Rules;
        var first = zone.ResolveLocal(start, Resolvers.LenientResolver).ToInstant();
        return (decimal)(zone.ResolveLocal(end,
            Resolvers.LenientResolver).ToInstant() - first).TotalMinutes / 60;
    }

    private bool Agrees(string zone, LocalDateTime start)
    {
        if (harbour is null) return true;
        var interval = harbour.Rules.ResolveLocal(start, Resolvers.LenientResolver).GetZoneInterval();
        var spaced = zone.Replace(" ", "");
        var offset = spaced is "Z" or "UTC" or "GMT" ? "+00:00"
            : spaced.Replace("UTC", "").Replace("GMT", "");
        if (offset.Length == 0 || offset[0] is not ('+' or '-'))
            return zone == interval.Name
                || (interval.Name.Length == 3 && zone == $"{interval.Name[0]}{interval.Name[2]}");
        var digits = offset[1..].Replace(":", "");
        var padded = digits.Length <= 2 ? digits.PadLeft(2, '0') + "00" : digits.PadLeft(4, '0');
        return Offsets.Parse($"{offset[0]}{padded[..2]}:{padded[2..]}").TryGetValue(default, out var said)
            && said == interval.WallOffset;
    }

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private static string Number(decimal hours) => hours.ToString("0.##", CultureInfo.InvariantCulture);
}
