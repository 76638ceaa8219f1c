using Purser.Finance.Entries;

namespace Purser.Tests.Finance;

public sealed class DeskEntryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly DeskEntryRequest Haul =
        new("maintenance", "jada", "2027-06-01T08:00", "2027-06-03T17:00", "Haul-out", "Shelter Island yard");

    private readonly PlainRecords _calendar = Example.Calendar();

    private CalendarDesk Desk => Example.Desk(_calendar);

    [Fact]
    public async Task Created_twice_it_is_there_once()
    {
        Assert.IsType<DeskOutcome.Created>(await Desk.Create("haul", Haul, Stop));
        Assert.IsType<DeskOutcome.Same>(await Desk.Create("haul", Haul, Stop));
        Assert.IsType<DeskOutcome.Taken>(await Desk.Create("haul", Haul with { End = "2027-06-04T17:00" }, Stop));
        Assert.Equal(1, _calendar.Commits);
    }

    [Fact]
    public async Task A_change_wants_the_version_that_was_seen()
    {
        await Desk.Create("haul", Haul, Stop);
        Assert.IsType<DeskOutcome.Changed>(await Desk.Patch("haul", fields => fields with { Title = null }, 1, Stop));
        var outdated = Assert.IsType<DeskOutcome.Outdated>(
            await Desk.Patch("haul", fields => fields with { Type = "hold" }, 1, Stop));
        Assert.Equal(2, outdated.Entry.Version);
        Assert.IsType<DeskOutcome.Same>(await Desk.Patch("haul", fields => fields, null, Stop));
        Assert.IsType<DeskOutcome.Unknown>(await Desk.Patch("other", fields => fields, null, Stop));
    }

    [Fact]
    public async Task Cancelled_it_stays_so()
    {
        await Desk.Create("haul", Haul, Stop);
        Assert.IsType<DeskOutcome.Outdated>(await Desk.Cancel("haul", 7, Stop));
        Assert.False(Assert.IsType<DeskOutcome.Changed>(await Desk.Cancel("haul", 1, Stop)).Entry.Live);
        Assert.IsType<DeskOutcome.Same>(await Desk.Cancel("haul", 1, Stop));
        Assert.IsType<DeskOutcome.Cancelled>(await Desk.Create("haul", Haul, Stop));
        Assert.IsType<DeskOutcome.Cancelled>(await Desk.Patch("haul", fields => fields with { Title = "x" }, null, Stop));
        Assert.False((await new MoneyCalendarDesk(Desk, Example.Office(), Example.Rates).ReadDeskEntry("haul", Stop))!.Live);
    }

    [Fact]
    public async Task An_entry_of_a_booking_is_changed_at_the_booking_whatever_is_sent()
    {
        await Desk.Put(Example.Put(), null, Stop);
        var id = Example.Id.Text;
        Assert.IsType<DeskOutcome.OwnedByBooking>(await Desk.Patch(id, _ => Haul with { Type = "nonsense" }, 99, Stop));
        Assert.IsType<DeskOutcome.OwnedByBooking>(await Desk.Cancel(id, null, Stop));
        Assert.IsType<DeskOutcome.OwnedByBooking>(await Desk.Create(id, Haul, Stop));
    }

    [Fact]
    public async Task A_booking_never_takes_over_a_desk_only_entry()
    {
        await Desk.Create(Example.Id.Text, Haul, Stop);
        Assert.Equal(Outside.PutOutcome.Diverged, (await Desk.Put(Example.Put(9), null, Stop)).Outcome);
        Assert.Equal(EntryType.Maintenance, (await Desk.Read(Example.Id.Text, Stop))!.Type);
    }

    [Theory]
    [InlineData("charter", "jada", "2027-06-01T08:00", "2027-06-01T09:00", "/type")]
    [InlineData("hold", "bounty", "2027-06-01T08:00", "2027-06-01T09:00", "/vessel")]
    [InlineData("hold", "jada", "2027-06-01T08:00Z", "2027-06-01T09:00", "/start")]
    [InlineData("hold", "jada", "2027-06-01", "2027-06-01T09:00", "/start")]
    [InlineData("hold", "jada", "2027-06-01T08:00", "2027-06-01T08:00", "/end")]
    [InlineData("hold", "jada", "2027-06-01T08:00", "2027-09-01T08:00", "/end")]
    [InlineData("hold", "jada", "2027-03-14T02:30", "2027-03-14T08:00", "/start")]
    [InlineData("hold", "jada", "0001-03-14T02:30", "2027-03-14T08:00", "/start")]
    [InlineData("hold", "jada", "2027-06-01T08:00", null, "/end")]
    public async Task What_makes_no_entry_is_refused_naming_the_field(
        string type, string vessel, string start, string? end, string pointer)
    {
        var outcome = await Desk.Create("x", new DeskEntryRequest(type, vessel, start, end), Stop);
        var flaw = Assert.Single(Assert.IsType<DeskOutcome.Flawed>(outcome).Flaws);
        Assert.Equal(pointer, flaw.Pointer);
        Assert.Equal(0, _calendar.Commits);
    }

    [Fact]
    public async Task Incident_26_a_skipped_time_is_refused_with_both_neighbours()
    {
        var outcome = await Desk.Create("x", Haul with { Start = "2027-03-14T02:30", End = "2027-03-15T00:00" }, Stop);
        var flaw = Assert.Single(Assert.IsType<DeskOutcome.Flawed>(outcome).Flaws);
        Assert.Equal("Send 2027-03-14T01:59 or before, or 2027-03-14T03:00 or after.", flaw.Remedy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("A")]
    [InlineData("a#b")]
    public async Task A_bad_id_is_refused(string id)
    {
        var flaws = Assert.IsType<DeskOutcome.Flawed>(await Desk.Create(id, Haul, Stop)).Flaws;
        Assert.Equal("/id", Assert.Single(flaws).Pointer);
        Assert.Null(await Desk.Read(id, Stop));
    }
}
