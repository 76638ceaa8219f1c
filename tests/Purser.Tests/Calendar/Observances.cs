using NodaTime;
using NodaTime.Text;

namespace Purser.Tests.Calendar;

/// <summary>Reads a VTIMEZONE as a program without a zone database must: by its observances alone.</summary>
internal sealed class Observances
{
    private static readonly LocalDateTimePattern Times = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    private static readonly OffsetPattern Offsets = OffsetPattern.CreateWithInvariantCulture("+HHmm");
    private readonly List<(LocalDateTime Onset, Offset To)> _onsets = [];

    public static Observances Parse(string text)
    {
        var all = new Observances();
        var fields = new Dictionary<string, string>();
        foreach (var line in text.Split("\r\n"))
        {
            if (line is "BEGIN:STANDARD" or "BEGIN:DAYLIGHT") fields.Clear();
            else if (line is "END:STANDARD" or "END:DAYLIGHT") all.Add(fields);
            else if (line.Split(':') is [var name, var value]) fields[name] = value;
        }

        return all;
    }

    public Offset OffsetAt(LocalDateTime local) => _onsets.Where(onset => onset.Onset <= local).MaxBy(onset => onset.Onset).To;

    private void Add(Dictionary<string, string> fields)
    {
        var start = Times.Parse(fields["DTSTART"]).Value;
        var to = Offsets.Parse(fields["TZOFFSETTO"]).Value;
        _onsets.Add((start, to));
        if (!fields.TryGetValue("RRULE", out var rule)) return;
        var parts = rule.Split(';').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        Assert.Equal("YEARLY", parts["FREQ"]);
        var month = int.Parse(parts["BYMONTH"], null);
        var nth = int.Parse(parts["BYDAY"][..^2], null);
        var weekday = Array.IndexOf(["", "MO", "TU", "WE", "TH", "FR", "SA", "SU"], parts["BYDAY"][^2..]);
        for (var year = start.Year + 1; year < start.Year + 5; year++)
        {
            var first = new LocalDate(year, month, 1);
            var days = Enumerable.Range(0, first.Calendar.GetDaysInMonth(year, month)).Select(first.PlusDays)
                .Where(day => (int)day.DayOfWeek == weekday).ToList();
            _onsets.Add(((nth < 0 ? days[^1] : days[nth - 1]) + start.TimeOfDay, to));
        }
    }
}
