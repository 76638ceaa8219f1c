using NodaTime;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Guests;

/// <summary>
/// The instants at which a page changes its face: boarding day begins, under way, after, archive. Each phase
/// begins at its instant.
/// </summary>
/// <param name="Boarding">Midnight of the harbour day of departure, or the time to be at the gate if that is
/// earlier.</param>
/// <param name="Underway">Departure.</param>
/// <param name="After">Return.</param>
/// <param name="Archive">Some harbour days after the return, at the same time of day.</param>
public sealed record PagePhases(Instant Boarding, Instant Underway, Instant After, Instant Archive)
{
    /// <summary>The phases of a trip.</summary>
    public static PagePhases Of(Trip trip, Vessel vessel, PageRules rules)
    {
        var zone = trip.Departure.Rules;
        var midnight = trip.Start.Date.AtStartOfDayInZone(zone).ToInstant();
        var gate = BoardingTime(trip, vessel).Instant;
        var archive = trip.Return.Local.PlusDays(rules.ArchiveDays).InZoneLeniently(zone).ToInstant();
        var ashore = trip.Span.End;
        return new PagePhases(
            Instant.Min(midnight, gate), trip.Span.Start, ashore, Instant.Max(archive, ashore));
    }

    /// <summary>When guests are asked to be there.</summary>
    public static HarbourTime BoardingTime(Trip trip, Vessel vessel) =>
        trip.Departure.Plus(-Duration.FromMinutes(vessel.BoardingMinutes));

    /// <summary>
    /// How the harbour's clock runs for three years before and after a charter; longer, nobody reads it on
    /// its page. As <see cref="PageFacts.Offsets"/> has it.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<long>> Clock(Trip trip)
    {
        var around = Duration.FromDays(3 * 366);
        var parts = trip.Departure.Rules.GetZoneIntervals(trip.Span.Start - around, trip.Span.End + around);
        return
        [
            .. from part in parts
               let since = part.HasStart ? part.Start.ToUnixTimeSeconds() : 0
               select (long[])[since, part.WallOffset.Seconds / 60],
        ];
    }

    /// <summary>The phase at an instant, as the page's own script decides it.</summary>
    public string At(Instant now) =>
        now < Boarding ? "before" : now < Underway ? "boarding" : now < After ? "underway" : now < Archive ? "after" : "archive";
}
