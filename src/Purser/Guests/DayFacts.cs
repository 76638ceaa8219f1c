using NodaTime;
using Purser.Bookings;

namespace Purser.Guests;

/// <summary>A date in numbers; the language file has the words.</summary>
/// <param name="Weekday">1 = Monday to 7 = Sunday.</param>
/// <param name="Day">Of the month.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Year">Four digits.</param>
public sealed record DateFacts(int Weekday, int Day, int Month, int Year)
{
    /// <summary>The facts of a date.</summary>
    public static DateFacts Of(LocalDate date) => new((int)date.DayOfWeek, date.Day, date.Month, date.Year);
}

/// <summary>A harbour time in numbers and as a clock shows it.</summary>
/// <param name="Clock"><c>09:40</c>.</param>
/// <param name="Hour">1 to 12, for words.</param>
/// <param name="NextHour">The hour after it, for "a quarter to".</param>
/// <param name="Minute">0 to 59.</param>
/// <param name="Part">Of the day: night, morning, noon, afternoon, evening, midnight.</param>
/// <param name="NextPart">The part that <paramref name="NextHour"/> falls in.</param>
/// <param name="Stamp">RFC 3339 with the offset.</param>
/// <param name="Date">The date of it.</param>
public sealed record ClockFacts(
    string Clock, int Hour, int NextHour, int Minute, string Part, string NextPart, string Stamp, DateFacts Date)
{
    private static readonly NodaTime.Text.OffsetDateTimePattern Stamps =
        NodaTime.Text.OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<+HH:mm>");

    /// <summary>The facts of a harbour time.</summary>
    public static ClockFacts Of(HarbourTime time)
    {
        var local = time.Local;
        var zoned = time.Instant.InZone(time.Rules).ToOffsetDateTime();
        return new ClockFacts(
            HouseJson.Text(local)[11..], Twelve(local.Hour), Twelve(local.Hour + 1), local.Minute,
            PartOf(local.Hour, local.Minute), PartOf((local.Hour + 1) % 24, 0), Stamps.Format(zoned), DateFacts.Of(local.Date));
    }

    private static int Twelve(int hour) => hour % 12 == 0 ? 12 : hour % 12;

    private static string PartOf(int hour, int minute) => hour switch
    {
        0 when minute == 0 => "midnight",
        12 when minute == 0 => "noon",
        < 5 => "night",
        < 12 => "morning",
        < 18 => "afternoon",
        _ => "evening",
    };
}

/// <summary>When a charter sails, said so that it cannot be misread.</summary>
/// <param name="Start">Departure.</param>
/// <param name="End">Return.</param>
/// <param name="Gate">When to be there.</param>
/// <param name="OneDay">False if it returns on another date.</param>
/// <param name="Place">The harbour, as in "San Diego time".</param>
/// <param name="Zone">The short name, or both where the offset changes under way: <c>PDT</c>, <c>PST, then
/// PDT</c>.</param>
/// <param name="ZoneId">IANA.</param>
public sealed record WhenFacts(
    ClockFacts Start, ClockFacts End, ClockFacts Gate, bool OneDay, string Place, IReadOnlyList<string> Zone, string ZoneId)
{
    /// <summary>The facts of a trip.</summary>
    public static WhenFacts Of(Trip trip, Fleet.Vessel vessel, Fleet.Harbour harbour)
    {
        var names = new[] { trip.Departure.Abbreviation, NameAt(trip.Span.End, trip.Departure.Rules) };
        return new WhenFacts(
            ClockFacts.Of(trip.Departure), ClockFacts.Of(trip.Return), ClockFacts.Of(PagePhases.BoardingTime(trip, vessel)),
            trip.Departure.Date == trip.Return.Date, harbour.Name, [.. names.Distinct()], trip.Zone);
    }

    private static string NameAt(Instant instant, DateTimeZone zone) => zone.GetZoneInterval(instant).Name;
}
