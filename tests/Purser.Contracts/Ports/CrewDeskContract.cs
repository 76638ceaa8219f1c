using NodaTime;
using Purser.Crew;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;
using static Purser.Contracts.Desks.CrewStage;

namespace Purser.Contracts.Ports;

/// <summary>What the crew desk promises to the office, in its own process or through its doors.</summary>
public abstract class CrewDeskContract(Desks.CrewDeskFixture fixture) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Desks.CrewStage Stage => fixture.Stage;

    private ICrewDesk Desk => fixture.Desk;

    private ICrewOffice Office => fixture.Office;

    public async ValueTask InitializeAsync() => await fixture.Start();

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Puts_are_guarded_by_the_generation()
    {
        await Said(PutOutcome.Stored, Trip(5));
        await Said(PutOutcome.Same, Trip(5));
        await Said(PutOutcome.Diverged, Trip(5, hour: 11));
        await Said(PutOutcome.Stale, Trip(4));
        await Said(PutOutcome.Stored, Trip(6, live: false));
        await Said(PutOutcome.Stale, Trip(5));
        await Said(PutOutcome.Diverged, Trip(6));
        Assert.False((await Desk.Read(Booking, Stop))!.Live);
    }

    [Fact]
    public async Task What_was_never_put_is_not_there_and_a_desks_own_event_is_no_bookings()
    {
        Assert.Null(await Desk.Read(Booking, Stop));
        Assert.Empty(await Desk.Notices(Booking, Stop));
        await Stage.Desk.Create(Own(Booking.Text), Stop);
        Assert.Null(await Desk.Read(Booking, Stop));
        var reply = await Desk.Put(Trip(1), Stop);
        Assert.Equal((PutOutcome.Diverged, 0), (reply.Outcome, reply.Now.Generation));
    }

    [Fact]
    public async Task Every_fact_of_a_put_arrives_as_it_was()
    {
        var trip = Trip(3) with
        {
            Requests = "Gâteau à 18 h; \"two\" children\nand a dog \u2014 \U0001F415",
            Payment = new CrewPayment("deposit_received", 4),
            Papers = new CrewPapers("K7MW4P", 2, 6, "Ana, Bo", 5) { Page = "https://guests.example.com/g/may-30" },
        };
        await Said(PutOutcome.Stored, trip);
        var stored = (await Stage.Desk.Sheet(EventId.Of(Booking), Stop))!.Event;
        Assert.Equal(
            (trip.Title, trip.Dock, trip.Guests, trip.Requests),
            (stored.Trip.Title, stored.Trip.Dock, stored.Trip.Guests, stored.Trip.Requests));
        Assert.Equal((trip.Trip, trip.Payment, trip.Papers), (stored.Trip.Trip, stored.Payment, stored.Papers));
        Assert.Equal(Roles.Select(Said), stored.Trip.Roles.Select(Said));
        await Said(PutOutcome.Same, trip);
        await Said(PutOutcome.Stored, trip with { Payment = new CrewPayment("paid_in_full", 5) });
        await Said(PutOutcome.Stored, trip with { Requests = null, Generation = 4, Papers = trip.Papers with { Code = null, Page = null } });
    }

    [Fact]
    public async Task Answers_are_read_back_with_names_and_counters()
    {
        await Said(PutOutcome.Stored, Trip(1));
        await Stage.Desk.Answer(EventId.Of(Booking), Ines, 1, yes: true, AnswerWay.Link, Stop);
        await Stage.Desk.Answer(EventId.Of(Booking), Theo, 1, yes: false, AnswerWay.Link, Stop);
        var seen = (await Desk.Read(Booking, Stop))!;
        Assert.Equal(("Ines Calloway", 1), (seen.Captain, seen.Generation));
        Assert.True(seen.Version > 0);
        var mate = seen.Roles.Single(role => role.Role == Mate);
        Assert.Equal(("omar", "Omar Haddad", CrewAnswer.None, 1), (mate.Member, mate.Name, mate.Answer, mate.Ask));
        var same = await Desk.Put(Trip(1), Stop);
        Assert.Equal((PutOutcome.Same, seen.Version), (same.Outcome, same.Now.Version));
    }

    [Fact]
    public async Task Notices_are_those_of_the_event()
    {
        await Said(PutOutcome.Stored, Trip(1));
        var notices = await Desk.Notices(Booking, Stop);
        Assert.Equal(3, notices.Count);
        Assert.Equal(await Stage.Desk.Notices(Booking, Stop), notices);
        Assert.All(notices, notice => Assert.Equal(NoticePurpose.CrewInvitation, notice.Key.Purpose));
    }

    [Fact]
    public async Task Lists_hold_every_live_booked_event_that_touches_the_dates()
    {
        for (var number = 0; number < 130; number++)
            await Stage.Desk.Put(Trip(1, day: 1 + (number % 28)) with { Booking = Numbered(number) }, Stop);
        await Stage.Desk.Put(Trip(2, live: false, day: 1) with { Booking = Numbered(0) }, Stop);
        await Stage.Desk.Create(Own("training"), Stop);
        Stage.CatchUp();
        var may = new LocalDate(2027, 5, 1);
        Assert.Equal(129, (await Desk.List(may, may.PlusDays(31), Stop)).DistinctBy(one => one.Booking).Count());
        Assert.Equal(129, (await Desk.List(may.PlusDays(-500), may.PlusDays(500), Stop)).DistinctBy(one => one.Booking).Count());
        Assert.Empty(await Desk.List(may.PlusDays(-9), may, Stop));
        Assert.Equal(4, (await Desk.List(may, may.PlusDays(1), Stop)).Count);
        Assert.Empty(await Desk.List(may, may, Stop));
    }

    [Fact]
    public async Task What_crew_read_and_names_an_amount_is_refused_for_good_by_its_field()
    {
        const string pay = "Tip is 50 dollars";
        (string Field, CrewTrip Trip)[] put =
        [
            ("title", Trip(1) with { Title = pay }), ("dock", Trip(1) with { Dock = pay }),
            ("requests", Trip(1) with { Requests = pay }),
            ("papers/missing", Trip(1) with { Papers = CrewPapers.None with { Missing = $"Ana, {pay}" } }),
            ("roles/1/tasks/0", Trip(1) with { Roles = [Roles[0], Roles[1] with { Tasks = [pay] }] }),
        ];
        foreach (var (field, trip) in put)
        {
            var refused = await Assert.ThrowsAsync<OutsideRefused>(() => Desk.Put(trip, Stop));
            Assert.Contains("/" + field, refused.Message, StringComparison.Ordinal);
        }

        Assert.Null(await Desk.Read(Booking, Stop));
    }

    [Fact]
    public async Task The_office_sees_people_and_their_links()
    {
        Assert.Equal(["ines", "paolo", "theo", "priya", "omar"], (await Office.People(Stop)).Select(person => person.Id));
        Assert.Equal("Priya Raman", (await Office.Names(Stop))["priya"]);
        Assert.True(await Office.SendLink("ines", Stop));
        Assert.False(await Office.SendLink("nobody", Stop));
        var ines = (await Office.People(Stop))[0];
        Assert.Equal(new CrewLinkLetter(NoticeState.Queued, Stage.Clock.GetCurrentInstant()), ines.Link);
        Assert.Equal(("Ines Calloway", "captain, first mate", "ines@example.com"), (ines.Name, string.Join(", ", ines.Ranks), ines.Email));
        var before = (await Stage.Roster.Find(Ines, Stop))!.LinkEpoch;
        Assert.True(await Office.RevokeLinks("ines", Stop));
        Assert.Equal(before + 1, (await Stage.Roster.Find(Ines, Stop))!.LinkEpoch);
        Assert.False(await Office.RevokeLinks("nobody", Stop));
    }

    [Fact]
    public async Task Drafts_are_read_with_their_text_and_said_to_be_sent_once()
    {
        await Said(PutOutcome.Stored, Trip(1));
        await Stage.Post.Deliver(CrewRows.EventPartition(EventId.Of(Booking)), Stop);
        Stage.CatchUp();
        var drafts = await Office.Drafts(Stop);
        Assert.Equal(3, drafts.Count);
        var draft = drafts.Single(one => one.Person == "ines");
        Assert.Equal(("By hand to ines: crew-invitation", "+16195550100"), (draft.Text, draft.Phone));
        Assert.Equal((Booking.Text, true, Trip(1).Title, Trip(1).Trip), (draft.About!.Id, draft.About.Booked, draft.About.Title, draft.About.Trip));
        Assert.True(await Office.SentByHand(draft.Partition, draft.Name, Stop));
        Assert.False(await Office.SentByHand(draft.Partition, draft.Name, Stop));
        Assert.False(await Office.SentByHand("event#none", "nothing", Stop));
        Stage.CatchUp();
        Assert.Equal(2, (await Office.Drafts(Stop)).Count);
    }

    [Fact]
    public async Task Letters_that_failed_are_tried_again()
    {
        await Said(PutOutcome.Stored, Trip(1));
        Assert.False(await Office.Retry(Booking, Stop));
        Stage.Letters.Mails = true;
        Stage.Mail.Refuse = _ => "no such mailbox";
        await Stage.Post.Deliver(CrewRows.EventPartition(EventId.Of(Booking)), Stop);
        Assert.True(await Office.Retry(Booking, Stop));
        Assert.All(await Desk.Notices(Booking, Stop), notice => Assert.Equal(NoticeState.Queued, notice.State));
    }

    private static string Said(VesselRole role) =>
        $"{role.Role} {role.BeforeMinutes} {role.AfterMinutes} {string.Join('|', role.Tasks)}";

    private async Task Said(PutOutcome outcome, CrewTrip trip)
    {
        var reply = await Desk.Put(trip, Stop);
        Assert.Equal(outcome, reply.Outcome);
        var read = (await Desk.Read(Booking, Stop))!;
        Assert.Equal(
            (read.Booking, read.Generation, read.Version, read.Live),
            (reply.Now.Booking, reply.Now.Generation, reply.Now.Version, reply.Now.Live));
        Assert.Equal(read.Roles, reply.Now.Roles);
    }
}
