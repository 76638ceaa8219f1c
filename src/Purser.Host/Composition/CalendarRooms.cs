using Purser.Bookings;
using Purser.Finance.Entries;
using Purser.Finance.Feeds;
using Purser.Fleet;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>The calendar compartment: entries, and the feeds of them.</summary>
public sealed class CalendarRooms : Rooms
{
    /// <summary>Over the ports that are registered.</summary>
    /// <param name="premises">What all compartments have in common.</param>
    /// <param name="office">The office, as far as the calendar's doors speak with it.</param>
    public CalendarRooms(Premises premises, CalendarNeighbour office)
        : base(premises)
    {
        var records = premises.Store.Open(Compartment.Calendar);
        Calendar = new CalendarDesk(records, Fleet, Clock);
        Feeds = new FeedAddresses(records, Clock, Tokens);
        Office = office;
    }

    /// <summary>The calendar desk, with the annex's half.</summary>
    public CalendarDesk Calendar { get; }

    /// <summary>Who may read feeds.</summary>
    public FeedAddresses Feeds { get; }

    /// <summary>The office, as far as the calendar's doors speak with it.</summary>
    public CalendarNeighbour Office { get; }
}

/// <summary>What the calendar's doors ask of the office.</summary>
/// <param name="Follow">Lets the vessel's days follow a desk-only entry, and names the bookings that it was
/// laid over: none where the office does so by itself later, and tells its owner.</param>
/// <param name="Holds">When a vessel is not to be had, again and again.</param>
public sealed record CalendarNeighbour(
    Func<string, CancellationToken, Task<IReadOnlyList<BookingId>>> Follow,
    Func<Vessel, CancellationToken, Task<IReadOnlyList<RecurringHold>>> Holds);
