using Purser.Aws.Desks;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Contracts.Ports;
using Purser.Finance.Entries;
using Purser.Host.Composition;
using Purser.Host.Doors;
using Purser.Outside;

namespace Purser.Contracts.Desks;

public sealed class CrewDeskHereKeepsTheContract() : CrewDeskContract(new CrewDeskHere());

public sealed class CrewDeskThroughItsDoorsKeepsTheContract() : CrewDeskContract(new CrewDeskFar());

public sealed class EntryDeskHereKeepsTheContract() : EntryDeskContract(new EntryDeskHere());

public sealed class EntryDeskThroughItsDoorsKeepsTheContract() : EntryDeskContract(new EntryDeskFar());

internal sealed class CrewDeskFar : CrewDeskFixture
{
    private HttpCrewDesk? _desk;

    public DoorStand Stand { get; private set; } = null!;

    public override ICrewDesk Desk => _desk!;

    public override ICrewOffice Office => _desk!;

    public override async Task Start()
    {
        await base.Start();
        Stand = await OpenCrew(Stage);
        _desk = new HttpCrewDesk(Stand.Calls(DeskKind.Crew), Stand.Desk(DeskKind.Crew));
    }

    public static Task<DoorStand> OpenCrew(CrewStage stage, NodaTime.Instant? retires = null) => DoorStand.Open(
        Site.Crew, DeskKind.Crew, stage.Clock,
        routes =>
        {
            routes.MapCrewEvents(new CrewDoorParts(
                stage.Desk, stage.Clock, new SeededTokens(9), () => CrewStage.Fleet, new Uri("https://crew.example.com/"),
                new Uri("https://office.example.com/")));
            routes.MapCrewRoster(new RosterDoorParts(stage.Roster, new Uri("https://crew.example.com/")));
            routes.MapCrewDesk(stage.Desk, stage.Office);
        },
        retires);

    public override async ValueTask DisposeAsync()
    {
        await Stand.DisposeAsync();
        await base.DisposeAsync();
    }
}

internal sealed class EntryDeskFar : EntryDeskFixture
{
    private HttpEntryDesk? _desk;
    private DoorStand? _stand;

    public override IEntryDesk Desk => _desk!;

    public override async Task Start()
    {
        await base.Start();
        _stand = await OpenCalendar(Stage);
        _desk = new HttpEntryDesk(_stand.Calls(DeskKind.Calendar), _stand.Desk(DeskKind.Calendar));
    }

    public static Task<DoorStand> OpenCalendar(CalendarStage stage) => DoorStand.Open(
        Site.Office, DeskKind.Calendar, stage.Clock,
        routes => routes.MapCalendar(new CalendarDoorParts(
            stage.Desk, (_, _) => Task.FromResult<IReadOnlyList<BookingId>>([]), stage.Clock, new SeededTokens(9),
            () => CrewStage.Fleet, new Uri("https://office.example.com/"))));

    public override async ValueTask DisposeAsync()
    {
        if (_stand is not null) await _stand.DisposeAsync();
        await base.DisposeAsync();
    }
}
