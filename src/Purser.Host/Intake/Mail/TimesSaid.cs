using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Purser.Host.Intake.Mail;

/// <summary>The dates, times, durations and zones in a piece of text. Any figure left over is a fault: it may
/// change the meaning.</summary>
/// <param name="Dates">In order.</param>
/// <param name="Times">In order.</param>
/// <param name="Hours">A duration, if one is said.</param>
/// <param name="Zones">Zone names and offsets beside the times: <c>PDT</c>, <c>Z</c>, <c>-07:00</c>.</param>
/// <param name="Fault">Why the text is unclear, or null.</param>
internal sealed partial record TimesSaid(
    IReadOnlyList<LocalDate> Dates, IReadOnlyList<LocalTime> Times, decimal? Hours,
        IReadOnlyList<string> Zones, string? Fault)
{
    private const string Months =
        "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
        + "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

    private const string Days =
        "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?";

    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>Reads a text.</summary>
    /// <param name="text">A label's value.</param>
    /// <param name="dayFirst">How 05/06/2027 is meant; null = unclear.</param>
    public static TimesSaid Scan(string text, bool? dayFirst)
    {
        if (text.Length > 300) return new TimesSaid([], [], null, [], "it is too long to be a time");
        var scan = new Scanner(text, dayFirst);
        scan.ReadDates();
        scan.ReadHours();
        scan.ReadTimes();
        return scan.Finish();
    }

    private sealed class Scanner
    {
        private readonly string text;
        private readonly bool? dayFirst;
        private readonly List<(int At, LocalDate Date)> dates = [];
        private readonly List<(int At, LocalTime Time, bool Halved)> times = [];
        private readonly List<string> zones = [];
        private string rest;
        private decimal? hours;
        private string? fault;

        public Scanner(string text, bool? dayFirst)
        {
            this.text = text;
            this.dayFirst = dayFirst;
            rest = text;
        }

        public void ReadDates()
        {
            Each(Iso(), found =>
            {
                Date(found.Index, found.Groups[1], found.Groups[2].Value, found.Groups[3]);
                if (found.Groups[4].Success) Time(found.Index, Number(found.Groups[4]),
                    Number(found.Groups[5]), halved: false);
                if (found.Groups[6].Success) zones.Add(found.Groups[6].Value);
            });
            Each(MonthFirst(), found =>
                Date(found.Index, found.Groups[3], found.Groups[1].Value, found.Groups[2]));
            Each(DayFirst(), found => Date(found.Index, found.Groups[3], found.Groups[2].Value,
                found.Groups[1]));
            Each(Numeric(), found =>
            {
                var (one, other) = (Number(found.Groups[1]), Number(found.Groups[2]));
                if (dayFirst is null && one <= 12 && other <= 12 && one != other)
                    fault ??= $"{found.Value} can be two dates";
                var day = dayFirst ?? one > 12;
                Date(found.Index, found.Groups[3], found.Groups[day ? 2 : 1].Value,
                    found.Groups[day ? 1 : 2]);
            });
            Each(Weekday(), found =>
            {
                var wanted = found.Value[..3];
                if (dates.Count == 1 && !dates[0].Date.DayOfWeek.ToString().StartsWith(wanted,
                    StringComparison.OrdinalIgnoreCase))
                    fault ??= $"{dates[0].Date:uuuu-MM-dd} is no {found.Value}";
            });
        }

        public void ReadHours()
        {
            Each(HoursAndMinutes(), found => Hours(
                decimal.Parse(found.Groups[1].Value.Replace(',', '.'), CultureInfo.InvariantCulture)
                + (found.Groups[2].Success ? Number(found.Groups[2]) / 60m : 0)));
            Each(MinutesAlone(), found => Hours(Number(found.Groups[1]) / 60m));
        }

        public void ReadTimes()
        {
            Each(Zone(), found => zones.Add(found.Value));
            Each(Halved(), found =>
            {
                var hour = Number(found.Groups[1]);
                if (hour is 0 or > 12) fault ??= $"{found.Value} is no time";
                var late = found.Groups[3].Value[0] is 'p' or 'P';
                Time(found.Index, (hour % 12) + (late ? 12 : 0), found.Groups[2].Success
                    ? Number(found.Groups[2]) : 0, halved: true);
            });
            Each(Whole(), found => Time(found.Index, Number(found.Groups[1]), Number(found.Groups[2]),
                halved: false));
            Each(Noon(), found => Time(found.Index, 12, 0, halved: true));
        }

        public TimesSaid Finish()
        {
            if (times.Select(time => time.Halved).Distinct().Count() > 1)
                fault ??= "AM or PM is at some of its times only";
            if (rest.Any(char.IsDigit)) fault ??= $"\"{text}\" is not wholly understood";
            return new TimesSaid(
                [.. dates.OrderBy(found => found.At).Select(found => found.Date)],
                [.. times.OrderBy(found => found.At).Select(found => found.Time)], hours, zones, fault);
        }

        private void Each(Regex form, Action<Match> read)
        {
            foreach (var found in form.Matches(rest).ToList())
            {
                read(found);
                rest = string.Concat(rest.AsSpan(0, found.Index), new string(' ', found.Length),
                    rest.AsSpan(found.Index + found.Length));
            }
        }

        private void Date(int at, Group year, string month, Group day)
        {
            var number = char.IsAsciiDigit(month[0])
                ? int.Parse(month, CultureInfo.InvariantCulture)
                : (Array.IndexOf(Starts, month[..3].ToLowerInvariant()) + 1);
            var (years, days) = (Number(year), Number(day));
            if (years is < 1990 or > 2200 || number is < 1 or > 12 || days < 1
                || days > CalendarSystem.Iso.GetDaysInMonth(years,
                    number)) fault ??= $"\"{text}\" has a date that does not exist";
            else dates.Add((at, new LocalDate(years, number, days)));
        }

        private void Time(int at, int hour, int minute, bool halved)
        {
            if (hour > 23 || minute > 59) fault ??= $"\"{text}\" has a time that does not exist";
            else times.Add((at, new LocalTime(hour, minute), halved));
        }

        private void Hours(decimal said)
        {
            if (hours is { } other && other != said) fault ??= "it has two durations";
            hours = said;
        }

        private static int Number(Group digits) =>
            int.Parse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static readonly string[] Starts =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    [GeneratedRegex(@"\b([0-9]{4})-([0-9]{2})-([0-9]{2})"
        + @"(?:T([0-9]{2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:(Z|[+-][0-9]{2}:?[0-9]{2})\b)?|\b)",
        Loose)]
    private static partial Regex Iso();

    [GeneratedRegex(@"\b(" + Months + @")\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})\b", Loose)]
    private static partial Regex MonthFirst();

    [GeneratedRegex(@"\b([0-9]{1,2})(?:st|nd|rd|th|\.)?[ -](?:of )?(" + Months
        + @")\.?,?[ -]([0-9]{4})\b", Loose)]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"\b([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\b", Loose)]
    private static partial Regex Numeric();

    [GeneratedRegex(@"\b(?:" + Days + @")\b", Loose)]
    private static partial Regex Weekday();

    [GeneratedRegex(@"\b([0-9]{1,3}(?:[.,][0-9]{1,2})?) ?(?:h|hrs?|hours?)\b\.?"
        + @"(?: ?(?:and )?([0-9]{1,2}) ?(?:m|mins?|minutes?)\b)?", Loose)]
    private static partial Regex HoursAndMinutes();

    [GeneratedRegex(@"\b([0-9]{1,4}) ?(?:mins?|minutes)\b", Loose)]
    private static partial Regex MinutesAlone();

    [GeneratedRegex(@"\b(?:UTC|GMT)(?: ?[+-][0-9]{1,2}(?::?[0-9]{2})?)?\b|\bZ\b|\b(?!AT\b)[A-Z]{1,4}T\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Zone();

    [GeneratedRegex(@"\b([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::[0-9]{2})? ?([ap])\.?m\b\.?", Loose)]
    private static partial Regex Halved();

    [GeneratedRegex(@"\b([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?\b", Loose)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\b(?:12 )?noon\b", Loose)]
    private static partial Regex Noon();
}
