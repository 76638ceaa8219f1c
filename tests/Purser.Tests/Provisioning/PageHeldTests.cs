using Purser.Bookings;
using Purser.Outside.Outbox;
using Purser.Guests;
using Purser.Outside;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Provisioning;

/// <summary>A page that the gate holds back: the old one stays, and the owner is told once.</summary>
public sealed class PageHeldTests
{
    private readonly SimulatedHouse _house = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_old_page_stays_and_the_owner_is_told_once_why()
    {
        var id = await Book();
        var before = (await File(id)).Page!;
        _house.Gate.Against = "Wind 9";
        Assert.True(await _house.Shelf.DayNote(id, "Wind 9 knots.", Now, Stop));
        await Work(id);
        var held = await File(id);
        Assert.Equal((EffectState.Failed, null), (held.Effects.Page.State, held.Effects.Page.NextTry));
        Assert.Contains("The page says \"Wind 9\".", held.Effects.Page.Error);
        Assert.Equal(before, held.Page, new SamePut());
        Assert.Equal(held.Work.Wanted, held.Work.Done);
        await _house.Provisioner.Look(id, Stop);
        await Work(id);
        var alert = Assert.Single((await File(id)).Notices, notice => notice.Key.Purpose == NoticePurpose.OwnerAlert);
        Assert.Contains("the old one stays", alert.Detail);
    }

    [Fact]
    public async Task Other_facts_are_tried_again_and_published()
    {
        var id = await Book();
        _house.Gate.Against = "Wind 9";
        await _house.Shelf.DayNote(id, "Wind 9 knots.", Now, Stop);
        await Work(id);
        await _house.Shelf.DayNote(id, "Wind 7 knots.", Now, Stop);
        await Work(id);
        var file = await File(id);
        Assert.Equal(EffectState.Done, file.Effects.Page.State);
        Assert.Null(file.Effects.PageHeld);
        Assert.Contains("Wind 7 knots.", Text(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_template_is_tried_again_by_itself()
    {
        var id = await Book();
        _house.Gate.Against = "guest/page.html";
        _house.Templates.Version = "broken";
        await Drift();
        Assert.Equal(EffectState.Failed, (await File(id)).Effects.Page.State);
        var looked = _house.Gate.Looked;
        await Drift();
        Assert.Equal(looked, _house.Gate.Looked);
        (_house.Gate.Against, _house.Templates.Version) = (null, "mended");
        await Drift();
        Assert.Equal(EffectState.Done, (await File(id)).Effects.Page.State);
    }

    [Fact]
    public async Task The_offices_note_is_in_the_page_and_gone_when_cleared()
    {
        var id = await Book();
        Assert.True(await _house.Shelf.DayNote(id, "Fog until ten.", Now, Stop));
        await Work(id);
        Assert.Contains("Fog until ten.", Text(await File(id)), StringComparison.Ordinal);
        Assert.True(await _house.Shelf.DayNote(id, null, Now, Stop));
        await Work(id);
        Assert.DoesNotContain("Fog until ten.", Text(await File(id)), StringComparison.Ordinal);
        var nobody = Texts.Parse<BookingId>("zzzzzzzzzzzzzzzzzzzzzzzzzz");
        Assert.False(await _house.Shelf.DayNote(nobody, "Fog.", Now, Stop));
    }

    private async Task Drift()
    {
        await _house.Drift();
        while (await _house.Step())
        {
        }
    }

    private NodaTime.Instant Now => _house.Clock.GetCurrentInstant();

    private async Task Work(BookingId id)
    {
        await _house.Hints.Leave(new Hint.Booking(id), Stop);
        await _house.Settle();
    }

    private async Task<BookingId> Book()
    {
        var reply = await _house.FrontDesk.Accept(
            Requests.Make("XHQGMDH", start: new NodaTime.LocalDateTime(2027, 5, 30, 10, 0)), NoRider.Instance, null, Stop);
        await _house.Settle();
        return Assert.IsType<FrontDeskReply.Created>(reply).File.Booking.Id;
    }

    private async Task<BookingFile> File(BookingId id) => (await BookingFile.Load(_house.Office, id, Stop))!;

    private string Text(BookingFile file) => System.Text.Encoding.UTF8.GetString(
        _house.Objects.All[PagePlace.Object(file.Booking.Slug!.Value)].Content.Body.Span);

    private sealed class SamePut : IEqualityComparer<PageRow?>
    {
        public bool Equals(PageRow? one, PageRow? two) => one?.Revision == two?.Revision && one?.Page == two?.Page;

        public int GetHashCode(PageRow? row) => row?.Revision.GetHashCode() ?? 0;
    }
}
