using System.Globalization;
using NodaTime;

namespace Purser.Calendar;

/// <summary>What every iCalendar file of ours begins with.</summary>
internal static class ICalendarFile
{
    private const long EpochSize = 1_000_000;

    public static void Head(ICalendarText text) => text.Begin("VCALENDAR").Raw("VERSION", "2.0")
        .Raw("PRODID", "-//Purser//Charter Calendar 1//EN").Raw("CALSCALE", "GREGORIAN").Raw("METHOD", "PUBLISH");

    /// <summary>One VTIMEZONE for each zone that times are written in, over the span of its times.</summary>
    public static void Zones(ICalendarText text, IEnumerable<(string Zone, Instant At)> times)
    {
        foreach (var zone in times.GroupBy(time => time.Zone).OrderBy(zone => zone.Key, StringComparer.Ordinal))
        {
            if (!VTimeZone.IsUtc(zone.Key))
                VTimeZone.Write(text, zone.Key, zone.Min(time => time.At), zone.Max(time => time.At));
        }
    }

    /// <summary>
    /// A counter as SEQUENCE, which has 31 bits: epoch plus number. It rises with the counter as long as
    /// nothing changes more than once a minute on the average between two restores, because epochs are
    /// minutes.
    /// </summary>
    public static string Sequence(long counter)
    {
        var sequence = (counter / EpochSize) + (counter % EpochSize);
        Require.That(sequence is >= 0 and <= int.MaxValue);
        return sequence.ToString(CultureInfo.InvariantCulture);
    }
}
