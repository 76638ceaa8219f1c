using System.Text;
using NodaTime;
using NodaTime.Testing;
using Purser.Bookings;
using Purser.Finance;
using Purser.Finance.Entries;
using Purser.Finance.Settling;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Tests.Finance;

/// <summary>The worked example of the domain, with invented people.</summary>
internal static class Example
{
    public static readonly BookingId Id = Texts.Parse<BookingId>("abcdefghijklmnopqrstuvwxyz");
    public static readonly Instant Noon = Instant.FromUtc(2027, 5, 1, 12, 0);
    public static readonly Currency Usd = Texts.Parse<Currency>("USD");
    public static readonly Rates Rates = RatesFile.Read(Encoding.UTF8.GetBytes(RatesFile.Sample));
    public static readonly ChannelId Boatsetter = Texts.Parse<ChannelId>("boatsetter");
    public static readonly ChannelId Direct = Texts.Parse<ChannelId>("direct");
    public static readonly VesselId Jada = Texts.Parse<VesselId>("jada");

    public static readonly IReadOnlyList<CrewRole> Roles =
        [CrewRole.Captain, Texts.Parse<CrewRole>("first mate"), Texts.Parse<CrewRole>("deckhand")];

    public static readonly Trip Trip = new(Jada, new LocalDateTime(2027, 5, 30, 10, 0), 180, "America/Los_Angeles");

    public static readonly FleetFacts Fleet = new(
        new Operator("Harbour Sails", "owner@example.com", "Harbour Sails <sail@example.com>"),
        [new Brand("harbour", "Harbour Sails", "Sail")],
        [new Harbour("san-diego", "San Diego", "America/Los_Angeles")],
        [
            new Vessel(
                Jada, "Jada", "san-diego", "harbour", "Cabrillo Dock, Gate C, slip 14", "Cabrillo Dock", "Turn left",
                "https://example.com/map", null, 6, 60, 30, [.. Roles.Select(role => new VesselRole(role, 60, 60, []))], [], []),
        ],
        [new Channel(Boatsetter, "Boatsetter", true), new Channel(Direct, "Direct", false)], new CrewRules(false), new PageRules(3));

    public static Money Dollars(decimal major) => Money.Round(major, Usd);

    public static CalendarPut Put(long generation = 1, bool live = true, CalendarCrew? crew = null) => new(
        Id, generation, live, "Robin Alvarez, party of 6", Trip, "Cabrillo Dock, Gate C, slip 14", Boatsetter,
        Texts.Parse<ChannelReference>("XHQGMDH"), Roles, crew, 0);

    public static CalendarDesk Desk(IRecords calendar, IClock? clock = null) => new(calendar, Fleet, clock ?? new FakeClock(Noon));

    public static PlainRecords Office() => new(Compartment.Office);

    public static PlainRecords Calendar() => new(Compartment.Calendar);

    public static async Task SetEpoch(IRecords records, long epoch, long expected) => Assert.Null(await records.Commit(
        [RecordChange.Put(Epochs.Key, expected, Encoding.UTF8.GetBytes($$"""{"epoch":{{epoch}}}"""))], TestContext.Current.CancellationToken));
}
