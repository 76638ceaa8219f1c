using NodaTime;
using Purser.Aws;
using Purser.Crew;
using Purser.Embedded.Disk;
using Purser.Embedded.Sqlite;
using Purser.Finance.Entries;
using Purser.Finance.Ledger;
using Purser.Fleet;
using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Host.Doors;
using Purser.Host.Doors.Bookings;
using Purser.Host.Doors.Clients;
using Purser.Host.Doors.Guests;
using Purser.Host.Doors.Keys;
using Purser.Host.Intake.Mail;
using Purser.Host.Pages.Gate;
using Purser.Host.Pages.Templates;
using Purser.Outside;
using Purser.Outside.Moving;
using Purser.Outside.Records;
using Purser.Provisioning;
using Purser.Reception;

namespace Purser.Host.Composition;

/// <summary>The composition root: every room, put together once, by hand.</summary>
public sealed class House
{
    private House(Settings settings, DataFolder folder, OperatorFiles files, HouseClock clock, IServiceProvider parts)
    {
        (Settings, Folder, Files, Clock) = (settings, folder, files, clock);
        Store = parts.GetRequiredService<IStore>();
        Backup = parts.GetService<IStoreBackup>();
        Objects = parts.GetRequiredService<IObjects>();
        Secrets = parts.GetRequiredService<ISecrets>();
        SecretsAsTheyAre = parts.GetRequiredService<ISecretTransfer>();
        (Edge, Mail) = (parts.GetRequiredService<IEdge>(), parts.GetRequiredService<IMail>());
        Inspection = parts.GetService<AwsInspection>();
        Tokens = parts.GetRequiredService<ITokens>();
        Hints = parts.GetRequiredService<IHints>();
        Public = parts.GetRequiredService<IPublicSite>();
        var templates = TemplateFolder.Read(settings.Templates ?? TemplatesBeside());
        Templates = new ScribanTemplates(templates);
        (OfficeAssets, CrewAssets) = (SiteAssets.Office(templates), SiteAssets.Crew(templates));
        GuestAssets = new GuestAssets(templates);
        Office = Store.Open(Compartment.Office);
        CrewRecords = Store.Open(Compartment.Crew);
        Calendar = new CalendarDesk(Store.Open(Compartment.Calendar), files.Fleet, clock);
        var calendar = new MoneyCalendarDesk(Calendar, Office, files.Rates);
        Crew = new CrewDesk(CrewRecords, clock, () => files.Fleet, Hints);
        Guests = new GuestDesk(new GuestDeskWindows(
            Store.Open(Compartment.Guest), Hints, clock, Tokens, () => files.Fleet, Secrets));
        PhotoWindows = PhotoParts.Of(this, parts);
        Care = new GuestCareDesk(PhotoWindows);
        KeptMails = parts.GetRequiredService<IKeptMail>();
        Photos = new PhotoDesk(PhotoWindows);
        Uploads = PhotoParts.Uploads(this, parts);
        (Roster, OwnLinks) = (new Roster(CrewRecords), new OwnLinks(CrewRecords, Hints, clock));
        var desk = new FrontDeskWindows(
            Office, calendar, Hints, clock, Tokens, () => files.Fleet, new CancellationRider());
        (FrontDesk, Shelf, Vessels) = (new FrontDesk(desk), new OfficeShelf(Office), new VesselBook(desk));
        Eraser = new Eraser(Office, FrontDesk, Care, KeptMails, clock);
        Retention = new Retention(Office, Care, KeptMails, clock, () => files.Fleet);
        Papers = new GuestPapers(
            Secrets, () => files.Fleet, settings.Guest.Base, settings.Aws?.Uploads);
        Gate = new PageGate();
        Provisioner = new Provisioner(new ProvisionerWindows(
            Office, calendar, Crew, Guests, Objects, Edge, Public, Secrets,
            Templates, Gate, Hints, clock, () => files.Fleet, Papers, settings.Guest.Base));
        // On AWS other processes work on the same outbox; a mail server answers, or gives up, within minutes.
        var colleagues = settings.Aws is null ? Duration.Zero : Duration.FromMinutes(5);
        OfficePost = new Postman(Office, Letters(Office), Mail, clock, colleagues);
        var letters = new CrewOutbox(CrewRecords, Secrets, Templates, clock, () => files.Fleet, settings.Crew.Base);
        Postmen = [OfficePost, new Postman(CrewRecords, letters, Mail, clock, colleagues)];
        Retries = new Retries(Office, Provisioner, Postman, Hints);
        Sweeper = new Sweeper(
            Office, clock, calendar, Crew, Guests, Postmen, () => files.Fleet,
            (file, stop) => Papers.Stale(file, Templates.Version, stop));
        Mails = new MailReader(files.Fleet, files.Profiles);
        Keys = new KeyRing(Store, clock, Tokens, settings.CrewKeys);
        Limits = new ClientLimits(clock.Time, settings.Proxies);
        Hooks = new HookSecrets(Office, Secrets, clock);
        Taking = new BookingTaking(this);
    }

    /// <summary>As set.</summary>
    public Settings Settings { get; }

    /// <summary>Held by this process.</summary>
    public DataFolder Folder { get; }

    /// <summary>Fleet, rates, channel profiles.</summary>
    public OperatorFiles Files { get; }

