using NodaTime;
using Purser.Crew;
using Purser.Outside;
using static Purser.Tests.Crew.CrewWorld;

namespace Purser.Tests.Crew;

public sealed class DeskEventTests
{
    private static readonly EventId Training = Texts.Parse<EventId>("training-june");

    private static EventDraft Draft(string? notes = null, int hour = 9) => new(
        Training,
        new TripHalf(
            "Man overboard drill", "training", Trip(hour: hour, day: 20).Trip, "Slip 14", 0, null, [Roles[0], Roles[2]]),
        notes);

    [Fact]
    public async Task An_event_of_the_desk_invites_its_crew_and_is_made_once()
    {
        var world = await new CrewWorld().Manned();
        Assert.True(Assert.IsType<EventReply.Done>(await world.Desk.Create(Draft(), Stop)).New);
        Assert.IsType<EventReply.Same>(await world.Desk.Create(Draft(), Stop));
        Assert.Equal(EventRefusal.IdTaken, Assert.IsType<EventReply.Refused>(await world.Desk.Create(Draft(hour: 8), Stop)).Why);
        Assert.Equal(["ines crew-invitation captain-ask1", "priya crew-invitation deckhand-ask1"], world.News);
    }

    [Fact]
    public async Task Who_is_named_with_the_event_is_asked_and_nobody_in_vain()
    {
        var world = await new CrewWorld().Manned();
        var draft = Draft() with { Members = [new WantedMember(Deck, Omar, "roles/1/member")] };
        Assert.True(Assert.IsType<EventReply.Done>(await world.Desk.Create(draft, Stop)).New);
        Assert.Equal(["ines crew-invitation captain-ask1", "omar crew-invitation deckhand-ask1"], world.News);
        var again = new EventChange { Members = [new WantedMember(Deck, Omar, "roles/0/member")] };
        Assert.IsType<EventReply.Same>(await world.Desk.Change(Training, again, Stop));
        var other = new EventChange { Members = [new WantedMember(Captain, Paolo, "roles/0/member")] };
        Assert.IsType<EventReply.Done>(await world.Desk.Change(Training, other, Stop));
        Assert.Contains("paolo crew-invitation captain-ask1", world.News);
    }

    [Fact]
    public async Task Who_is_not_on_the_roster_is_refused_where_he_is_named_and_nothing_is_made()
    {
        var world = await new CrewWorld().Manned();
        var draft = Draft() with { Members = [new WantedMember(Deck, Id("nobody"), "roles/1/member")] };
        var refused = Assert.IsType<EventReply.Refused>(await world.Desk.Create(draft, Stop));
        Assert.Equal((EventRefusal.UnknownMember, "roles/1/member"), (refused.Why, refused.Field));
        Assert.Null(await world.Desk.View(Training, Stop));
        Assert.Empty(world.News);
    }

    [Fact]
    public async Task A_cursor_that_no_list_gave_is_told()
    {
        var world = await new CrewWorld().Booked();
        var query = new EventQuery(new LocalDate(2027, 5, 1), new LocalDate(2027, 6, 1), "2027-05!x");
        await Assert.ThrowsAsync<CursorUnknown>(() => world.Desk.Events(query, Stop));
    }

    [Fact]
    public async Task Incident_04_Notes_are_written_and_removed()
    {
        var world = await new CrewWorld().Booked();
        async Task<string?> Notes() => (await world.Sheet()).Event.Own.CrewNotes;
        Assert.IsType<EventReply.Done>(await world.Desk.Change(Event, new EventChange(CrewNotes: "Bring the ladder"), Stop));
        Assert.Equal("Bring the ladder", await Notes());
        Assert.IsType<EventReply.Done>(
            await world.Desk.Change(Event, new EventChange(CrewNotes: new Optional<string?>(true, null)), Stop));
        Assert.Null(await Notes());
    }

