using NodaTime;
using NodaTime.Testing;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Fleet;
using Purser.Guests;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Tests.Guests;

/// <summary>An invented operator and the worked example.</summary>
internal static class GuestSamples
{
    public static readonly Uri Site = new("http://localhost:8080/");

    public static readonly FleetFacts Fleet = new(
        new Operator("Southing", "owner@southing.example", "Southing <hello@southing.example>", "+16195550144"),
        [new Brand("southing", "Southing", "Sailing charters, San Diego")],
        [new Harbour("san-diego", "San Diego", "America/Los_Angeles"), new Harbour("sydney", "Sydney", "Australia/Sydney"),
            new Harbour("dublin", "Dublin", "Europe/Dublin"), new Harbour("lord-howe", "Lord Howe", "Australia/Lord_Howe")],
        [Vessel("jada", "JADA", "san-diego"), Vessel("kelp", "KELP", "sydney"), Vessel("puffin", "PUFFIN", "dublin"),
            Vessel("tern", "TERN", "lord-howe")],
        [new Channel(Texts.Parse<ChannelId>("boatsetter"), "Boatsetter", true),
            new Channel(Texts.Parse<ChannelId>("direct"), "our own office", false)],
        new CrewRules(false), new PageRules(14))
    { Sample = true };

    public static readonly Booking Example = new(
        Texts.Parse<BookingId>("abcdefghijklmnopqrstuvwxyz"), 1_000_001, BookingStatus.Confirmed,
        Texts.Parse<ChannelId>("boatsetter"), Texts.Parse<ChannelReference>("XHQGMDH"),
        new Trip(Texts.Parse<VesselId>("jada"), new LocalDateTime(2027, 5, 30, 10, 0), 180, "America/Los_Angeles"),
        new Guest("Robin Alvarez", "robin@example.com", "+16195550123", 6), "Birthday; two children",
        Texts.Parse<Slug>("may-30-boatsetter-charter"), [], Instant.FromUtc(2027, 5, 12, 18, 0), Instant.FromUtc(2027, 5, 12, 18, 0));

    public static readonly WaiverRules Waivers = new(
        4, new LocalDate(2027, 3, 12), 365, 18, new Dictionary<string, IReadOnlyList<WaiverClause>>
        {
            ["en"] =
            [
                new WaiverClause("Sailing has risks",
                    "A sailing vessel moves, heels & may stop <suddenly>.\nDecks can be wet."),
                new WaiverClause("Life jackets", "Every child under 13 wears one on deck."),
            ],
            ["es"] =
            [
                new WaiverClause("Navegar tiene riesgos", "Un velero se mueve y se inclina."),
                new WaiverClause("Chalecos", "Todo menor de 13 años lleva uno en cubierta."),
            ],
        });

    public static readonly Instant Now = Instant.FromUtc(2027, 5, 20, 16, 0);

    public static GuestDesk Desk(
        MemoryStore store, IClock? clock = null, Func<FleetFacts>? fleet = null, IHints? hints = null) =>
        new(new GuestDeskWindows(
            store.Open(Compartment.Guest), hints ?? new MemoryHints(), clock ?? new FakeClock(Now),
            new SeededTokens(7), fleet ?? (() => Fleet with { Waivers = Waivers }), new MemorySecrets()));

    public static readonly PageInputs Inputs = new(
        "Ines Calloway", PaymentWord.DepositReceived, "Birthday; two children", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");

    public static readonly GuestKey Key = GuestKey.Derive(
        Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), Enumerable.Range(100, 16).Select(i => (byte)i).ToArray(), Example.Id);

    public static PageGrant Grant(Booking booking) => new(
        booking.Id, 0, booking.Live, [booking.Slug!.Value], booking.Trip, booking.Channel, booking.Guest.Party,
        booking.Trip.Span.Start, booking.Trip.Span.End + Duration.FromDays(7), Key.GrantHash, Key.Code.Hash([1, 2, 3], booking.Id));

    public static Booking With(string vessel, LocalDateTime start, int minutes)
    {
        var id = Texts.Parse<VesselId>(vessel);
        return Example with { Trip = new Trip(id, start, minutes, Fleet.HarbourOf(Fleet.Vessel(id)).Zone) };
    }

    private static Vessel Vessel(string id, string name, string harbour) => new(
        Texts.Parse<VesselId>(id), name, harbour, "southing", "Cabrillo Dock, Gate C, slip 14", "Cabrillo Dock, Gate C",
        "Park in Lot 2. It is free for four hours.\nWalk along the water with the boats on your left, to the blue gate marked C.\n"
        + "At the gate, call the captain. You will be fetched.",
        "https://maps.example/cabrillo-dock", "4471", 8, 60, 20,
        [new VesselRole(CrewRole.Captain, 60, 30, ["Check the weather"])], [],
        ["A warm layer: the bay is cooler than the street", "Flat shoes with pale soles",
            "Sun cream and a hat that stays on", "Lunch and drinks, in cans"]);
}
