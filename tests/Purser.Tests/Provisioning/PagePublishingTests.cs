using System.Security.Cryptography;
using System.Text;
using Purser.Bookings;
using Purser.Guests;
using Purser.Outside;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Provisioning;

public sealed class PagePublishingTests
{
    private readonly SimulatedHouse _house = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Incident_05_A_page_that_the_public_address_does_not_show_is_never_called_published()
    {
        var id = await Book();
        var file = await File(id);
        var key = PagePlace.Object(file.Booking.Slug!.Value);
        Assert.Equal(Sha(key), file.Effects.PageCheck.Proof);
        var wrong = new ObjectContent(Encoding.UTF8.GetBytes("somebody else's page"), "text/html", "max-age=3600", 0);
        _house.Objects.Meddle(key, wrong);
        await _house.Provisioner.Replan(id, Stop);
        await _house.Settle();
        Assert.Equal(file.Page!.Page!.Sha256, Sha(key));
        Assert.Equal((EffectState.Done, Sha(key)), ((await File(id)).Effects.PageCheck.State, (await File(id)).Effects.PageCheck.Proof));
    }

    [Fact]
    public async Task Incident_30_Only_the_path_of_a_page_whose_bytes_changed_is_invalidated()
    {
        var id = await Book();
        await Book("ABCDEFG", day: 2);
        Assert.Empty(_house.Edge.Invalidated);
        await _house.Provisioner.Replan(id, Stop);
        await _house.FrontDesk.Change(
            id, now => BookingEdit.Of(now) with { Guest = now.Guest with { Party = 3 } }, null, NoRider.Instance, Stop);
        await _house.Settle();
        var page = PagePlace.EdgePaths(PagePlace.Object((await File(id)).Booking.Slug!.Value));
        Assert.NotEmpty(_house.Edge.Invalidated);
        Assert.All(_house.Edge.Invalidated, path => Assert.Contains(path, page));
    }

    private async Task<BookingId> Book(string reference = "XHQGMDH", int day = 30)
    {
        var start = day == 30 ? new NodaTime.LocalDateTime(2027, 5, 30, 10, 0) : new NodaTime.LocalDateTime(2027, 6, day + 1, 10, 0);
        var reply = await _house.FrontDesk.Accept(Requests.Make(reference, start: start), NoRider.Instance, null, Stop);
        await _house.Settle();
        return Assert.IsType<FrontDeskReply.Created>(reply).File.Booking.Id;
    }

    private async Task<BookingFile> File(BookingId id) => (await BookingFile.Load(_house.Office, id, Stop))!;

    private string Sha(ObjectKey key) => Convert.ToHexStringLower(SHA256.HashData(_house.Objects.All[key].Content.Body.Span));
}
