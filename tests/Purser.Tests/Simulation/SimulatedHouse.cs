using NodaTime;
using NodaTime.Testing;
using Purser.Contracts.Memory;
using Purser.Crew;
using Purser.Finance.Entries;
using Purser.Finance.Ledger;
using Purser.Finance.Prices;
using Purser.Finance.Settling;
using Purser.Fleet;
using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Host.Composition;
using Purser.Outside;
using Purser.Outside.Records;
using Purser.Provisioning;
using Purser.Provisioning.Rehearsal;
using Purser.Reception;
using Purser.Tests.Guests.Photos;

namespace Purser.Tests.Simulation;

/// <summary>The whole house in one process without a thread of its own: production code on the memory adapters, a clock that
/// only the test moves, hints that are lost, doubled and reordered, calls that fail before or after they took effect.</summary>
internal sealed class SimulatedHouse
{
    public static readonly Uri GuestSite = new("https://guest.example.com");

    private readonly Dictionary<Compartment, Postman> _postmen;
    private readonly Sweeper _sweeper;

    /// <param name="seed">Of all chance.</param>
    /// <param name="faults">Which calls fail; null: none.</param>
    /// <param name="lostHints">Between 0 and 1.</param>
    /// <param name="outside">Where records and pages lie instead of in memory; the memory stores then stay empty.</param>
    /// <param name="secretFaults">Which looks at a secret fail; null: none.</param>
    public SimulatedHouse(
        ulong seed = 0, Faults? faults = null, double lostHints = 0, OtherOutside? outside = null,
        Faults? secretFaults = null)
    {
        Faults = faults ?? Faults.None;
        Store = new MemoryStore(seed, Faults, Clock);
        Objects = new MemoryObjects(Faults);
        Edge = new MemoryEdge(Faults);
        Mail = new MemoryMail(Faults);
        Hints = new MemoryHints(seed, lostHints, doubled: lostHints, reordered: lostHints > 0);
        var secrets = new MemorySecrets(seed, secretFaults);
        var store = outside?.Store ?? Store;
        var objects = outside?.Objects ?? Objects;
        var edge = outside?.Edge ?? Edge;
        var site = outside?.Site ?? new MemoryPublicSite(Objects, PagePlace.Object, Edge, Faults);
        var rates = RatesFile.Read(System.Text.Encoding.UTF8.GetBytes(RatesFile.Sample));
        Rates = rates;
        var crewRecords = store.Open(Compartment.Crew);
        Office = store.Open(Compartment.Office);
        Entries = new CalendarDesk(store.Open(Compartment.Calendar), Fleet, Clock);
        var calendar = new MoneyCalendarDesk(Entries, Office, rates);
        Crew = new CrewDesk(crewRecords, Clock, () => Fleet, Hints);
        Guests = new GuestDesk(new GuestDeskWindows(
            store.Open(Compartment.Guest), Hints, Clock, new SeededTokens(seed + 1), () => Fleet, secrets));
        Quarantine = new MemoryQuarantine(Clock, Faults);
        Secrets = secrets;
        PhotoWindows = new PhotoWindows(
            store.Open(Compartment.Guest), Quarantine, new MemoryPictures(Faults), objects, edge, secrets, Hints,
            new SeededTokens(seed + 1), Clock, () => Fleet, GuestSite, PhotoWorld.Digest);
        Photos = new PhotoDesk(PhotoWindows);
        Roster = new Roster(crewRecords);
        Windows = new FrontDeskWindows(Office, calendar, Hints, Clock, new SeededTokens(seed), () => Fleet, new CancellationRider());
        (FrontDesk, Vessels) = (new FrontDesk(Windows), new VesselBook(Windows));
        Shelf = new OfficeShelf(Office);
        Papers = new GuestPapers(secrets, () => Fleet, GuestSite);
        Provisioner = new Provisioner(new ProvisionerWindows(
            Office, calendar, Crew, Guests, objects, edge, site, secrets, Templates, Gate, Hints, Clock, () => Fleet,
            Papers, GuestSite));
        Care = new GuestCareDesk(PhotoWindows);
        var letters = new OfficeLetters(
            Office, Papers, Templates, new Uri("https://office.example.com"), Guests, Care, Clock);
        var crewLetters = new CrewOutbox(
            crewRecords, secrets, Templates, Clock, () => Fleet, new Uri("https://crew.example.com"));
        _postmen = new Dictionary<Compartment, Postman>
        {
            [Compartment.Office] = new(Office, letters, Mail, Clock),
            [Compartment.Crew] = new(crewRecords, crewLetters, Mail, Clock),
        };
        Eraser = new Eraser(Office, FrontDesk, Care, Mail, Clock);
        Retention = new Retention(Office, Care, Mail, Clock, () => Fleet);
        _sweeper = new Sweeper(
            Office, Clock, calendar, Crew, Guests, [.. _postmen.Values], () => Fleet,
            (file, stop) => Papers.Stale(file, Templates.Version, stop));
    }

