using NodaTime;
using Purser.Crew;
using Purser.Outside.Outbox;
using static Purser.Tests.Crew.CrewWorld;

namespace Purser.Tests.Crew;

public sealed class CascadeTests
{
    [Fact]
    public async Task A_new_charter_asks_one_person_for_each_role()
    {
        var world = await new CrewWorld().Booked();
        Assert.Equal("captain: ines None 1, first mate: theo None 1, deckhand: priya None 1", await world.Cast());
        Assert.Equal(
            [
                "ines crew-invitation captain-ask1", "priya crew-invitation deckhand-ask1", "theo crew-invitation first-mate-ask1",
            ],
            world.News);
    }

    [Fact]
    public async Task The_captain_is_asked_first_and_the_others_when_he_accepts()
    {
        var world = await new CrewWorld(captainFirst: true).Booked();
        Assert.Equal("captain: ines None 1, first mate: theo None 0, deckhand: priya None 0", await world.Cast());
        Assert.Equal(["ines crew-invitation captain-ask1"], world.News);
        await world.Say(Ines, 1, true);
        Assert.Equal("captain: ines Yes 1, first mate: theo None 1, deckhand: priya None 1", await world.Cast());
    }

    [Fact]
    public async Task Nobody_waits_for_the_captain_within_48_hours()
    {
        var world = await new CrewWorld(captainFirst: true).Manned();
        world.Clock.Reset(Instant.FromUtc(2027, 5, 29, 0, 0));
        await world.Desk.Put(Trip(), Stop);
        Assert.Equal(3, world.News.Count);
    }

    [Fact]
    public async Task The_sweep_asks_the_others_when_the_captain_is_silent_until_48_hours_before()
    {
        var world = await new CrewWorld(captainFirst: true).Booked();
        Assert.Equal(0, await world.Desk.Sweep(Stop));
        world.Clock.Reset(Instant.FromUtc(2027, 5, 28, 17, 0));
        Assert.Equal(1, await world.Desk.Sweep(Stop));
        Assert.Equal(3, world.News.Count);
        Assert.Equal(0, await world.Desk.Sweep(Stop));
    }

    [Fact]
    public async Task A_declined_role_goes_to_the_next_person()
    {
        var world = await new CrewWorld().Booked();
        var reply = await world.Say(Priya, 1, false);
        Assert.Equal(AnswerOutcome.Counted, reply.Outcome);
        Assert.Equal("captain: ines None 1, first mate: theo None 1, deckhand: omar None 1", await world.Cast());
        Assert.Contains("omar crew-invitation deckhand-ask1", world.News);
    }

    [Fact]
    public async Task When_nobody_is_left_the_role_is_open()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Priya, 1, false);
        await world.Say(Omar, 1, false);
        Assert.Equal("captain: ines None 1, first mate: theo None 1, deckhand: nobody None 0", await world.Cast());
        Assert.Equal(EventState.Pending, (await world.Desk.View(Event, Stop))!.State);
    }

    [Fact]
    public async Task A_person_who_joins_the_roster_is_asked_for_the_open_role_by_the_sweep()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Priya, 1, false);
        await world.Say(Omar, 1, false);
        await world.Roster.Import([Person("noor", "Noor Vance", 9, Deck)], Stop);
        await world.Desk.Sweep(Stop);
        Assert.Contains("noor crew-invitation deckhand-ask1", world.News);
    }

    [Fact]
    public async Task Who_is_away_or_without_a_licence_is_passed_by()
    {
        var world = new CrewWorld();
        var day = new LocalDate(2027, 5, 30);
        await world.Roster.Import(
            [
                People[0] with { LicenceExpires = day.PlusDays(-1) }, .. People.Skip(1).Where(one => one.Id != Theo),
                People[2] with { Away = [day] },
            ],
            Stop);
        await world.Desk.Put(Trip(), Stop);
        Assert.Equal("captain: paolo None 1, first mate: ines None 1, deckhand: priya None 1", await world.Cast());
    }

    [Fact]
    public async Task A_change_of_time_asks_again_and_returns_every_answer_to_none()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Theo, 1, true);
        await world.Desk.Put(Trip(generation: 2, hour: 15), Stop);
        Assert.Equal("captain: ines None 2, first mate: theo None 2, deckhand: priya None 2", await world.Cast());
        Assert.Contains("theo crew-change first-mate-ask2", world.News);
        Assert.Contains("ines crew-change captain-ask2", world.News);
    }

    [Fact]
    public async Task A_change_of_wishes_or_guest_count_asks_nobody_again()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Theo, 1, true);
        var before = world.News;
        await world.Desk.Put(Trip(generation: 2, guests: 8, requests: "Quiet music"), Stop);
        Assert.Equal("captain: ines None 1, first mate: theo Yes 1, deckhand: priya None 1", await world.Cast());
        Assert.Equal(before, world.News);
    }

    [Fact]
    public async Task Who_declined_the_old_time_may_be_asked_for_the_new_one()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Priya, 1, false);
        await world.Say(Omar, 1, false);
        await world.Desk.Put(Trip(generation: 2, hour: 15), Stop);
        Assert.EndsWith("deckhand: priya None 2", await world.Cast(), StringComparison.Ordinal);
        Assert.Contains("priya crew-invitation deckhand-ask2", world.News);
    }

    [Fact]
    public async Task A_role_that_the_new_vessel_does_not_need_is_released()
    {
        var world = await new CrewWorld().Booked();
        await world.Desk.Put(Trip(generation: 2) with { Roles = [Roles[0], Roles[1]] }, Stop);
        Assert.Equal("captain: ines None 1, first mate: theo None 1", await world.Cast());
        Assert.Contains("priya crew-release deckhand-ask1", world.News);
        Assert.Equal(AnswerOutcome.Released, (await world.Say(Priya, 1, true)).Outcome);
    }

    [Fact]
    public async Task A_cancelled_charter_tells_those_who_were_asked_and_only_them()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Priya, 1, false);
        var put = await world.Desk.Put(Trip(generation: 2, live: false), Stop);
        Assert.False(put.Now.Live);
        Assert.Equal(
            ["ines", "omar", "theo"],
            world.Notices.Where(notice => notice.Key.Purpose == NoticePurpose.CrewCancelled)
                .Select(notice => notice.Key.Person).Order());
        Assert.Equal(AnswerOutcome.EventEnded, (await world.Say(Theo, 1, true)).Outcome);
    }

    [Fact]
    public async Task A_charter_that_is_taken_up_again_asks_anew()
    {
        var world = await new CrewWorld().Booked();
        await world.Desk.Put(Trip(generation: 2, live: false), Stop);
        await world.Desk.Put(Trip(generation: 3), Stop);
        Assert.Equal("captain: ines None 2, first mate: theo None 2, deckhand: priya None 2", await world.Cast());
        Assert.Equal(AnswerOutcome.Superseded, (await world.Say(Theo, 1, true)).Outcome);
    }

    [Fact]
    public async Task A_past_charter_asks_nobody()
    {
        var world = await new CrewWorld().Manned();
        world.Clock.Reset(Instant.FromUtc(2027, 6, 1, 0, 0));
        await world.Desk.Put(Trip(), Stop);
        Assert.Empty(world.News);
    }
}
