using System.Text.Json;
using CsCheck;
using NodaTime;
using Purser.Finance.Entries;
using Purser.Finance.Prices;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Tests.Finance;

public sealed class CalendarDeskTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly CalendarCrew Crew = new(3, "Sam Okafor", ["Sam Okafor", "Kim Tran"]);

    private readonly PlainRecords _office = Example.Office();
    private readonly PlainRecords _calendar = Example.Calendar();

    private MoneyCalendarDesk Desk => new(Example.Desk(_calendar), _office, Example.Rates);

    [Fact]
    public async Task A_put_carries_trip_crew_and_settlement_in_one_commit()
    {
        await Price(840.75m);
        var reply = await Desk.Put(Example.Put(crew: Crew), Stop);
        Assert.Equal(new CalendarPutReply(PutOutcome.Stored, new EntryCounters(Example.Id, 1, 3, 1, true)), reply);
        Assert.Equal(1, _calendar.Commits);
        var entry = await Example.Desk(_calendar).Read(Example.Id.Text, Stop);
        var json = JsonSerializer.Serialize(EntryReply.Of(entry!), EntryReplyJson.Default.EntryReply);
        Assert.Equal(
            """
            {"id":"abcdefghijklmnopqrstuvwxyz","generation":1,"version":1,"type":"charter","vessel":"jada",
            "start":"2027-05-30T10:00","end":"2027-05-30T13:00","zone":"America/Los_Angeles","captain":"Sam Okafor",
            "crew":["Sam Okafor","Kim Tran"],"location":"Cabrillo Dock, Gate C, slip 14","source":"boatsetter",
            "money":{"currency":"USD","gross":"840.75","lines":[{"kind":"crew","amount":"250.00","rule":"2 people x 5 h x 25/h"},
            {"kind":"captain","amount":"150.00","rule":"1 person x 3 h x 50/h"},
            {"kind":"port-fee","amount":"151.34","rule":"18 % of gross"},
            {"kind":"channel-fee","amount":"0.00","rule":"0 % of gross"}],"net":"289.41"},
            "counters":{"generation":1,"event":3,"money":1}}
            """.ReplaceLineEndings(""),
            json);
    }

    [Fact]
    public async Task The_same_again_writes_nothing()
    {
        await Price(840.75m);
        await Desk.Put(Example.Put(crew: Crew), Stop);
        Assert.Equal(PutOutcome.Same, (await Desk.Put(Example.Put(crew: Crew), Stop)).Outcome);
        Assert.Equal(PutOutcome.Same, (await Desk.Put(Example.Put(), Stop)).Outcome);
        Assert.Equal(1, _calendar.Commits);
    }

    [Fact]
    public async Task Each_half_moves_by_its_own_counter()
    {
        await Price(840.75m);
        await Desk.Put(Example.Put(), Stop);
        Assert.Equal(new EntryCounters(Example.Id, 1, 4, 1, true), await Stored(Example.Put(crew: Crew with { EventVersion = 4 })));
        await Price(900m);
        Assert.Equal(new EntryCounters(Example.Id, 1, 4, 2, true), await Stored(Example.Put()));
        Assert.Equal(new EntryCounters(Example.Id, 2, 4, 2, true), await Stored(Longer(2)));
        var entry = await Example.Desk(_calendar).Read(Example.Id.Text, Stop);
        Assert.Equal(("900.00", "300.00"), (entry!.Money!.Gross, entry.Money.Lines[0].Amount));
        Assert.Equal(4, entry.Version);
    }

    [Fact]
    public async Task Incident_9_a_copy_made_from_older_facts_never_overwrites_a_newer_one()
    {
        await Price(840.75m);
        await Desk.Put(Longer(5), Stop);
        var reply = await Desk.Put(Example.Put(4), Stop);
        Assert.Equal((PutOutcome.Stale, 5), (reply.Outcome, reply.Now.Generation));
        Assert.Equal(PutOutcome.Diverged, (await Desk.Put(Example.Put(5), Stop)).Outcome);
        await Desk.Put(Longer(5) with { Crew = Crew }, Stop);
        Assert.Equal(PutOutcome.Stale, (await Desk.Put(Longer(5) with { Crew = Crew with { EventVersion = 2 } }, Stop)).Outcome);
        Assert.Equal(PutOutcome.Diverged, (await Desk.Put(Longer(5) with { Crew = Crew with { Captain = null } }, Stop)).Outcome);
        Assert.Equal(2, _calendar.Commits);
    }

    [Fact]
    public async Task A_cancelled_charter_leaves_a_tombstone_that_a_late_put_cannot_raise()
    {
        await Price(840.75m);
        await Desk.Put(Example.Put(crew: Crew), Stop);
        await Desk.Put(Example.Put(2, live: false), Stop);
        Assert.Equal(PutOutcome.Stale, (await Desk.Put(Example.Put(1), Stop)).Outcome);
        Assert.Equal(new EntryCounters(Example.Id, 2, 3, 1, false), await Desk.Read(Example.Id, Stop));
        Assert.Empty(await Desk.List(new LocalDate(2027, 5, 30), new LocalDate(2027, 5, 31), Stop));
        var entry = await Example.Desk(_calendar).Read(Example.Id.Text, Stop);
        Assert.Equal(("0.00", "0.00", 0), (entry!.Money!.Gross, entry.Money.Net, entry.Money.Lines.Count));
    }

    [Fact]
    public async Task New_rates_do_not_restate_what_was_settled_until_the_trip_changes()
    {
        await Price(840.75m);
        await Desk.Put(Example.Put(), Stop);
        var later = new MoneyCalendarDesk(
            Example.Desk(_calendar), _office, Example.Rates with { Version = 2, PortFeePercent = 20 });
        Assert.Equal(PutOutcome.Same, (await later.Put(Example.Put(), Stop)).Outcome);
        await later.Put(Longer(2), Stop);
        var entry = await Example.Desk(_calendar).Read(Example.Id.Text, Stop);
        Assert.Equal((2, "168.15"), (entry!.Money!.RatesVersion, entry.Money.Lines[2].Amount));
    }

    [Fact]
    public async Task An_edit_of_the_fleet_file_is_no_divergence()
    {
        await Price(840.75m);
        await Desk.Put(Example.Put(crew: Crew), Stop);
        var moved = Example.Put() with { Location = "Cabrillo Dock, Gate D", Roles = [CrewRole.Captain] };
        Assert.Equal(new EntryCounters(Example.Id, 1, 3, 1, true), await Stored(moved));
        var entry = await Example.Desk(_calendar).Read(Example.Id.Text, Stop);
        Assert.Equal(("Cabrillo Dock, Gate D", "250.00"), (entry!.Location, entry.Money!.Lines[0].Amount));
    }

    [Fact]
    public async Task A_put_that_loses_a_race_is_decided_again()
    {
        await Price(840.75m);
        _calendar.Before = () => Desk.Put(Longer(2), Stop);
        Assert.Equal(PutOutcome.Stale, (await Desk.Put(Example.Put(1), Stop)).Outcome);
        Assert.Equal(2, (await Desk.Read(Example.Id, Stop))!.Generation);
    }

    [Fact]
    public async Task After_a_restore_of_the_calendar_the_version_outranks_all_before()
    {
        await Desk.Put(Example.Put(), Stop);
        await Example.SetEpoch(_calendar, 475_000, 0);
        await Desk.Put(Example.Put(2), Stop);
        Assert.Equal(475_000_000_001, (await Example.Desk(_calendar).Read(Example.Id.Text, Stop))!.Version);
    }

    [Fact]
    public void Puts_in_any_order_and_number_end_in_the_highest_of_each_half() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 4], Gen.Int[0, 4]).Array[1, 12].Sample(puts =>
        {
            Entry? entry = null;
            foreach (var (generation, crew, money) in puts)
            {
                var put = Example.Put(generation, crew: crew == 0 ? null : Crew with { EventVersion = crew });
                var half = money == 0 ? null : new MoneyHalf(money, generation, 1, Example.Usd, "1.00", [], "1.00");
                var decision = EntryPut.Decide(entry, put, half, 0, Example.Noon);
                Assert.NotEqual(PutOutcome.Diverged, decision.Outcome);
                if (entry is not null) AssertRises(entry, decision.Next);
                entry = decision.Next;
            }

            Assert.Equal(puts.Max(put => put.Item1), entry!.Trip!.Generation);
            Assert.Equal(puts.Max(put => put.Item2), entry.Crew?.EventVersion ?? 0);
        });

    [Fact]
    public async Task A_list_holds_what_touches_the_dates_page_after_page()
    {
        var desk = Example.Desk(_calendar);
        var first = new LocalDateTime(2027, 1, 1, 12, 0);
        for (var day = 0; day < 60; day += 3)
            await desk.Create($"hold-{day}", Hold(first.PlusDays(day), first.PlusDays(day).PlusHours(day)), Stop);
        await desk.Create("long", Hold(first.PlusDays(-20), first.PlusDays(41)), Stop);
        await desk.Cancel("hold-30", null, Stop);
        Gen.Select(Gen.Int[-25, 65], Gen.Int[1, 40], Gen.Int[1, 5]).Sample((begin, days, most) =>
        {
            var from = first.Date.PlusDays(begin);
            var query = new EntryQuery(from, from.PlusDays(days), Example.Jada, Most: most);
            var all = desk.ListAll(query, Stop).GetAwaiter().GetResult();
            var ids = all.Select(entry => entry.Id).ToHashSet();
            Assert.Equal(all.Count, ids.Count);
            for (var day = 3; day < 60; day += 3)
            {
                var touches = first.PlusDays(day) < query.To.AtMidnight() && first.PlusDays(day).PlusHours(day) > from.AtMidnight();
                Assert.Equal(touches && day != 30, ids.Contains($"hold-{day}"));
            }
        }, iter: 60);
    }

    private static DeskEntryRequest Hold(LocalDateTime from, LocalDateTime to) =>
        new("hold", "jada", HouseJson.Text(from), HouseJson.Text(to));

    private static void AssertRises(Entry before, Entry after)
    {
        Assert.True(after.Version >= before.Version);
        Assert.True(after.Trip!.Generation >= before.Trip!.Generation);
        Assert.True((after.Crew?.EventVersion ?? 0) >= (before.Crew?.EventVersion ?? 0));
        Assert.True((after.Money?.MoneyVersion ?? 0) >= (before.Money?.MoneyVersion ?? 0));
    }

    private static CalendarPut Longer(long generation) =>
        Example.Put(generation) with { Trip = Example.Trip with { Minutes = 240 } };

    private async Task<EntryCounters> Stored(CalendarPut put)
    {
        var reply = await Desk.Put(put, Stop);
        Assert.Equal(PutOutcome.Stored, reply.Outcome);
        return reply.Now;
    }

    private async Task Price(decimal gross)
    {
        var rider = new PriceRider(Example.Dollars(gross), Example.Rates.Of(Example.Boatsetter), Example.Noon);
        Assert.Null(await _office.Commit(await rider.Ride(Example.Id, known: true, _office, Stop), Stop));
    }
}