    public FakeClock Clock { get; } = new(Instant.FromUtc(2027, 5, 1, 16, 0));

    public Faults Faults { get; }

    public MemoryStore Store { get; }

    public MemoryObjects Objects { get; }

    public MemoryEdge Edge { get; }

    public MemoryMail Mail { get; }

    public MemoryHints Hints { get; }

    public FactTemplates Templates { get; } = new();

    public MemoryGate Gate { get; } = new();

    /// <summary>Photos are taken from long before the departure, for a voyage is too short to wait for it.</summary>
    public FleetFacts Fleet { get; set; } = FleetFile.ReadOrFault(SampleOperator.Read("fleet.json")) with
    {
        Photos = PhotoRules.Usual with { OpensMinutesBefore = 60 * 24 * 40 },
    };

    public Rates Rates { get; }

    public IRecords Office { get; }

    public CalendarDesk Entries { get; }

    public CrewDesk Crew { get; }

    public GuestDesk Guests { get; }

    public PhotoDesk Photos { get; }

    public PhotoWindows PhotoWindows { get; }

    public MemoryQuarantine Quarantine { get; }

    public MemorySecrets Secrets { get; }

    public Roster Roster { get; }

    public FrontDeskWindows Windows { get; }

    public FrontDesk FrontDesk { get; }

    public VesselBook Vessels { get; }

    public OfficeShelf Shelf { get; }

    public Provisioner Provisioner { get; }

    public GuestPapers Papers { get; }

    public IGuestCare Care { get; }

    public Eraser Eraser { get; }

    public Retention Retention { get; }

    public Postman Postman(Compartment compartment) => _postmen[compartment];

    /// <summary>The time machine, from the present moment.</summary>
    public Rehearser Rehearse()
    {
        var store = new RehearsedStore(Store);
        var clock = new RehearsedClock(Clock.GetCurrentInstant());
        var (hints, mail, objects) = (new RehearsedHints(), new RehearsedMail(clock), new RehearsedObjects(Objects));
        var site = new RehearsedSite(objects);
        var (office, crewRecords) = (store.Open(Compartment.Office), store.Open(Compartment.Crew));
        var crew = new CrewDesk(crewRecords, clock, () => Fleet, hints);
        var guests = new GuestDesk(new GuestDeskWindows(
            store.Open(Compartment.Guest), hints, clock, new SeededTokens(1), () => Fleet, Papers.Secrets));
        var calendar = new MoneyCalendarDesk(
            new CalendarDesk(store.Open(Compartment.Calendar), Fleet, clock), office, Rates);
        var provisioner = new Provisioner(new ProvisionerWindows(
            office, calendar, crew, guests, objects, site, site, Papers.Secrets, Templates, Gate, hints,
            clock, () => Fleet, Papers, GuestSite));
        Postman[] postmen =
        [
            new(
                office,
                new OfficeLetters(
                    office, Papers, Templates, new Uri("https://office.example.com"), guests,
                    new GuestCareDesk(PhotoWindows with { Records = store.Open(Compartment.Guest) }), clock),
                mail, clock),
            new(
                crewRecords,
                new CrewOutbox(
                    crewRecords, Papers.Secrets, Templates, clock, () => Fleet, new Uri("https://crew.example.com")),
                mail, clock),
        ];
        return new Rehearser(new RehearsalRooms(
            office, crewRecords, crew, provisioner, postmen, Papers, objects, Objects, mail, hints, clock));
    }