    [Fact]
    public async Task Incident_03_Notes_that_speak_of_pay_are_refused()
    {
        var world = await new CrewWorld().Booked();
        var reply = await world.Desk.Change(Event, new EventChange(CrewNotes: "Captain fee 150, gross 840.75"), Stop);
        Assert.Equal(EventRefusal.SpeaksOfPay, Assert.IsType<EventReply.Refused>(reply).Why);
        Assert.Null((await world.Sheet()).Event.Own.CrewNotes);
        Assert.IsType<EventReply.Refused>(await world.Desk.Create(Draft("Pay is $25 per hour"), Stop));
    }

    [Fact]
    public async Task A_change_by_who_saw_an_older_version_is_refused()
    {
        var world = await new CrewWorld().Booked();
        var version = (await world.Sheet()).Event.Version;
        await world.Desk.Change(Event, new EventChange(CrewNotes: "One", Version: version), Stop);
        Assert.IsType<EventReply.Outdated>(await world.Desk.Change(Event, new EventChange(CrewNotes: "Two", Version: version), Stop));
    }

    [Fact]
    public async Task A_task_is_ticked_once_by_a_named_person()
    {
        var world = await new CrewWorld().Booked();
        Assert.IsType<EventReply.Done>(await world.Desk.Tick(Event, Theo, "first-mate-1", true, Stop));
        Assert.IsType<EventReply.Same>(await world.Desk.Tick(Event, Priya, "first-mate-1", true, Stop));
        Assert.Equal(Theo, (await world.Sheet()).Event.Checklist.Single(item => item.Id == "first-mate-1").Done!.By);
        Assert.IsType<EventReply.Refused>(await world.Desk.Tick(Event, Theo, "cook-1", true, Stop));
    }

    [Fact]
    public async Task Cancelling_twice_is_the_same()
    {
        var world = await new CrewWorld().Manned();
        await world.Desk.Create(Draft(), Stop);
        Assert.IsType<EventReply.Done>(await world.Desk.Cancel(Training, new EventChange(), Stop));
        Assert.IsType<EventReply.Same>(await world.Desk.Cancel(Training, new EventChange(), Stop));
        Assert.Equal(2, world.News.Count(line => line.Contains("crew-cancelled", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_table_of_states_is_complete()
    {
        var rows = Enum.GetValues<EventState>().Select(state =>
            $"{state.Word}: {string.Join(' ', Enum.GetValues<EventAct>().Where(act => state.Allows(act)))}");
        Assert.Equal(
            [
                "pending: Answer Assign WriteNotes Tick ChangeTrip Cancel",
                "confirmed: Answer Assign WriteNotes Tick ChangeTrip Cancel",
                "in progress: Assign WriteNotes Tick ChangeTrip Cancel",
                "completed: WriteNotes Tick",
                "cancelled: Cancel",
            ],
            rows);
    }

    [Fact]
    public async Task The_state_follows_the_clock()
    {
        var world = await new CrewWorld().Booked();
        async Task<string> At(int hour)
        {
            world.Clock.Reset(Instant.FromUtc(2027, 5, 30, hour, 0));
            return (await world.Desk.View(Event, Stop))!.State.Word;
        }

        Assert.Equal("pending", await At(16));
        foreach (var member in (MemberId[])[Ines, Theo, Priya]) await world.Say(member, 1, true);
        Assert.Equal("confirmed", await At(16));
        Assert.Equal("in progress", await At(17));
        Assert.Equal("completed", await At(20));
    }

    [Fact]
    public async Task Pages_of_a_list_hold_every_event_once()
    {
        var world = await new CrewWorld().Manned();
        for (var i = 0; i < 7; i++)
            await world.Desk.Create(Draft() with { Id = Texts.Parse<EventId>($"drill-{i}") }, Stop);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await world.Desk.Events(new EventQuery(new LocalDate(2027, 5, 1), new LocalDate(2027, 7, 1), cursor, 3), Stop);
            seen.AddRange(page.Items.Select(item => item.Event.Id.Text));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(7, seen.Count);
        Assert.Equal(seen.Distinct(), seen);
    }
}
