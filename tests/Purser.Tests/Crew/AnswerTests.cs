using NodaTime;
using Purser.Crew;
using Purser.Fleet;
using Purser.Outside;
using static Purser.Tests.Crew.CrewWorld;

namespace Purser.Tests.Crew;

public sealed class AnswerTests
{
    [Fact]
    public async Task An_answer_is_counted_once()
    {
        var world = await new CrewWorld().Booked();
        Assert.Equal(AnswerOutcome.Counted, (await world.Say(Theo, 1, true)).Outcome);
        var after = await world.Sheet();
        Assert.Equal(AnswerOutcome.Same, (await world.Say(Theo, 1, true)).Outcome);
        Assert.Equal(AnswerOutcome.Same, (await world.Desk.Answer(Event, Theo, 1, true, AnswerWay.Mail, Stop)).Outcome);
        Assert.Equal(after.Event.Version, (await world.Sheet()).Event.Version);
    }

    [Fact]
    public async Task An_old_link_says_what_changed()
    {
        var world = await new CrewWorld().Booked();
        await world.Desk.Put(Trip(generation: 2, hour: 15), Stop);
        var reply = await world.Say(Theo, 1, true);
        Assert.Equal(AnswerOutcome.Superseded, reply.Outcome);
        var change = Assert.Single(
            CrewWords.Changes(reply.Standing!.Was!, reply.Standing.About, world.Fleet), fact => fact.Name == "Time");
        Assert.Equal(("10:00 – 13:00 PDT", "15:00 – 18:00 PDT"), (change.Was, change.Now));
    }

