using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Guests;
using Purser.Guests.Waivers;
using Purser.Outside;
using Purser.Outside.Records;
using Purser.Reception;
using Purser.Tests.Guests;
using Purser.Tests.Simulation;

namespace Purser.Tests.Provisioning;

/// <summary>What has been kept for its days is removed, and nothing earlier; visits are counts by the hour.</summary>
public sealed class RetentionTests
{
    private static readonly Instant Returns = Instant.FromUtc(2027, 5, 30, 20, 0);
    private readonly SimulatedHouse _house = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mails_and_visits_go_when_their_days_are_over_and_not_a_day_before()
    {
        _house.Fleet = _house.Fleet with { Retention = new RetentionRules(730, 180, 2555, 30, 20) };
        var id = await Sailed();
        await Count(id, Returns + Duration.FromDays(1), 3);
        await RunAt(Returns + Duration.FromDays(19));
        Assert.Equal((4, 3), (_house.Mail.Kept.Count(), await Visits(id)));
        await RunAt(Returns + Duration.FromDays(20));
        Assert.Equal((4, 0), (_house.Mail.Kept.Count(), await Visits(id)));
        await RunAt(Returns + Duration.FromDays(30));
        Assert.Equal(4, _house.Mail.Kept.Count());
        await RunAt(Returns + Duration.FromDays(31));
        Assert.Empty(_house.Mail.Kept);
        Assert.Equal(4, (await _house.Retention.Last(Stop))!.Removed["mails"]);
    }

    [Fact]
    public async Task It_runs_once_a_harbour_day_and_makes_up_for_days_that_were_missed()
    {
        _house.Fleet = _house.Fleet with { Retention = new RetentionRules(730, 180, 2555, 30, 20) };
        var id = await Sailed();
        await Count(id, Returns, 1);
        _house.Clock.Reset(Returns + Duration.FromDays(2));
        Assert.True(await _house.Retention.Run(Stop));
        Assert.False(await _house.Retention.Run(Stop));
        // One minute before and after midnight in San Diego.
        _house.Clock.Reset(Instant.FromUtc(2027, 6, 2, 6, 59));
        Assert.False(await _house.Retention.Run(Stop));
        _house.Clock.Reset(Instant.FromUtc(2027, 6, 2, 7, 1));
        Assert.True(await _house.Retention.Run(Stop));
        await RunAt(Returns + Duration.FromDays(200));
        Assert.Equal(0, await Visits(id));
    }

    [Fact]
    public async Task Visits_are_counted_by_the_harbours_hour_and_only_of_the_present_address()
    {
        var id = await Sailed();
        await Count(id, Returns + Duration.FromMinutes(10), 2);
        await Count(id, Returns + Duration.FromMinutes(50), 3);
        await Count(id, Returns + Duration.FromMinutes(61), 1);
        await _house.Care.Count(
            [new VisitCount(Texts.Parse<Slug>("nobodys-page"), VisitKind.Page, Returns, 9)], Stop);
        Assert.Equal(
            [
                new Visits(new LocalDateTime(2027, 5, 30, 13, 0), VisitKind.Page, 5),
                new Visits(new LocalDateTime(2027, 5, 30, 14, 0), VisitKind.Page, 1),
            ],
            await _house.Care.Opened(id, Stop));
    }

    [Fact]
    public async Task A_page_that_is_opened_after_its_log_was_cleared_leaves_no_trace()
    {
        var id = await Sailed();
        await Count(id, Returns + Duration.FromDays(91), 1);
        Assert.Equal(0, await Visits(id));
    }

    [Fact]
    public async Task The_version_that_the_office_follows_rises_when_records_are_cleared()
    {
        var id = await Sailed();
        var guest = _house.Store.Open(Compartment.Guest);
        for (var i = 0; i < 120; i++)
        {
            var key = new RecordKey(GuestRows.Partition(id), $"{GuestRows.WaiverPrefix}w{i:D3}");
            await guest.Commit([RecordChange.Put(key, 0, GuestRows.Body(Signed(i)))], Stop);
        }

        var before = await GuestVersion(id);
        Assert.Equal(120, await _house.Care.Forget(id, GuestThing.Waivers, Stop));
        Assert.True(await GuestVersion(id) > before);
        Assert.Equal(0, await _house.Care.Forget(id, GuestThing.Waivers, Stop));
    }

    private static Waiver Signed(int number)
    {
        var name = Texts.Parse<PassengerName>($"Guest {number}");
        var given = new WaiverGiven(name, null, 4, "en", "hash", name, null, null, "en");
        var at = GuestSamples.Example.Booked;
        return new Waiver(
            $"w{number:D3}", given, at, at + Duration.FromDays(365), WaiverProof.Code, GuestSamples.Example.Trip, 1);
    }

    private async Task<long> GuestVersion(BookingId id) =>
        (await _house.Guests.Read(id, Stop))!.Version;

    private async Task RunAt(Instant at)
    {
        _house.Clock.Reset(at);
        await _house.Retention.Run(Stop);
    }

    private async Task Count(BookingId id, Instant at, int count)
    {
        var slug = (await _house.Shelf.Read(id, Stop))!.Booking.Slug!.Value;
        await _house.Care.Count([new VisitCount(slug, VisitKind.Page, at, count)], Stop);
    }

    private async Task<int> Visits(BookingId id) => (await _house.Care.Opened(id, Stop)).Sum(one => one.Count);

    private async Task<BookingId> Sailed()
    {
        await _house.WithCrew();
        var reply = await _house.FrontDesk.Accept(Requests.Make(), NoRider.Instance, null, Stop);
        await _house.Settle();
        return Assert.IsType<FrontDeskReply.Created>(reply).File.Booking.Id;
    }
}
