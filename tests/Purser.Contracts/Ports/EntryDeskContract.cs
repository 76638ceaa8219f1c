using System.Text.Json;
using NodaTime;
using Purser.Finance;
using Purser.Finance.Entries;
using Purser.Outside;
using static Purser.Contracts.Desks.CalendarStage;

namespace Purser.Contracts.Ports;

/// <summary>What the calendar desk promises to the annex, in its own process or through its doors.</summary>
public abstract class EntryDeskContract(Desks.EntryDeskFixture fixture) : IAsyncLifetime
{
    private static readonly CalendarCrew Crew = new(3, "Sam Okafor", ["Sam Okafor", "Kim Trần"]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Desks.CalendarStage Stage => fixture.Stage;

    private IEntryDesk Desk => fixture.Desk;

    public async ValueTask InitializeAsync() => await fixture.Start();

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Each_half_is_guarded_by_its_own_counter()
    {
        await Said(PutOutcome.Stored, Put(5), null);
        await Said(PutOutcome.Same, Put(5), null);
        await Said(PutOutcome.Stored, Put(5) with { Crew = Crew }, null);
        await Said(PutOutcome.Diverged, Put(5) with { Crew = Crew with { Captain = null } }, null);
        await Said(PutOutcome.Stale, Put(5) with { Crew = Crew with { EventVersion = 2 } }, null);
        await Said(PutOutcome.Stored, Put(5), Half(1, 5));
        await Said(PutOutcome.Same, Put(5), Half(1, 5));
        await Said(PutOutcome.Diverged, Put(5), Half(1, 5) with { Gross = "841.00" });
        await Said(PutOutcome.Stale, Put(4), null);
        await Said(PutOutcome.Diverged, Put(5) with { Title = "Another" }, null);
        await Said(PutOutcome.Stored, Put(6) with { Live = false }, null);
        Assert.True((await Desk.Show(Booking.Text, Stop))!.Cancelled);
    }

    [Fact]
    public async Task Every_fact_of_a_put_arrives_as_it_was()
    {
        var put = Put(2) with { Title = "Zoë \"Z\" O'Hara, party of 6", Crew = Crew };
        await Said(PutOutcome.Stored, put, Half(7, 2));
        var entry = (await Stage.Desk.Read(Booking.Text, Stop))!;
        Assert.Equal((put.Title, put.Location, put.Source, put.Reference), (entry.Title, entry.Location, entry.Trip!.Source, entry.Trip.Reference));
        Assert.Equal(put.Roles, entry.Trip.Roles);
        Assert.Equal((Crew.EventVersion, Crew.Captain), (entry.Crew!.EventVersion, entry.Crew.Captain));
        Assert.Equal(Crew.Crew, entry.Crew.Names);
        var half = Half(7, 2);
        Assert.Equal(half with { Lines = [] }, entry.Money! with { Lines = [] });
        Assert.Equal(half.Lines, entry.Money!.Lines);
        Assert.Equal(Text(EntryReply.Of(entry)), Text((await Desk.Show(Booking.Text, Stop))!));
    }

    [Fact]
    public async Task What_was_never_put_is_not_there_and_a_desk_only_entry_is_no_bookings()
    {
        Assert.Null(await Desk.Show(Booking.Text, Stop));
        Assert.Null(await Desk.Show("no such name!", Stop));
        await Stage.Desk.Create(Booking.Text, Hold(1), Stop);
        var reply = await Desk.Put(Put(1), null, Stop);
        Assert.Equal(new CalendarPutReply(PutOutcome.Diverged, new EntryCounters(Booking, 0, 0, 0, true)), reply);
        var shown = (await Desk.Show(Booking.Text, Stop))!;
        Assert.Null(shown.Booked);
        var held = shown.DeskOnly!;
        Assert.Equal(("hold", "jada", true, 1), (held.Type, held.Vessel.Text, held.Live, held.Version));
        Assert.Equal(new LocalDateTime(2027, 5, 1, 9, 0), held.Start.Local);
    }

    [Fact]
    public async Task Every_desk_only_entry_has_its_mark_tombstones_too()
    {
        Assert.Empty(await Desk.Marks(Stop));
        for (var day = 1; day <= 28; day++) await Stage.Desk.Create($"hold-{day}", Hold(day), Stop);
        await Stage.Desk.Cancel("hold-3", null, Stop);
        await Desk.Put(Put(1), null, Stop);
        var marks = await Desk.Marks(Stop);
        Assert.Equal(28, marks.Count);
        Assert.Equal(2, marks.Single(mark => mark.Id == "hold-3").Version);
        Assert.False((await Desk.Show("hold-3", Stop))!.DeskOnly!.Live);
    }

    [Fact]
    public async Task Lists_hold_every_live_booked_entry_that_touches_the_dates()
    {
        for (var number = 0; number < 230; number++)
            await Stage.Desk.Put(Put(1, day: 1 + (number % 28)) with { Booking = Desks.CrewStage.Numbered(number) }, null, Stop);
        await Stage.Desk.Put(Put(2) with { Booking = Desks.CrewStage.Numbered(0), Live = false }, null, Stop);
        await Stage.Desk.Create("hold", Hold(3), Stop);
        Stage.CatchUp();
        var may = new LocalDate(2027, 5, 1);
        Assert.Equal(229, (await Desk.Booked(may, may.PlusDays(31), Stop)).DistinctBy(one => one.Booking).Count());
        Assert.Equal(229, (await Desk.Booked(may.PlusDays(-380), may.PlusDays(380), Stop)).DistinctBy(one => one.Booking).Count());
        Assert.Empty(await Desk.Booked(may.PlusDays(-9), may, Stop));
    }

    private async Task Said(PutOutcome outcome, CalendarPut put, MoneyHalf? money)
    {
        var reply = await Desk.Put(put, money, Stop);
        Assert.Equal(outcome, reply.Outcome);
        Assert.Equal((await Stage.Desk.Read(Booking.Text, Stop))!.Counters, reply.Now);
        Assert.Equal(reply.Now, (await Desk.Show(Booking.Text, Stop))!.Booked);
    }

    private static string Text(EntryReply reply) => JsonSerializer.Serialize(reply, EntryReplyJson.Default.EntryReply);

    private static MoneyHalf Half(long version, long generation) => new(
        version, generation, 1, Texts.Parse<Currency>("USD"), "840.75",
        [new MoneyLine("crew", "250.00", "2 people x 5 h x 25/h"), new MoneyLine("port-fee", "151.34", "18 % of gross")], "439.41");
}
