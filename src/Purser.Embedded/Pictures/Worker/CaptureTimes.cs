using System.Globalization;
using NetVips;
using NodaTime;
using NodaTime.Text;

namespace Purser.Embedded.Pictures.Worker;

/// <summary>
/// When a picture was taken, as its Exif block says. What is malformed or absurd is left unsaid.
/// </summary>
internal static class CaptureTimes
{
    private const int FirstYear = 1990;
    private const int LastYear = 2099;

    private static readonly LocalDateTimePattern Written =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu':'MM':'dd HH':'mm':'ss");

    private static readonly LocalDatePattern WrittenDate =
        LocalDatePattern.CreateWithInvariantCulture("uuuu':'MM':'dd");

    private static readonly OffsetPattern WrittenOffset = OffsetPattern.CreateWithInvariantCulture("Z+HH:mm");

    /// <summary>Adds the times to an answer.</summary>
    public static PictureAnswer Of(Image head, PictureAnswer answer)
    {
        var local = Local(head);
        var offset = Text(head, "exif-ifd2-OffsetTimeOriginal") is { } text
            && WrittenOffset.Parse(text) is { Success: true, Value: var value }
                ? value
                : (Offset?)null;
        return answer with
        {
            Local = local is { } time ? LocalDateTimePattern.ExtendedIso.Format(time) : null,
            Original = local is { } at && offset is { } off
                ? at.WithOffset(off).ToInstant().ToUnixTimeMilliseconds()
                : null,
            Gps = Gps(head)?.ToUnixTimeMilliseconds(),
        };
    }

    private static LocalDateTime? Local(Image head)
    {
        if (Text(head, "exif-ifd2-DateTimeOriginal") is not { } text) return null;
        if (Written.Parse(text) is not { Success: true, Value: var time }) return null;
        if (time.Year is < FirstYear or > LastYear) return null;
        // Of a burst, only the fraction tells the order.
        return Text(head, "exif-ifd2-SubSecTimeOriginal") is { Length: > 0 and <= 9 } digits
            && Number(digits.PadRight(9, '0')) is { } part
                ? time.PlusMilliseconds(part / 1_000_000)
                : time;
    }

    private static Instant? Gps(Image head)
    {
        if (Text(head, "exif-ifd3-GPSDateStamp") is not { } day) return null;
        if (Text(head, "exif-ifd3-GPSTimeStamp") is not { } time) return null;
        if (WrittenDate.Parse(day) is not { Success: true, Value: var date }) return null;
        if (date.Year is < FirstYear or > LastYear) return null;
        var parts = time.Split(' ').Select(Ratio).ToList();
        if (parts is not [{ } hours, { } minutes, { } seconds]) return null;
        if (hours >= 24 || minutes >= 60 || seconds >= 60) return null;
        var milliseconds = (long)(((hours * 3600) + (minutes * 60) + seconds) * 1000);
        return date.AtMidnight().PlusMilliseconds(milliseconds).InUtc().ToInstant();
    }

    private static decimal? Ratio(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && Number(parts[0]) is { } above && Number(parts[1]) is { } below and not 0
            ? (decimal)above / below
            : null;
    }

    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>
    /// A field as it was written. libvips gives it as <c>value (value, type, so many components, bytes)</c>.
    /// </summary>
    private static string? Text(Image head, string field)
    {
        if (!head.Contains(field) || head.Get(field) is not string said) return null;
        var end = said.IndexOf(" (", StringComparison.Ordinal);
        return (end < 0 ? said : said[..end]).Trim('\0', ' ');
    }
}
