using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Purser.Calendar;

/// <summary>
/// Writes iCalendar text (RFC 5545): folded at 75 octets, escaped, with CRLF. Same calls, same bytes.
/// </summary>
public sealed class ICalendarText
{
    private const int FoldOctets = 75;

    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    private readonly StringBuilder _text = new();

    /// <summary>Begins a component.</summary>
    public ICalendarText Begin(string component) => Line($"BEGIN:{component}");

    /// <summary>Ends a component.</summary>
    public ICalendarText End(string component) => Line($"END:{component}");

    /// <summary>A property whose value is free text.</summary>
    public ICalendarText Text(string name, string value) => Line($"{name}:{Escaped(value)}");

    /// <summary>A property whose value is written as it is: our own words, numbers, durations.</summary>
    public ICalendarText Raw(string name, string value)
    {
        Require.That(!value.Any(char.IsControl));
        return Line($"{name}:{value}");
    }

    /// <summary>An instant in UTC.</summary>
    public ICalendarText At(string name, Instant instant) => Line($"{name}:{Utc.Format(instant)}");

    /// <summary>
    /// A time of day in a zone by name, <c>DTSTART;TZID=America/Los_Angeles:20270530T100000</c>; in UTC where
    /// the zone is UTC or the harbour's clock shows this time twice, so that a reader can only mean the one
    /// instant.
    /// </summary>
    public ICalendarText Time(string name, Instant instant, string zone)
    {
        if (VTimeZone.IsUtc(zone)) return At(name, instant);
        var rules = DateTimeZoneProviders.Tzdb[zone];
        var local = instant.InZone(rules).LocalDateTime;
        return rules.MapLocal(local).Count == 1 ? Line($"{name};TZID={zone}:{Local.Format(local)}") : At(name, instant);
    }

    /// <summary>A local time without a zone, as observances want it.</summary>
    public ICalendarText Floating(string name, LocalDateTime time) => Line($"{name}:{Local.Format(time)}");

    /// <summary>The whole text.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>
    /// Backslash, semicolon, comma and line breaks escaped; other control characters left out (RFC 5545,
    /// 3.3.11).
    /// </summary>
    public static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var letter in value.ReplaceLineEndings("\n"))
        {
            if (letter == '\n') text.Append("\\n");
            else if (letter is '\\' or ';' or ',') text.Append('\\').Append(letter);
            else if (!char.IsControl(letter) || letter == '\t') text.Append(letter);
        }

        return text.ToString();
    }

    private ICalendarText Line(string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > FoldOctets)
            {
                _text.Append("\r\n ");
                octets = 1;
            }

            octets += rune.Utf8SequenceLength;
            _text.Append(CultureInfo.InvariantCulture, $"{rune}");
        }

        _text.Append("\r\n");
        return this;
    }
}
