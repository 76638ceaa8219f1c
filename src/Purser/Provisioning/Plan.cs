using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Provisioning;

/// <summary>
/// The whole desired state of a booking's surfaces, where it differs from what was done. Leaves the
/// provisioner no choice.
/// </summary>
/// <param name="Calendar">What to put at the calendar desk; null if that is done.</param>
/// <param name="Crew">What to put at the crew desk; null if that is done.</param>
/// <param name="Page">True if the page is to be compared, by fingerprint, and published and checked if it
/// differs.</param>
public sealed record Plan(CalendarPut? Calendar, CrewTrip? Crew, bool Page)
{
    /// <summary>Nothing to do.</summary>
    public static readonly Plan Nothing = new(null, null, false);
}

/// <summary>Plans, from the facts alone.</summary>
public static class Planner
{
    /// <summary>
    /// What is to be done for a booking now. A booking in conflict has no surfaces until a person decides.
    /// </summary>
    /// <param name="file">Everything known of the booking.</param>
    /// <param name="fleet">The operator.</param>
    /// <param name="card">What everybody aboard may know.</param>
    /// <param name="now">The time.</param>
    public static Plan Plan(BookingFile file, FleetFacts fleet, AboardCard? card, Instant now)
    {
        var booking = file.Booking;
        if (booking.Slug is null) return Provisioning.Plan.Nothing;
        var effects = file.Effects;
        var calendar = Calendar(file, fleet);
        var crew = Crew(file, fleet, card);
        return new Plan(
            Due(effects.Calendar, CalendarCounters(file), now) ? calendar : null,
            Due(effects.Crew, CrewCounters(file), now) ? crew : null,
            !Waits(effects.Page) || Due(effects.Page, PageCounters(file), now));
    }

    /// <summary>
    /// The counters that the calendar entry should have. A crew half is put from the event's second version
    /// on, also an empty one: an earlier put may have arrived although its reply was lost.
    /// </summary>
    public static EffectCounters CalendarCounters(BookingFile file)
    {
        var known = file.Effects.CrewSeen;
        var put = file.Effects.Calendar.Counters.Event;
        var silent = put is null && known is null or { Version: 1, Confirmed.Count: 0 };
        return new EffectCounters(file.Booking.Generation, silent ? put : known?.Version, file.Clearance.Version);
    }

    /// <summary>The counters that the crew event should have.</summary>
    public static EffectCounters CrewCounters(BookingFile file) =>
        new(file.Booking.Generation, Annex: file.Clearance.Version,
            Papers: file.Effects.GuestSeen?.PapersVersion ?? 0);

    /// <summary>The counters of the facts that the page shows; its revision is its own.</summary>
    public static EffectCounters PageCounters(BookingFile file) =>
        new(file.Booking.Generation, file.Effects.CrewSeen?.Version, file.Clearance.Version, file.Page?.Revision);

    /// <summary>
    /// The effects as they stand against the facts: what was done from older facts is pending again.
    /// </summary>
    public static Effects Now(BookingFile file)
    {
        var (effects, generation) = (file.Effects, file.Booking.Generation);
        static Effect Against(Effect effect, bool current) =>
            current || effect.State == EffectState.Failed ? effect : effect with { State = EffectState.Pending };
        return effects with
        {
            Calendar = Against(effects.Calendar, effects.Calendar.Counters == CalendarCounters(file)),
            Crew = Against(effects.Crew, effects.Crew.Counters == CrewCounters(file)),
            Page = Against(effects.Page, effects.Page.Counters.Generation == generation),
            PageCheck = Against(effects.PageCheck, effects.PageCheck.Counters.Generation == generation),
        };
    }

    /// <summary>
    /// True if an effect is to be worked on now: its facts have moved, or its time has come.
    /// </summary>
    public static bool Due(Effect effect, EffectCounters wanted, Instant now) => effect.Counters != wanted || effect.State switch
    {
        EffectState.Done => false,
        EffectState.Failed => effect.NextTry <= now || effect.NextTry > now + Backoff.Longest,
        _ => true,
    };

    /// <summary>
    /// A page that was held back is looked at again with every piece of work: what has changed may be just
    /// what held it.
    /// </summary>
    private static bool Waits(Effect page) => page.State == EffectState.Failed && page.NextTry is not null;

    private static CalendarPut Calendar(BookingFile file, FleetFacts fleet)
    {
        var booking = file.Booking;
        var vessel = fleet.Vessel(booking.Trip.Vessel);
        var crew = file.Effects.CrewSeen is { } seen ? new CalendarCrew(seen.Version, seen.Captain, seen.Confirmed) : null;
        var silent = CalendarCounters(file).Event is null;
        return new CalendarPut(
            booking.Id, booking.Generation, booking.Live, $"{booking.Guest.Name}, party of {booking.Guest.Party}", booking.Trip,
            vessel.Dock, booking.Channel, booking.Reference, [.. vessel.Roles.Select(role => role.Role)],
            silent ? null : crew, file.Clearance.Version);
    }

    private static CrewTrip Crew(BookingFile file, FleetFacts fleet, AboardCard? card)
    {
        var booking = file.Booking;
        var vessel = fleet.Vessel(booking.Trip.Vessel);
        var first = booking.Guest.Name.Split(' ', 2)[0];
        var named = $"Charter for {first}, party of {booking.Guest.Party}";
        // A name that reads as an amount stays in the office, as such a wish does.
        var known = booking.Erased is null && !AmountDetector.Finds(named);
        return new CrewTrip(
            booking.Id, booking.Generation, booking.Live, known ? named : $"Charter, party of {booking.Guest.Party}",
            booking.Trip,
            vessel.Dock, booking.Guest.Party, GuestPapers.Wishes(booking), new CrewPayment(file.Clearance.Word?.Text, file.Clearance.Version),
            vessel.Roles)
        {
            Papers = GuestPapers.ForCrew(file, fleet, card),
        };
    }
}
