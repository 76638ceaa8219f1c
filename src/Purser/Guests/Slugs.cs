using System.Globalization;
using NodaTime;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Guests;

/// <summary>
/// The names of guest pages: one that can be remembered and said aloud, and never given again.
/// </summary>
public static class Slugs
{
    /// <summary>
    /// <c>may-30-boatsetter-charter</c>, then <c>...-2027</c>, then <c>...-2027-2</c>, <c>-3</c> without end.
    /// </summary>
    public static IEnumerable<Slug> Candidates(ChannelId channel, LocalDate date)
    {
        var month = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(date.Month).ToLowerInvariant();
        var plain = $"{month}-{date.Day}-{channel}-charter";
        yield return Texts.Parse<Slug>(plain);
        yield return Texts.Parse<Slug>($"{plain}-{date.Year}");
        for (var number = 2; ; number++) yield return Texts.Parse<Slug>($"{plain}-{date.Year}-{number}");
    }
}
