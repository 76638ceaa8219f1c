using Purser.Aws.Queue;
using Purser.Embedded.Pump;
using Purser.Host.Doors;
using Purser.Host.Doors.Bookings;
using Purser.Host.Doors.Guests;
using Purser.Host.Doors.Local;
using Purser.Host.Doors.OfficePages;
using Purser.Host.Doors.Sessions;

namespace Purser.Host.Composition;

/// <summary>Which door is at which site: the one list.</summary>
public sealed class SiteMap(
    House house, Server server, SessionCookie office, SessionCookie crew, SessionCookie guest)
{
    /// <summary>Guest pages.</summary>
    public void Guest(IEndpointRouteBuilder site)
    {
        site.MapProbes(Ready);
        Guest(site, house.OfGuests, guest);
    }

    /// <summary>The crew system.</summary>
    public void Crew(IEndpointRouteBuilder site)
    {
        site.MapProbes(Ready);
        Crew(site, house.OfCrew, crew);
    }

    /// <summary>Bookings, calendar, console.</summary>
    public void Office(IEndpointRouteBuilder site)
    {
        site.MapProbes(Ready);
        Office(site, house.OfOffice, office);
        site.MapOfficeMoments(house, office);
        Calendar(site, house.OfCalendar);
    }

    /// <summary>The office's doors, and what only this program's own commands may do.</summary>
    public void Local(IEndpointRouteBuilder site)
    {
        site.MapProbes(Ready);
        Bookings(site, house.OfOffice);
        Calendar(site, house.OfCalendar);
        site.MapLocal(house, () => server.Pump, () => server.Queue);
        site.MapMoments(house);
        site.MapCare(house);
    }

    /// <summary>What guests ask of us and give us.</summary>
    internal static void Guest(IEndpointRouteBuilder site, GuestRooms guests, SessionCookie cookie)
    {
        site.MapGuestDoor();
        site.MapGuestAssets(guests.GuestAssets);
        site.MapUnsubscribe(guests);
        site.MapPhotos(guests);
        if (guests.Uploads is { } uploads) site.MapUploads(uploads);
        site.MapPhotoCopies(guests);
        site.MapWaivers(guests, cookie);
    }

    /// <summary>The crew system.</summary>
    internal static void Crew(IEndpointRouteBuilder site, CrewRooms crew, SessionCookie cookie)
    {
        site.MapCrewEvents(crew);
        site.MapCrewDesk(crew.Crew, crew.CrewOffice);
        site.MapCrewRoster(crew);
        site.MapCrewPages(crew, cookie);
    }

    /// <summary>The calendar and its feeds.</summary>
    internal static void Calendar(IEndpointRouteBuilder site, CalendarRooms calendar)
    {
        site.MapCalendar(calendar);
        site.MapCalendarFeeds(calendar);
    }

    /// <summary>The office: its API, what channels call, and the console.</summary>
    internal static void Office(IEndpointRouteBuilder site, OfficeRooms rooms, SessionCookie cookie)
    {
        Bookings(site, rooms);
        site.MapHooks(rooms, TimeProvider.System);
        site.MapOffice(rooms, cookie);
        site.MapOfficeWaivers(rooms, cookie);
    }

    /// <summary>The office's API.</summary>
    internal static void Bookings(IEndpointRouteBuilder site, OfficeRooms office)
    {
        site.MapBookings(office);
        site.MapReviews(office);
        site.MapVessels(office);
    }

    private Task<string?> Ready(CancellationToken stop)
    {
        var (pump, queue) = (server.Pump, server.Queue);
        return Task.FromResult(Wrong(pump, queue));
    }

    private static string? Wrong(PumpState pump, QueueState? queue)
    {
        if (pump.Started is null) return "the pump has not started";
        if (pump.FailedSweeps >= 3) return $"the last {pump.FailedSweeps} sweeps failed";
        return queue is { FailedPolls: >= 3 } ? $"the queue has not answered {queue.FailedPolls} times" : null;
    }
}