    public async Task<SimulatedHouse> WithCrew()
    {
        foreach (var (id, role, order) in new[]
                 {
                     ("ines", "captain", 1), ("wil", "captain", 2), ("theo", "first mate", 3), ("ada", "first mate", 4),
                     ("priya", "deckhand", 5), ("noor", "deckhand", 6),
                 })
        {
            var member = new CrewMember(
                Texts.Parse<MemberId>(id), $"{char.ToUpperInvariant(id[0])}{id[1..]} Example", $"{id}@example.com", null,
                [Texts.Parse<CrewRole>(role)], order, null, null, []);
            await Roster.Put(member.Id, _ => member, default);
        }

        return this;
    }

    public PriceRider Price(string gross, string channel)
    {
        var flaws = new PriceRequest(gross, "USD").Check(Rates.Currency, out var money);
        Assert.Empty(flaws);
        return new PriceRider(money, Rates.Of(Texts.Parse<ChannelId>(channel)), Clock.GetCurrentInstant());
    }

    /// <summary>Performs one hint, if any waits. A fault is what it is in production: logged, and left to the sweep.</summary>
    public async Task<bool> Step()
    {
        if (Hints.Take() is not { } hint) return false;
        try
        {
            await Perform(hint);
        }
        catch (OutsideUnavailable)
        {
            // The sweep finds it again.
        }

        return true;
    }

    /// <summary>One sweep, and everything that it finds.</summary>
    public async Task Sweep()
    {
        try
        {
            var due = (await _sweeper.Sweep(all: false, default)).Due;
            var photos = await Photos.Due(all: false, default);
            foreach (var hint in due.Concat(photos)) await Hints.Leave(hint, default);
        }
        catch (OutsideUnavailable)
        {
            // The next sweep comes.
        }

        while (await Step())
        {
        }
    }

    /// <summary>Faults stop, time passes, sweeps come: everything must come to rest.</summary>
    public async Task Settle()
    {
        Faults.Stop();
        for (var i = 0; i < 60; i++)
        {
            while (await Step())
            {
            }

            Clock.AdvanceMinutes(i < 20 ? 1 : 60);
            await Sweep();
            if (i % 10 == 5) await Drift();
        }
    }

    public async Task Drift()
    {
        var found = await _sweeper.Drift(Clock.GetCurrentInstant().InUtc().Date, default);
        foreach (var id in found.Replan) await Provisioner.Replan(id, default);
        foreach (var id in found.Look) await Provisioner.Look(id, default);
        foreach (var id in found.Follow) await Hints.Leave(new Hint.Follow(id), default);
        await Vessels.FollowAll(default);
    }

    public async Task Perform(Hint hint) => await hint.Match(
        booking => Provisioner.Provision(booking.Id, default),
        follow => Provisioner.Follow(follow.Id, default),
        outbox => (Task)_postmen[outbox.Compartment].Deliver(outbox.Partition, default),
        photo => Photos.Perform(photo.Charter, photo.Id, default),
        entry => Vessels.FollowLate(entry.Id, default),
        _ => Task.CompletedTask,
        _ => Task.CompletedTask);
}

/// <summary>Shows the facts themselves, so that a test sees everything a template could show.</summary>
internal sealed class FactTemplates : ITemplates
{
    public string Version { get; set; } = "1";

    public string Render(string name, string brand, ReadOnlyMemory<byte> facts) =>
        $"{name} {brand} {System.Text.Encoding.UTF8.GetString(facts.Span)}";
}

/// <summary>Records and pages that lie elsewhere than in memory.</summary>
internal sealed record OtherOutside(IStore Store, IObjects Objects, IEdge Edge, IPublicSite Site);
