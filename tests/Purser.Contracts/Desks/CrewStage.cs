using NodaTime;
using NodaTime.Testing;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Crew;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;
using Purser.Provisioning;

namespace Purser.Contracts.Desks;

/// <summary>A crew desk over memory, with invented people, its letters and its office's window.</summary>
public sealed class CrewStage
{
    public static readonly BookingId Booking = Texts.Parse<BookingId>("abcdefghijklmnopqrstuvwxyz");
    public static readonly CrewRole Mate = Texts.Parse<CrewRole>("first mate");
    public static readonly CrewRole Deck = Texts.Parse<CrewRole>("deckhand");
    public static readonly MemberId Ines = Texts.Parse<MemberId>("ines");
    public static readonly MemberId Theo = Texts.Parse<MemberId>("theo");

    public static readonly IReadOnlyList<VesselRole> Roles =
    [
        new(CrewRole.Captain, 60, 60, ["Safety talk", "Radio check, channel 16"]),
        new(Mate, 60, 60, ["Small life jackets on deck"]),
        new(Deck, 45, 60, []),
    ];

    private static readonly CrewMember[] People =
    [
        Person("ines", "Ines Calloway", 1, CrewRole.Captain, Mate), Person("paolo", "Paolo Renner", 2, CrewRole.Captain),
        Person("theo", "Theo Lindqvist", 3, Mate, Deck), Person("priya", "Priya Raman", 4, Deck),
        Person("omar", "Omar Haddad", 5, Deck, Mate),
    ];

    public CrewStage()
    {
        var records = Store.Open(Compartment.Crew);
        Desk = new CrewDesk(records, Clock, () => Fleet, Hints);
        Roster = new Roster(records);
        Post = new Postman(records, Letters, Mail, Clock);
        Office = new CrewOffice(records, Post, Hints, Clock);
    }

    public MemoryStore Store { get; } = new(seed: 11);

    public MemoryHints Hints { get; } = new();

    public MemoryMail Mail { get; } = new();

    public FakeClock Clock { get; } = new(Instant.FromUtc(2027, 4, 18, 16, 0));

    public PlainLetters Letters { get; } = new();

    public CrewDesk Desk { get; }

    public CrewOffice Office { get; }

    public Roster Roster { get; }

    public Postman Post { get; }

    public static FleetFacts Fleet { get; } = new(
        new Operator("Harbour Days", "owner@example.com", "Harbour Days <crew@example.com>", "+16195550199"),
        [new Brand("days", "Harbour Days", "Under sail")],
        [new Harbour("san-diego", "San Diego", "America/Los_Angeles")],
        [
            new Vessel(
                Texts.Parse<VesselId>("jada"), "JADA", "san-diego", "days", "Cabrillo Dock, Gate C, slip 14", "Cabrillo Dock",
                "Left", "https://example.com/map", null, 12, 30, 30, Roles, [], []),
        ],
        [], new CrewRules(false), new PageRules(30));

    public Task Man() => Roster.Import(People, TestContext.Current.CancellationToken);

    /// <summary>The index shows every finished commit.</summary>
    public void CatchUp() => Store.Of(Compartment.Crew).CatchUp();

    public static BookingId Numbered(int number) => Texts.Parse<BookingId>(number.ToString("x26", System.Globalization.CultureInfo.InvariantCulture));

    public static CrewTrip Trip(long generation, bool live = true, int hour = 10, int day = 30) => new(
        Booking, generation, live, "Charter for Robin, party of 6", Sailing(hour, day), "Cabrillo Dock, Gate C, slip 14", 6,
        "Birthday; two children", new CrewPayment(null, 0), Roles);

    /// <summary>An event of the desk's own.</summary>
    public static EventDraft Own(string id) => new(
        Texts.Parse<EventId>(id), new TripHalf("Sail drill", "training", Sailing(9, 12), "Cabrillo Dock", 0, null, Roles), null);

    private static Trip Sailing(int hour, int day) =>
        new(Texts.Parse<VesselId>("jada"), new LocalDateTime(2027, 5, day, hour, 0), 180, "America/Los_Angeles");

    private static CrewMember Person(string id, string name, int order, params CrewRole[] ranks) =>
        new(Texts.Parse<MemberId>(id), name, $"{id}@example.com", "+16195550100", ranks, order, null, null, []);
}

/// <summary>Letters of one line: by hand, or as mail.</summary>
public sealed class PlainLetters : ILetters, IComposer
{
    /// <summary>True: everybody has a mail address.</summary>
    public bool Mails { get; set; }

    public IComposer Open(IReadOnlyList<StoredRecord>? rows) => this;

    public Task<Letter> Compose(Notice notice, CancellationToken stop)
    {
        var text = $"By hand to {notice.Key.Person}: {notice.Key.Purpose.Word}";
        return Task.FromResult<Letter>(Mails
            ? new Letter.Ready(MailNaming.Mail(notice, "crew@example.com", notice.Key.Person, "a@example.com", ("S", text, "<p>T")), [])
            : new Letter.ByHand(text, notice.Key.Person, "+16195550100", []));
    }
}

/// <summary>A crew desk and a way to it.</summary>
public abstract class CrewDeskFixture : IAsyncDisposable
{
    public CrewStage Stage { get; } = new();

    public abstract ICrewDesk Desk { get; }

    public abstract ICrewOffice Office { get; }

    public virtual Task Start() => Stage.Man();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

internal sealed class CrewDeskHere : CrewDeskFixture
{
    public override ICrewDesk Desk => Stage.Desk;

    public override ICrewOffice Office => Stage.Office;
}