    /// <summary>The operator.</summary>
    public FleetFacts Fleet => Files.Fleet;

    /// <summary>The clock of everything.</summary>
    public HouseClock Clock { get; }

    /// <summary>All records.</summary>
    public IStore Store { get; }

    /// <summary>Copies them; null where they do not lie on this machine.</summary>
    public IStoreBackup? Backup { get; }

    /// <summary>Published pages.</summary>
    public IObjects Objects { get; }

    /// <summary>The installation's secrets.</summary>
    public ISecrets Secrets { get; }

    /// <summary>The same, looked at without making any.</summary>
    public ISecretTransfer SecretsAsTheyAre { get; }

    /// <summary>What stands before the pages.</summary>
    public IEdge Edge { get; }

    /// <summary>Takes messages for delivery.</summary>
    public IMail Mail { get; }

    /// <summary>Looks at what lies on AWS; null where nothing does.</summary>
    public AwsInspection? Inspection { get; }

    /// <summary>Randomness.</summary>
    public ITokens Tokens { get; }

    /// <summary>Where hints are left.</summary>
    public IHints Hints { get; }

    /// <summary>How a stranger sees our pages.</summary>
    public IPublicSite Public { get; }

    /// <summary>Pages and mails.</summary>
    public ITemplates Templates { get; }

    /// <summary>Style and typefaces of the office's pages.</summary>
    public SiteAssets OfficeAssets { get; }

    /// <summary>Style and typefaces of the crew's pages.</summary>
    public SiteAssets CrewAssets { get; }

    /// <summary>What guests' pages load once photos can be added.</summary>
    public GuestAssets GuestAssets { get; }

    /// <summary>Looks at every page before it is published.</summary>
    public IPageGate Gate { get; }

    /// <summary>The office's records.</summary>
    public IRecords Office { get; }

    /// <summary>The crew desk's records.</summary>
    public IRecords CrewRecords { get; }

    /// <summary>The calendar desk, with the annex's half.</summary>
    public CalendarDesk Calendar { get; }

    /// <summary>The crew desk.</summary>
    public CrewDesk Crew { get; }

    /// <summary>The guest desk.</summary>
    public GuestDesk Guests { get; }

    /// <summary>Forgets what guests gave, and counts visits.</summary>
    public IGuestCare Care { get; }

    /// <summary>Copies of sent mail.</summary>
    public IKeptMail KeptMails { get; }

    /// <summary>Forgets a charter's guest.</summary>
    public Eraser Eraser { get; }

    /// <summary>The daily clearing.</summary>
    public Retention Retention { get; }

    /// <summary>What the photo desk looks out of.</summary>
    public PhotoWindows PhotoWindows { get; }

    /// <summary>Guests' photos.</summary>
    public PhotoDesk Photos { get; }

    /// <summary>What takes guests' files; null where they are sent to the store itself.</summary>
    public UploadParts? Uploads { get; }

    /// <summary>Who may be asked.</summary>
    public Roster Roster { get; }

    /// <summary>Sends the links to their own trips.</summary>
    public OwnLinks OwnLinks { get; }

    /// <summary>The only writer of bookings.</summary>
    public FrontDesk FrontDesk { get; }

    /// <summary>Reads what the office holds.</summary>
    public OfficeShelf Shelf { get; }

    /// <summary>Vessels' rules and holds.</summary>
    public VesselBook Vessels { get; }

    /// <summary>Guests' links and papers.</summary>
    public GuestPapers Papers { get; }

    /// <summary>Performs plans.</summary>
    public Provisioner Provisioner { get; }

    /// <summary>Finds what lags.</summary>
    public Sweeper Sweeper { get; }

    /// <summary>Sends the office's notices.</summary>
    public Postman OfficePost { get; }

    /// <summary>The office's, then the crew's.</summary>
    public IReadOnlyList<Postman> Postmen { get; }

    /// <summary>The postman of a compartment, or null where nothing is posted.</summary>
    public Postman? Postman(Compartment compartment) => compartment switch
    {
        Compartment.Office => Postmen[0],
        Compartment.Crew => Postmen.ElementAtOrDefault(1),
        _ => null,
    };

    /// <summary>Reads channels' mails.</summary>
    public MailReader Mails { get; }

    /// <summary>Takes bookings for every door: a key that is running at one is running at all.</summary>
    public BookingTaking Taking { get; }

    /// <summary>All API keys.</summary>
    public KeyRing Keys { get; }

    /// <summary>How much a client address may ask.</summary>
    public ClientLimits Limits { get; }

    /// <summary>What channels sign with.</summary>
    public HookSecrets Hooks { get; }

    /// <summary>Tries again what has failed.</summary>
    public Retries Retries { get; }

    /// <summary>Puts the house together over the ports that are registered.</summary>
    public static House Build(Settings settings, DataFolder folder, OperatorFiles files, HouseClock clock, IServiceProvider parts) =>
        new(settings, folder, files, clock, parts);

    private OfficeLetters Letters(IRecords office) =>
        new(office, Papers, Templates, Settings.Office.Base, Guests, Care, Clock);

    private static string TemplatesBeside()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "templates");
        return Directory.Exists(beside)
            ? beside
            : throw new StartRefused(new SettingRefusal(
                "PURSER_TEMPLATES", $"there is no folder {beside}.", "Set it to the folder of templates."));
    }
}
