using NodaTime;
using NodaTime.Testing;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Crew;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Tests.Crew;

/// <summary>A crew desk over memory, an invented vessel and invented people.</summary>
internal sealed class CrewWorld
{
    public static readonly BookingId Booking = Texts.Parse<BookingId>("abcdefghijklmnopqrstuvwxyz");
    public static readonly EventId Event = EventId.Of(Booking);
    public static readonly CrewRole Captain = CrewRole.Captain;
    public static readonly CrewRole Mate = Texts.Parse<CrewRole>("first mate");
    public static readonly CrewRole Deck = Texts.Parse<CrewRole>("deckhand");
    public static readonly MemberId Ines = Id("ines");
    public static readonly MemberId Paolo = Id("paolo");
    public static readonly MemberId Theo = Id("theo");
    public static readonly MemberId Priya = Id("priya");
    public static readonly MemberId Omar = Id("omar");

    public CrewWorld(bool captainFirst = false, ulong seed = 7)
    {
        Fleet = FleetOf(captainFirst);
        Store = new MemoryStore(seed) { IndexLag = 0 };
        Hints = new MemoryHints(seed);
        Desk = new CrewDesk(Store.Open(Compartment.Crew), Clock, () => Fleet, Hints);
        Roster = new Roster(Store.Open(Compartment.Crew));
    }

    public FleetFacts Fleet { get; set; }

    public MemoryStore Store { get; }

    public MemoryHints Hints { get; }

    public FakeClock Clock { get; } = new(Instant.FromUtc(2027, 5, 18, 16, 0));

    public CrewDesk Desk { get; }

    public Roster Roster { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public IReadOnlyList<Notice> Notices =>
    [
        .. Store.Of(Compartment.Crew).All.Where(row => row.Key.Sort.StartsWith(NoticeRows.Prefix, StringComparison.Ordinal))
            .Select(NoticeRows.Read),
    ];

    public IReadOnlyList<string> News =>
        [.. Notices.Select(notice => $"{notice.Key.Person} {notice.Key.Purpose.Word} {notice.Key.Cause}").Order(StringComparer.Ordinal)];

    public static MemberId Id(string text) => Texts.Parse<MemberId>(text);

    public static CrewMember Person(string id, string name, int order, params CrewRole[] ranks) =>
        new(Id(id), name, $"{id}@example.com", "+16195550100", ranks, order, null, null, []);

    public static readonly IReadOnlyList<CrewMember> People =
    [
        Person("ines", "Ines Calloway", 1, Captain, Mate),
        Person("paolo", "Paolo Renner", 2, Captain),
        Person("theo", "Theo Lindqvist", 3, Mate, Deck),
        Person("priya", "Priya Raman", 4, Deck),
        Person("omar", "Omar Haddad", 5, Deck, Mate),
    ];

    public async Task<CrewWorld> Manned()
    {
        await Roster.Import(People, Stop);
        return this;
    }

    public async Task<CrewWorld> Booked()
    {
        await Manned();
        await Desk.Put(Trip(), Stop);
        return this;
    }

    public static CrewTrip Trip(
        long generation = 1, bool live = true, int hour = 10, string dock = "Cabrillo Dock, Gate C, slip 14", int guests = 6,
        string? requests = "Birthday; two children", int day = 30, string? paid = null, long paidVersion = 0) => new(
        Booking, generation, live, $"Charter for Robin, party of {guests}",
        new Trip(Texts.Parse<VesselId>("jada"), new LocalDateTime(2027, 5, day, hour, 0), 180, "America/Los_Angeles"), dock,
        guests, requests, new CrewPayment(paid, paidVersion), Roles);

    public static readonly IReadOnlyList<VesselRole> Roles =
    [
        new(Captain, 60, 60, ["Safety talk", "Radio check, channel 16"]),
        new(Mate, 60, 60, ["Small life jackets on deck"]),
        new(Deck, 60, 60, ["Ice and water below"]),
    ];

    public Task<AnswerReply> Say(MemberId member, int ask, bool yes) =>
        Desk.Answer(Event, member, ask, yes, AnswerWay.Link, Stop);

    public async Task<EventSheet> Sheet() => (await Desk.Sheet(Event, Stop))!;

    public async Task<string> Cast()
    {
        var view = await Desk.View(Event, Stop);
        return string.Join(", ", view!.Roles.Select(role => $"{role.Role}: {role.Member?.Text ?? "nobody"} {role.Answer} {role.Ask}"));
    }

    public static FleetFacts FleetOf(bool captainFirst) => new(
        new Operator("Harbour Days", "owner@example.com", "Harbour Days <crew@example.com>", "+16195550199"),
        [new Brand("days", "Harbour Days", "Under sail")],
        [new Harbour("san-diego", "San Diego", "America/Los_Angeles")],
        [
            new Vessel(
                Texts.Parse<VesselId>("jada"), "JADA", "san-diego", "days", "Cabrillo Dock, Gate C, slip 14", "Cabrillo Dock", "Left",
                "https://example.com/map", null, 12, 30, 30, Roles, [], []),
        ],
        [], new CrewRules(captainFirst), new PageRules(30));
}
