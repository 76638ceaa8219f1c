using NodaTime;
using Purser.Aws.Lambda;
using Purser.Aws.Queue;
using Purser.Aws.Storage;
using Purser.Bookings;
using Purser.Host.Doors;
using Purser.Host.Doors.Sessions;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>What one function is made of: its doors, and its work if it has any.</summary>
public abstract class FunctionRooms
{
    private static readonly Duration DriftEvery = Duration.FromMinutes(5);
    private readonly Premises _premises;
    private readonly ILogger _log;
    private Instant _nextDrift = Instant.MinValue;

    private FunctionRooms(Premises premises)
    {
        _premises = premises;
        _log = premises.Parts.GetRequiredService<ILoggerFactory>().CreateLogger("Function");
    }

    /// <summary>Where visits are counted.</summary>
    public virtual IGuestCare Care => throw new BugException("this function counts no visits");

    /// <summary>Does the compartment's work; null: it has none.</summary>
    protected virtual ICompartmentWork? Work => null;

    /// <summary>Those of the role that is set.</summary>
    public static FunctionRooms Of(Premises premises) => premises.Settings.Function!.Role switch
    {
        Role.Office => new OfOffice(premises),
        Role.Calendar => new OfCalendar(premises),
        Role.Crew => new OfCrew(premises),
        Role.Guest => new OfGuests(premises),
        _ => throw new BugException("an unknown role"),
    };

    /// <summary>What a role does with events that are no requests, once its rooms stand.</summary>
    public static LambdaWork WorkOf(Role role, Func<FunctionRooms> open)
    {
        if (role == Role.Calendar) return new LambdaWork();
        return new LambdaWork
        {
            Queue = (records, stop) => open().Perform(records, stop),
            Sweep = stop => open().Sweep(stop),
            Created = role == Role.Guest ? (objects, stop) => open().Created(objects, stop) : null,
        };
    }

    /// <summary>The doors of this compartment.</summary>
    public abstract Task<Action<IEndpointRouteBuilder>> Doors(CancellationToken stop);

    /// <summary>What is done around each request.</summary>
    public virtual void Before(IApplicationBuilder site)
    {
    }

    private Task<IReadOnlyList<string>> Perform(
        IReadOnlyList<QueueRecord> records, CancellationToken stop) =>
        QueueParts.Perform(records, Work!.Perform, _log, stop);

    /// <summary>
    /// Leaves a hint for everything that is due: the queue lets it be done at once and beside itself, and
    /// brings again what fails.
    /// </summary>
    private async Task Sweep(CancellationToken stop)
    {
        var (due, _) = await Work!.Due(all: false, stop);
        await Task.WhenAll(due.Select(hint => _premises.Hints.Leave(hint, stop)));
        var looked = await Drift(stop);
        _premises.Parts.GetRequiredService<FunctionMeasures>().Swept(looked ? Work.UnverifiedPages : null);
    }

    /// <summary>True: it was time to look, and it was looked.</summary>
    private async Task<bool> Drift(CancellationToken stop)
    {
        var now = _premises.Clock.GetCurrentInstant();
        if (now < _nextDrift) return false;
        await Work!.Drift(stop);
        _nextDrift = now + DriftEvery;
        return true;
    }

    private async Task Created(IReadOnlyList<CreatedObject> objects, CancellationToken stop)
    {
        foreach (var created in objects)
        {
            var name = QuarantineEvents.NameOf(created);
            if (name?.Split('/') is not [var charter, var photo]) continue;
            if (!BookingId.TryParse(charter, out var id)) continue;
            await Work!.Perform(new Hint.Photo(id, photo), stop);
        }
    }

    /// <summary>A function that runs, answers.</summary>
    private static void MapProbes(IEndpointRouteBuilder site) =>
        site.MapProbes(_ => Task.FromResult<string?>(null));

    private async Task<SessionCookie> Cookie(string secret, CancellationToken stop)
    {
        var settings = _premises.Settings;
        var key = await _premises.Secrets.Get(secret, stop);
        return new SessionCookie(settings.Of(settings.Function!.Role.Site), key.Span, _premises.Clock);
    }

    private sealed class OfCalendar(Premises premises) : FunctionRooms(premises)
    {
        private readonly CalendarRooms _rooms = new(premises, new CalendarNeighbour(
            async (entry, stop) =>
            {
                await premises.Hints.Leave(new Hint.Entry(entry), stop);
                return [];
            },
            (vessel, _) => Task.FromResult(vessel.Holds)));

        public override Task<Action<IEndpointRouteBuilder>> Doors(CancellationToken stop) =>
            Task.FromResult<Action<IEndpointRouteBuilder>>(site =>
            {
                MapProbes(site);
                SiteMap.Calendar(site, _rooms);
            });
    }

    private sealed class OfCrew : FunctionRooms
    {
        private readonly CrewRooms _rooms;

        public OfCrew(Premises premises)
            : base(premises)
        {
            _rooms = new CrewRooms(premises);
            // The office tells its owner of a letter that was lost, when it follows the event.
            Work = new CrewWork(_rooms, (lost, stop) => BookingId.TryParse(lost.Key.Subject, out var id)
                ? premises.Hints.Leave(new Hint.Follow(id), stop)
                : Task.CompletedTask);
        }

        protected override ICompartmentWork? Work { get; }

        public override async Task<Action<IEndpointRouteBuilder>> Doors(CancellationToken stop)
        {
            var cookie = await Cookie(SecretNames.CrewLinks, stop);
            return site =>
            {
                MapProbes(site);
                SiteMap.Crew(site, _rooms, cookie);
            };
        }
    }

    private sealed class OfGuests : FunctionRooms
    {
        private readonly GuestRooms _rooms;

        public OfGuests(Premises premises)
            : base(premises)
        {
            _rooms = new GuestRooms(premises);
            Work = new GuestWork(_rooms);
        }

        public override IGuestCare Care => _rooms.Care;

        protected override ICompartmentWork? Work { get; }

        public override async Task<Action<IEndpointRouteBuilder>> Doors(CancellationToken stop)
        {
            var cookie = await Cookie(SecretNames.GuestLinks, stop);
            return site =>
            {
                MapProbes(site);
                SiteMap.Guest(site, _rooms, cookie);
            };
        }

        /// <summary>Nothing runs after the reply: what was counted is written before it.</summary>
        public override void Before(IApplicationBuilder site) => site.Use(next => async context =>
        {
            await next(context);
            await context.RequestServices.GetRequiredService<VisitLog>().Write(context.RequestAborted);
        });
    }

    private sealed class OfOffice : FunctionRooms
    {
        private readonly OfficeRooms _rooms;

        public OfOffice(Premises premises)
            : base(premises)
        {
            var desks = DeskWays.Elsewhere(premises.Parts);
            _rooms = new OfficeRooms(premises, new GuestRooms(premises), desks);
            Work = new OfficeWork(_rooms);
        }

        protected override ICompartmentWork? Work { get; }

        public override async Task<Action<IEndpointRouteBuilder>> Doors(CancellationToken stop)
        {
            var cookie = await Cookie(SecretNames.OfficeLinks, stop);
            return site =>
            {
                MapProbes(site);
                SiteMap.Office(site, _rooms, cookie);
            };
        }
    }
}
