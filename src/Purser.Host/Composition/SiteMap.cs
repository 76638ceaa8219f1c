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
        site.MapGuestDoor();
        site.MapGuestAssets(house.GuestAssets);
        site.MapUnsubscribe(house);
        site.MapPhotos(house);
        if (house.Uploads is { } uploads) site.MapUploads(uploads);
        site.MapPhotoCopies(house);
        site.MapWaivers(house, guest);
    }

    /// <summary>The crew system.</summary>
    public void Crew(IEndpointRouteBuilder site)
    {
        site.MapProbes(Ready);
        site.MapCrewEvents(house);
        site.MapCrewDesk(house.Crew, house.Desks.LettersHere);
        site.MapCrewRoster(house);
        site.MapCrewPages(house, crew);
    }

    /// <summary>Bookings, calendar, console.</summary>
    public void Office(IEndpointRouteBuilder site)
    {
        site.MapProbes(Ready);
        Doors(site);
        site.MapHooks(house, TimeProvider.System);
        site.MapOffice(house, office);
        site.MapOfficeWaivers(house, office);
    }

    /// <summary>The office's doors, and what only this program's own commands may do.</summary>
    public void Local(IEndpointRouteBuilder site)
    {
        site.MapProbes(Ready);
        Doors(site);
        site.MapLocal(house, () => server.Pump, () => server.Queue);
        site.MapMoments(house);
        site.MapCare(house);
    }

    private void Doors(IEndpointRouteBuilder site)
    {
        site.MapBookings(house);
        site.MapCalendar(house);
        site.MapCalendarFeeds(house);
        site.MapReviews(house);
        site.MapVessels(house);
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
