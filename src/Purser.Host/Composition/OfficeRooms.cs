using Purser.Embedded.Disk;
using Purser.Finance.Entries;
using Purser.Finance.Ledger;
using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Host.Doors;
using Purser.Host.Doors.Bookings;
using Purser.Host.Doors.Keys;
using Purser.Host.Intake.Mail;
using Purser.Host.Pages.Gate;
using Purser.Outside;
using Purser.Outside.Records;
using Purser.Provisioning;
using Purser.Reception;

namespace Purser.Host.Composition;

/// <summary>The office compartment: bookings and what follows from them.</summary>
public sealed class OfficeRooms : Rooms
{
    /// <summary>Over the ports that are registered.</summary>
    /// <param name="premises">What all compartments have in common.</param>
    /// <param name="guests">What guests may give, and gave.</param>
    /// <param name="desks">The desks that the office writes to, wherever they are.</param>
    public OfficeRooms(Premises premises, GuestRooms guests, DeskWays desks)
        : base(premises)
    {
        (Guest, Desks) = (guests, desks);
        var parts = premises.Parts;
        Office = premises.Store.Open(Compartment.Office);
        Objects = parts.GetRequiredService<IObjects>();
        Public = parts.GetRequiredService<IPublicSite>();
        Outbox = parts.GetService<DataFolder>()?.Outbox;
        KeptMails = parts.GetRequiredService<IKeptMail>();
        Gate = new PageGate();
        var calendar = new MoneyCalendarDesk(desks.Entries, Office, Files.Rates);
        var desk = new FrontDeskWindows(
            Office, calendar, Hints, Clock, Tokens, () => Fleet, new CancellationRider());
        (FrontDesk, Shelf, Vessels) = (new FrontDesk(desk), new OfficeShelf(Office), new VesselBook(desk));
        Eraser = new Eraser(Office, FrontDesk, guests.Care, KeptMails, Clock);
        Retention = new Retention(Office, guests.Care, KeptMails, Clock, () => Fleet);
        Papers = new GuestPapers(Secrets, () => Fleet, Settings.Guest.Base, Settings.Aws?.Uploads);
        Provisioner = new Provisioner(new ProvisionerWindows(
            Office, calendar, desks.Crew, guests.Guests, Objects, parts.GetRequiredService<IEdge>(), Public,
            Secrets, Templates, Gate, Hints, Clock, () => Fleet, Papers, Settings.Guest.Base));
        var letters = new OfficeLetters(
            Office, Papers, Templates, Settings.Office.Base, guests.Guests, guests.Care, Clock);
        OfficePost = new Postman(
            Office, letters, parts.GetRequiredService<IMail>(), Clock, premises.Colleagues);
        Sweeper = new Sweeper(
            Office, Clock, calendar, desks.Crew, guests.Guests, [OfficePost], () => Fleet,
            (file, stop) => Papers.Stale(file, Templates.Version, stop));
        Retries = new Retries(Office, Provisioner, OfficePost, desks.CrewOffice, Hints);
        Mails = new MailReader(Fleet, Files.Profiles);
        Hooks = new HookSecrets(Office, Secrets, Clock);
        Taking = new BookingTaking(this);
        OfficeAssets = SiteAssets.Office(premises.TemplateFolder);
    }

    /// <summary>Fleet, rates, channel profiles.</summary>
    public OperatorFiles Files => Premises.Files;

    /// <summary>All API keys.</summary>
    public KeyRing Keys => Premises.Keys;

    /// <summary>What guests may give, and gave.</summary>
    public GuestRooms Guest { get; }

    /// <inheritdoc cref="GuestRooms.Guests" />
    public GuestDesk Guests => Guest.Guests;

    /// <inheritdoc cref="GuestRooms.Photos" />
    public PhotoDesk Photos => Guest.Photos;

    /// <inheritdoc cref="GuestRooms.Care" />
    public GuestCareDesk Care => Guest.Care;

    /// <summary>The desks, wherever they are.</summary>
    public DeskWays Desks { get; }

    /// <summary>The compartment's records.</summary>
    public IRecords Office { get; }

    /// <summary>Published pages.</summary>
    public IObjects Objects { get; }

    /// <summary>How a stranger sees our pages.</summary>
    public IPublicSite Public { get; }

    /// <summary>The folder of mail that waits for a person to fetch it; null: there is none here.</summary>
    public string? Outbox { get; }

    /// <summary>Copies of sent mail.</summary>
    public IKeptMail KeptMails { get; }

    /// <summary>Looks at every page before it is published.</summary>
    public IPageGate Gate { get; }

    /// <summary>The only writer of bookings.</summary>
    public FrontDesk FrontDesk { get; }

    /// <summary>Reads what the office holds.</summary>
    public OfficeShelf Shelf { get; }

    /// <summary>Vessels' rules and holds.</summary>
    public VesselBook Vessels { get; }

    /// <summary>Forgets a charter's guest.</summary>
    public Eraser Eraser { get; }

    /// <summary>The daily clearing.</summary>
    public Retention Retention { get; }

    /// <summary>Guests' links and papers.</summary>
    public GuestPapers Papers { get; }

    /// <summary>Performs plans.</summary>
    public Provisioner Provisioner { get; }

    /// <summary>Sends the office's notices.</summary>
    public Postman OfficePost { get; }

    /// <summary>Finds what lags.</summary>
    public Sweeper Sweeper { get; }

    /// <summary>Tries again what has failed.</summary>
    public Retries Retries { get; }

    /// <summary>Reads channels' mails.</summary>
    public MailReader Mails { get; }

    /// <summary>What channels sign with.</summary>
    public HookSecrets Hooks { get; }

    /// <summary>Takes bookings for every door: a key that is running at one is running at all.</summary>
    public BookingTaking Taking { get; }

    /// <summary>Style and typefaces of the office's pages.</summary>
    public SiteAssets OfficeAssets { get; }
}
