using Purser.Aws;
using Purser.Crew;
using Purser.Embedded.Disk;
using Purser.Embedded.Sqlite;
using Purser.Finance.Entries;
using Purser.Fleet;
using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Host.Doors;
using Purser.Host.Doors.Bookings;
using Purser.Host.Doors.Clients;
using Purser.Host.Doors.Keys;
using Purser.Outside;
using Purser.Outside.Moving;
using Purser.Outside.Records;
using Purser.Provisioning;
using Purser.Reception;

namespace Purser.Host.Composition;

/// <summary>All compartments' rooms in one program, put together once, by hand.</summary>
public sealed class House
{
    private House(Premises premises, DataFolder folder)
    {
        (Premises, Folder) = (premises, folder);
        Backup = premises.Parts.GetService<IStoreBackup>();
        OfCrew = new CrewRooms(premises);
        OfGuests = new GuestRooms(premises);
        OfCalendar = new CalendarRooms(premises, new CalendarNeighbour(
            (entry, stop) => Vessels.Follow(entry, stop),
            async (vessel, stop) => (await Vessels.Rules(vessel, stop)).Holds));
        var desks = DeskWays.Of(OfCrew, OfCalendar, premises.Parts);
        OfOffice = new OfficeRooms(premises, OfGuests, desks);
        var office = new OfficeWork(OfOffice);
        Works = [office, new CrewWork(OfCrew, office.Tell), new GuestWork(OfGuests)];
        SecretsAsTheyAre = premises.Parts.GetRequiredService<ISecretTransfer>();
        Edge = premises.Parts.GetRequiredService<IEdge>();
        Mail = premises.Parts.GetRequiredService<IMail>();
        Inspection = premises.Parts.GetService<AwsInspection>();
    }

    /// <summary>What all compartments have in common.</summary>
    public Premises Premises { get; }

    /// <summary>The office.</summary>
    public OfficeRooms OfOffice { get; }

    /// <summary>The calendar.</summary>
    public CalendarRooms OfCalendar { get; }

    /// <summary>The crew system.</summary>
    public CrewRooms OfCrew { get; }

    /// <summary>What guests give.</summary>
    public GuestRooms OfGuests { get; }

    /// <summary>Held by this process.</summary>
    public DataFolder Folder { get; }

    /// <summary>Copies the records; null where they do not lie on this machine.</summary>
    public IStoreBackup? Backup { get; }

    /// <summary>As set.</summary>
    public Settings Settings => Premises.Settings;

    /// <summary>Fleet, rates, channel profiles.</summary>
    public OperatorFiles Files => Premises.Files;

    /// <summary>The operator.</summary>
    public FleetFacts Fleet => Premises.Fleet;

    /// <summary>The clock of everything.</summary>
    public HouseClock Clock => Premises.Clock;

    /// <summary>All records.</summary>
    public IStore Store => Premises.Store;

    /// <summary>The installation's secrets.</summary>
    public ISecrets Secrets => Premises.Secrets;

    /// <summary>The same, looked at without making any.</summary>
    public ISecretTransfer SecretsAsTheyAre { get; }

    /// <summary>What stands before the pages.</summary>
    public IEdge Edge { get; }

    /// <summary>Takes messages for delivery.</summary>
    public IMail Mail { get; }

    /// <summary>Looks at what lies on AWS; null where nothing does.</summary>
    public AwsInspection? Inspection { get; }

    /// <summary>Randomness.</summary>
    public ITokens Tokens => Premises.Tokens;

    /// <summary>Where hints are left.</summary>
    public IHints Hints => Premises.Hints;

    /// <summary>Pages and mails.</summary>
    public ITemplates Templates => Premises.Templates;

    /// <summary>All API keys.</summary>
    public KeyRing Keys => Premises.Keys;

    /// <summary>How much a client address may ask.</summary>
    public ClientLimits Limits => Premises.Limits;