    [Fact]
    public async Task A_yes_may_be_taken_back_until_departure()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Priya, 1, true);
        Assert.Equal(AnswerOutcome.Counted, (await world.Say(Priya, 1, false)).Outcome);
        Assert.EndsWith("deckhand: omar None 1", await world.Cast(), StringComparison.Ordinal);
        world.Clock.Reset(Instant.FromUtc(2027, 5, 30, 17, 0));
        Assert.Equal(AnswerOutcome.Departed, (await world.Say(Omar, 1, true)).Outcome);
    }

    [Fact]
    public async Task A_no_may_become_a_yes_while_the_role_is_open()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Priya, 1, false);
        Assert.Equal(AnswerOutcome.RoleTaken, (await world.Say(Priya, 1, true)).Outcome);
        await world.Say(Omar, 1, false);
        Assert.Equal(AnswerOutcome.Counted, (await world.Say(Priya, 1, true)).Outcome);
        Assert.EndsWith("deckhand: priya Yes 1", await world.Cast(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_not_asked_cannot_answer()
    {
        var world = await new CrewWorld(captainFirst: true).Booked();
        Assert.Equal(AnswerOutcome.NotAsked, (await world.Say(Theo, 0, true)).Outcome);
        Assert.Equal(AnswerOutcome.NotAsked, (await world.Say(Omar, 1, true)).Outcome);
        Assert.Equal(
            AnswerOutcome.NotAsked,
            (await world.Desk.Answer(Texts.Parse<EventId>("nothing"), Omar, 1, true, AnswerWay.Link, Stop)).Outcome);
    }

    [Fact]
    public async Task Every_answer_leaves_a_hint_for_the_office()
    {
        var world = await new CrewWorld().Booked();
        while (world.Hints.Take() is not null)
        {
        }

        await world.Say(Theo, 1, true);
        Assert.Equal(new Hint.Follow(Booking), world.Hints.Take());
    }

    [Fact]
    public async Task The_captain_is_told_of_each_change_of_who_comes_and_unsent_news_is_one()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Theo, 1, true);
        Assert.DoesNotContain(world.News, line => line.Contains("captain-status", StringComparison.Ordinal));
        await world.Say(Ines, 1, true);
        await world.Say(Priya, 1, true);
        var status = Assert.Single(world.News, line => line.Contains("captain-status", StringComparison.Ordinal));
        Assert.StartsWith("ines ", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incident_28_The_same_put_again_invites_nobody_twice()
    {
        var world = await new CrewWorld().Booked();
        var before = world.Notices;
        for (var i = 0; i < 4; i++) Assert.Equal(PutOutcome.Same, (await world.Desk.Put(Trip(), Stop)).Outcome);
        Assert.Equal(before, world.Notices);
    }

    [Fact]
    public async Task Incident_10_Replacing_the_captain_is_one_command_that_tells_both()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Ines, 1, true);
        Assert.IsType<EventReply.Done>(await world.Desk.Assign(Event, Captain, Paolo, Stop));
        Assert.StartsWith("captain: paolo None 1", await world.Cast(), StringComparison.Ordinal);
        Assert.Contains("ines crew-release captain-ask1", world.News);
        Assert.Contains("paolo crew-invitation captain-ask1", world.News);
        Assert.Equal(AnswerOutcome.Released, (await world.Say(Ines, 1, true)).Outcome);
        Assert.Null((await world.Desk.Read(Booking, Stop))!.Captain);
        Assert.IsType<EventReply.Same>(await world.Desk.Assign(Event, Captain, Paolo, Stop));
    }

    [Fact]
    public async Task The_office_can_give_a_role_only_to_whom_it_fits()
    {
        var world = await new CrewWorld().Booked();
        async Task<EventRefusal> Give(CrewRole role, MemberId member) =>
            Assert.IsType<EventReply.Refused>(await world.Desk.Assign(Event, role, member, Stop)).Why;
        Assert.Equal(EventRefusal.NotOfRank, await Give(Captain, Priya));
        Assert.Equal(EventRefusal.UnknownMember, await Give(Captain, Id("nobody")));
        Assert.Equal(EventRefusal.HasRole, await Give(Deck, Theo));
        Assert.Equal(EventRefusal.UnknownRole, await Give(Texts.Parse<CrewRole>("cook"), Theo));
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task The_table_of_answers(string stage, string time, bool sameAsk, bool yes, AnswerOutcome outcome)
    {
        var world = await new CrewWorld().Booked();
        if (stage is "confirmed") await world.Say(Priya, 1, true);
        if (stage is "declined") await world.Say(Priya, 1, false);
        if (stage is "released") await world.Desk.Assign(Event, Deck, Omar, Stop);
        if (time is "cancelled") await world.Desk.Put(Trip(generation: 2, live: false), Stop);
        if (time is "under way") world.Clock.Reset(Instant.FromUtc(2027, 5, 30, 18, 0));
        if (time is "over") world.Clock.Reset(Instant.FromUtc(2027, 5, 30, 20, 0));
        var sheet = await world.Sheet();
        Assert.Equal(outcome, CrewDesk.Judge(sheet, Priya, sameAsk ? 1 : 7, yes, world.Clock.GetCurrentInstant()));
    }

    public static TheoryData<string, string, bool, bool, AnswerOutcome> Table()
    {
        var table = new TheoryData<string, string, bool, bool, AnswerOutcome>();
        foreach (var stage in (string[])["asked", "confirmed", "declined", "released"])
            foreach (var time in (string[])["before", "under way", "over", "cancelled"])
                foreach (var sameAsk in (bool[])[true, false])
                    foreach (var yes in (bool[])[true, false])
                        table.Add(stage, time, sameAsk, yes, Expected(stage, time, sameAsk, yes));
        return table;
    }

    private static AnswerOutcome Expected(string stage, string time, bool sameAsk, bool yes) => (stage, time, sameAsk, yes) switch
    {
        (_, "over" or "cancelled", _, _) => AnswerOutcome.EventEnded,
        ("released", _, _, _) => AnswerOutcome.Released,
        (_, _, false, _) => AnswerOutcome.Superseded,
        ("confirmed", _, _, true) or ("declined", _, _, false) => AnswerOutcome.Same,
        (_, "under way", _, _) => AnswerOutcome.Departed,
        ("declined", _, _, true) => AnswerOutcome.RoleTaken,
        _ => AnswerOutcome.Counted,
    };
}
