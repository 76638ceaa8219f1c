using NodaTime;
using Purser.Bookings;
using Purser.Finance.Entries;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Reception;

/// <summary>
/// The desk has committed, and whoever was to let the vessel's days follow is gone: the drift check does it, for every
/// desk-only entry, live or cancelled, wherever in time it stands.
/// </summary>
public sealed class VesselBookTests
{
    private readonly SimulatedHouse _house = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entry_that_nobody_followed_takes_its_time_after_a_drift_check()
    {
        await Create("hold-1", "2027-05-30T08:00");
        await _house.Vessels.FollowAll(Stop);
        Assert.Equal(RefusalReason.Taken, await Refused("D1"));
    }

    [Fact]
    public async Task A_cancelled_one_releases_it()
    {
        await Create("hold-1", "2027-05-30T08:00");
        await _house.Vessels.Follow("hold-1", Stop);
        Assert.IsType<DeskOutcome.Changed>(await _house.Entries.Cancel("hold-1", null, Stop));
        Assert.Equal(RefusalReason.Taken, await Refused("D1"));
        await _house.Vessels.FollowAll(Stop);
        Assert.Null(await Refused("D1"));
    }

    [Theory]
    [InlineData("2029-05-30")]
    [InlineData("2027-02-01")]
    public async Task One_that_was_moved_far_away_releases_it_too(string date)
    {
        await Create("hold-1", "2027-05-30T08:00");
        await _house.Vessels.FollowAll(Stop);
        DeskEntryRequest Move(DeskEntryRequest entry) => entry with { Start = $"{date}T08:00", End = $"{date}T16:00" };
        Assert.IsType<DeskOutcome.Changed>(await _house.Entries.Patch("hold-1", Move, null, Stop));
        await _house.Vessels.FollowAll(Stop);
        Assert.Null(await Refused("D1"));
    }

    [Fact]
    public async Task The_owner_is_told_once_of_bookings_that_stand_there_already()
    {
        var booked = Assert.IsType<FrontDeskReply.Created>(await Book("XHQGMDH", "boatsetter")).File.Booking;
        await Create("hold-1", "2027-05-30T08:00");
        await _house.Vessels.FollowAll(Stop);
        await _house.Vessels.FollowAll(Stop);
        var file = (await BookingFile.Load(_house.Office, booked.Id, Stop))!;
        var alert = Assert.Single(file.Notices, notice => notice.Key.Cause == "entry-hold-1-v1");
        Assert.Equal(NoticePurpose.OwnerAlert, alert.Key.Purpose);
    }

    [Fact]
    public async Task Many_entries_are_all_followed()
    {
        for (var i = 0; i < 120; i++)
        {
            var day = new LocalDate(2027, 5, 30).PlusDays(i);
            await Create($"hold-{i}", $"{day:uuuu'-'MM'-'dd}T08:00");
        }

        await _house.Vessels.FollowAll(Stop);
        var last = new LocalDateTime(2027, 5, 30, 10, 0).PlusDays(119);
        Assert.Equal(RefusalReason.Taken, await Refused("D1", last));
        Assert.Null(await Refused("D2", last.PlusDays(1)));
    }

    private async Task Create(string id, string start)
    {
        var end = start[..10] + "T16:00";
        var request = new DeskEntryRequest("hold", "jada", start, end, "Scouts", null);
        Assert.IsType<DeskOutcome.Created>(await _house.Entries.Create(id, request, Stop));
    }

    private Task<FrontDeskReply> Book(string reference, string channel = "direct", LocalDateTime? start = null) =>
        _house.FrontDesk.Accept(Requests.Make(reference, channel, start), NoRider.Instance, null, Stop);

    private async Task<RefusalReason?> Refused(string reference, LocalDateTime? start = null) =>
        await Book(reference, start: start) is FrontDeskReply.Refused refused ? refused.Reason : null;
}
