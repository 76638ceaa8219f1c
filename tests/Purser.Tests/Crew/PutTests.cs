using NodaTime;
using Purser.Contracts.Memory;
using Purser.Crew;
using Purser.Outside;
using Purser.Outside.Records;
using static Purser.Tests.Crew.CrewWorld;

namespace Purser.Tests.Crew;

public sealed class PutTests
{
    [Fact]
    public async Task Puts_are_guarded_by_the_generation()
    {
        var world = await new CrewWorld().Manned();
        async Task<PutOutcome> Put(CrewTrip trip) => (await world.Desk.Put(trip, Stop)).Outcome;
        Assert.Equal(PutOutcome.Stored, await Put(Trip(generation: 5)));
        Assert.Equal(PutOutcome.Same, await Put(Trip(generation: 5)));
        Assert.Equal(PutOutcome.Diverged, await Put(Trip(generation: 5, hour: 11)));
        Assert.Equal(PutOutcome.Stale, await Put(Trip(generation: 4)));
        Assert.Equal(PutOutcome.Stored, await Put(Trip(generation: 6, live: false)));
        Assert.Equal(PutOutcome.Stale, await Put(Trip(generation: 5)));
        Assert.Equal(PutOutcome.Diverged, await Put(Trip(generation: 6)));
        Assert.False((await world.Desk.Read(Booking, Stop))!.Live);
    }

    [Fact]
    public async Task The_payment_word_has_a_guard_of_its_own_and_asks_nobody()
    {
        var world = await new CrewWorld().Booked();
        var news = world.News;
        async Task<PutOutcome> Put(CrewTrip trip) => (await world.Desk.Put(trip, Stop)).Outcome;
        Assert.Equal(PutOutcome.Stored, await Put(Trip(paid: "tentative", paidVersion: 1)));
        Assert.Equal(PutOutcome.Same, await Put(Trip(paid: "tentative", paidVersion: 1)));
        Assert.Equal(PutOutcome.Stored, await Put(Trip(paid: "paid_in_full", paidVersion: 3)));
        Assert.Equal(PutOutcome.Same, await Put(Trip(paid: "deposit_received", paidVersion: 2)));
        Assert.Equal(PutOutcome.Diverged, await Put(Trip(paid: "refunded", paidVersion: 3)));
        Assert.Equal("paid_in_full", (await world.Sheet()).Event.Payment.Word);
        Assert.Equal(news, world.News);
    }

    [Fact]
    public async Task Lists_show_live_booked_events_that_touch_the_dates()
    {
        var world = await new CrewWorld().Booked();
        async Task<int> Count(LocalDate from, LocalDate to) => (await world.Desk.List(from, to, Stop)).Count;
        var day = new LocalDate(2027, 5, 30);
        Assert.Equal(1, await Count(day, day.PlusDays(1)));
        Assert.Equal(0, await Count(day.PlusDays(-9), day));
        Assert.Equal(0, await Count(day.PlusDays(1), day.PlusDays(40)));
        await world.Desk.Put(Trip(generation: 2, live: false), Stop);
        Assert.Equal(0, await Count(day, day.PlusDays(1)));
    }

    [Fact]
    public async Task Incident_09_A_booked_event_is_not_changed_at_the_desk()
    {
        var world = await new CrewWorld().Booked();
        var change = new EventChange(Trip: trip => trip with { Dock = "Elsewhere" });
        var refused = Assert.IsType<EventReply.Refused>(await world.Desk.Change(Event, change, Stop));
        Assert.Equal(EventRefusal.OwnedByBooking, refused.Why);
        Assert.Contains($"/api/bookings/{Booking}", refused.Remedy, StringComparison.Ordinal);
        Assert.IsType<EventReply.Refused>(await world.Desk.Cancel(Event, new EventChange(), Stop));
    }

    [Fact]
    public async Task A_race_of_answers_and_puts_loses_none()
    {
        var world = await new CrewWorld().Booked();
        await Task.WhenAll(
            world.Say(Ines, 1, true), world.Say(Theo, 1, true), world.Say(Priya, 1, true),
            world.Desk.Put(Trip(generation: 2, guests: 7), Stop));
        Assert.Equal("captain: ines Yes 1, first mate: theo Yes 1, deckhand: priya Yes 1", await world.Cast());
        Assert.Equal(EventState.Confirmed, (await world.Desk.View(Event, Stop))!.State);
    }

    [Fact]
    public async Task A_put_whose_reply_was_lost_is_there_and_the_same_again()
    {
        for (var call = 1; call <= 8; call++)
        {
            var faults = Faults.Nth(call, moment: FaultMoment.After);
            var store = new MemoryStore(3, faults);
            var world = new CrewWorld();
            faults.Stop();
            await new Roster(store.Open(Compartment.Crew)).Import(People, Stop);
            faults.Resume();
            var desk = new CrewDesk(store.Open(Compartment.Crew), world.Clock, () => world.Fleet, world.Hints);
            try
            {
                await desk.Put(Trip(), Stop);
            }
            catch (OutsideUnavailable)
            {
                faults.Stop();
            }

            var again = await desk.Put(Trip(), Stop);
            Assert.True(again.Outcome is PutOutcome.Same or PutOutcome.Stored);
            Assert.Equal(3, store.Of(Compartment.Crew).All.Count(row => row.Key.Sort.StartsWith("notice#", StringComparison.Ordinal)));
        }
    }
}
