using NodaTime;
using NodaTime.Text;

namespace Purser.Host.Intake;

/// <summary>
/// An instant as people and programs write it: RFC 3339 with an offset, the seconds left out or not.
/// </summary>
public static class WrittenInstant
{
    /// <summary>The form, in words for a remedy.</summary>
    public const string Rule = "Give a time with an offset in the years 2000 to 2100";

    private static readonly OffsetDateTimePattern Minutes =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>");

    /// <summary>
    /// The instant; null if the text has another form, or a year before 2000 or after 2100.
    /// </summary>
    public static Instant? Parse(string text)
    {
        if (!OffsetDateTimePattern.Rfc3339.Parse(text).TryGetValue(default, out var said)
            && !Minutes.Parse(text).TryGetValue(default, out said)) return null;
        return said.Year is >= 2000 and <= 2100 ? said.ToInstant() : null;
    }
}
