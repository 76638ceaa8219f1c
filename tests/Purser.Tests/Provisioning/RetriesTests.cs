using NodaTime;
using Purser.Bookings;
using Purser.Crew;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;
using Purser.Provisioning;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Provisioning;

public sealed class RetriesTests
{
    private static readonly Instant Later = Instant.FromUtc(2027, 5, 29, 0, 0);
    private readonly SimulatedHouse _house = new();

    private Retries Desk => new(
        _house.Office, _house.Provisioner, _house.Postman(Compartment.Office),
        new CrewOffice(
            _house.Store.Open(Compartment.Crew), _house.Postman(Compartment.Crew), _house.Hints, _house.Clock),
        _house.Hints);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("calendar")]
    [InlineData("crew")]
    [InlineData("page")]
    [InlineData("page-check")]
    public async Task One_surface_is_tried_again_and_the_others_keep_their_times(string surface)
    {
        var id = await Book();
        await Write(id, effects => effects with
        {
            Calendar = Failed(effects.Calendar),
            Crew = Failed(effects.Crew),
            Page = Failed(effects.Page),
            PageCheck = Failed(effects.PageCheck),
        });
        Assert.Equal(RetryOutcome.Asked, await Desk.Retry(id, surface, Stop));
        var file = await File(id);
        var states = new Dictionary<string, Effect>
        {
            ["calendar"] = file.Effects.Calendar,
            ["crew"] = file.Effects.Crew,
            ["page"] = file.Effects.Page,
            ["page-check"] = file.Effects.PageCheck,
        };
        Assert.Equal(surface, Assert.Single(states, pair => pair.Value.State == EffectState.Pending).Key);
        Assert.All(states.Where(pair => pair.Key != surface), pair => Assert.Equal(Later, pair.Value.NextTry));
        Assert.True(file.Work.Wanted > file.Work.Done);
        await _house.Settle();
        Assert.Equal(EffectState.Done, (await File(id)).Effects.Calendar.State);
    }

    [Fact]
    public async Task What_has_not_failed_is_not_tried_again_and_that_is_said()
    {
        var id = await Book();
        var before = await File(id);
        Assert.Equal(RetryOutcome.NotFailed, await Desk.Retry(id, "calendar", Stop));
        Assert.Equal(RetryOutcome.NotFailed, await Desk.Retry(id, "messages", Stop));
        Assert.Equal(RetryOutcome.NoSurface, await Desk.Retry(id, "weather", Stop));
        var unknown = Texts.Parse<BookingId>("zzzzzzzzzzzzzzzzzzzzzzzzzz");
        Assert.Equal(RetryOutcome.NoBooking, await Desk.Retry(unknown, "page", Stop));
        Assert.Equal(before.Work, (await File(id)).Work);
    }

    [Fact]
    public async Task Messages_that_failed_or_wait_for_another_try_are_sent_now()
    {
        var id = await Book();
        var lost = await Queue(Compartment.Office, OfficeRows.Partition(id), "guest", NoticeState.Failed);
        var waits = await Queue(
            Compartment.Crew, CrewRows.EventPartition(EventId.Of(id)), "ines", NoticeState.Queued);
        Assert.Equal(RetryOutcome.Asked, await Desk.Retry(id, "messages", Stop));
        foreach (var (compartment, key) in new[] { (Compartment.Office, lost), (Compartment.Crew, waits) })
        {
            var notice = NoticeRows.Read((await _house.Store.Open(compartment).Get(key, Stop))!);
            Assert.Equal((NoticeState.Queued, true), (notice.State, notice.IsDue(_house.Clock.GetCurrentInstant())));
        }
    }

    [Fact]
    public async Task Everything_that_failed_is_tried_again_at_one_wish()
    {
        var id = await Book();
        await Write(id, effects => effects with { Crew = Failed(effects.Crew), Page = Failed(effects.Page) });
        var lost = await Queue(Compartment.Office, OfficeRows.Partition(id), "guest", NoticeState.Failed);
        Assert.Equal(RetryOutcome.Asked, await Desk.Retry(id, null, Stop));
        var effects = (await File(id)).Effects;
        Assert.Equal(
            [EffectState.Done, EffectState.Pending, EffectState.Pending, EffectState.Done],
            [effects.Calendar.State, effects.Crew.State, effects.Page.State, effects.PageCheck.State]);
        Assert.Equal(NoticeState.Queued, NoticeRows.Read((await _house.Office.Get(lost, Stop))!).State);
    }

    private static Effect Failed(Effect effect) =>
        effect with { State = EffectState.Failed, NextTry = Later, Error = "it did not answer" };

    private async Task<BookingId> Book()
    {
        var reply = await _house.FrontDesk.Accept(Requests.Make(), NoRider.Instance, null, Stop);
        await _house.Settle();
        return Assert.IsType<FrontDeskReply.Created>(reply).File.Booking.Id;
    }

    private async Task<BookingFile> File(BookingId id) => (await BookingFile.Load(_house.Office, id, Stop))!;

    private async Task Write(BookingId id, Func<Effects, Effects> change)
    {
        var (file, key) = (await File(id), OfficeRows.Effects(id));
        var row = RecordChange.Put(key, file.Version(key), OfficeRows.Body(change(file.Effects)));
        Assert.Null(await _house.Office.Commit([row], Stop));
    }

    private async Task<RecordKey> Queue(Compartment compartment, string partition, string person, NoticeState state)
    {
        var now = _house.Clock.GetCurrentInstant();
        var key = new NoticeKey("some", person, NoticePurpose.GuestLink, "t1");
        var notice = new Notice(key, state, now - Duration.FromHours(1), Later, Attempts: 3, Error: "it did not answer");
        Assert.Null(await _house.Store.Open(compartment).Commit([NoticeRows.Queue(partition, notice)], Stop));
        return new RecordKey(partition, NoticeRows.Prefix + key.Name);
    }
}