    /// <inheritdoc cref="OfficeRooms.Objects" />
    public IObjects Objects => OfOffice.Objects;

    /// <inheritdoc cref="OfficeRooms.Public" />
    public IPublicSite Public => OfOffice.Public;

    /// <inheritdoc cref="OfficeRooms.OfficeAssets" />
    public SiteAssets OfficeAssets => OfOffice.OfficeAssets;

    /// <inheritdoc cref="OfficeRooms.Gate" />
    public IPageGate Gate => OfOffice.Gate;

    /// <inheritdoc cref="OfficeRooms.Office" />
    public IRecords Office => OfOffice.Office;

    /// <inheritdoc cref="CrewRooms.CrewRecords" />
    public IRecords CrewRecords => OfCrew.CrewRecords;

    /// <inheritdoc cref="CalendarRooms.Calendar" />
    public CalendarDesk Calendar => OfCalendar.Calendar;

    /// <inheritdoc cref="CrewRooms.Crew" />
    public CrewDesk Crew => OfCrew.Crew;

    /// <inheritdoc cref="OfficeRooms.Desks" />
    public DeskWays Desks => OfOffice.Desks;

    /// <inheritdoc cref="GuestRooms.Guests" />
    public GuestDesk Guests => OfGuests.Guests;

    /// <inheritdoc cref="GuestRooms.Care" />
    public GuestCareDesk Care => OfGuests.Care;

    /// <inheritdoc cref="OfficeRooms.KeptMails" />
    public IKeptMail KeptMails => OfOffice.KeptMails;

    /// <inheritdoc cref="OfficeRooms.Eraser" />
    public Eraser Eraser => OfOffice.Eraser;

    /// <inheritdoc cref="OfficeRooms.Retention" />
    public Retention Retention => OfOffice.Retention;

    /// <inheritdoc cref="GuestRooms.PhotoWindows" />
    public PhotoWindows PhotoWindows => OfGuests.PhotoWindows;

    /// <inheritdoc cref="GuestRooms.Photos" />
    public PhotoDesk Photos => OfGuests.Photos;

    /// <inheritdoc cref="CrewRooms.Roster" />
    public Roster Roster => OfCrew.Roster;

    /// <inheritdoc cref="CrewRooms.OwnLinks" />
    public OwnLinks OwnLinks => OfCrew.OwnLinks;

    /// <inheritdoc cref="OfficeRooms.FrontDesk" />
    public FrontDesk FrontDesk => OfOffice.FrontDesk;

    /// <inheritdoc cref="OfficeRooms.Shelf" />
    public OfficeShelf Shelf => OfOffice.Shelf;

    /// <inheritdoc cref="OfficeRooms.Vessels" />
    public VesselBook Vessels => OfOffice.Vessels;

    /// <inheritdoc cref="OfficeRooms.Papers" />
    public GuestPapers Papers => OfOffice.Papers;

    /// <inheritdoc cref="OfficeRooms.Provisioner" />
    public Provisioner Provisioner => OfOffice.Provisioner;

    /// <inheritdoc cref="OfficeRooms.Retries" />
    public Retries Retries => OfOffice.Retries;

    /// <inheritdoc cref="OfficeRooms.Hooks" />
    public HookSecrets Hooks => OfOffice.Hooks;

    /// <inheritdoc cref="OfficeRooms.OfficePost" />
    public Postman OfficePost => OfOffice.OfficePost;

    /// <summary>The office's work, the crew desk's, the guests'.</summary>
    public IReadOnlyList<ICompartmentWork> Works { get; }

    /// <summary>Who does a compartment's work; the office, where it has none of its own.</summary>
    public ICompartmentWork WorkOf(Compartment compartment) => compartment switch
    {
        Compartment.Crew => Works[1],
        Compartment.Guest => Works[2],
        _ => Works[0],
    };

    /// <summary>Puts the house together over the ports that are registered.</summary>
    public static House Build(Premises premises, DataFolder folder) => new(premises, folder);
}
