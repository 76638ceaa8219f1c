using MimeKit;
using NodaTime;
using Purser.Bookings;
using Purser.Embedded.Mail;
using Purser.Guests;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Notices;

/// <summary>What time and guests' photos bring: each once, at its moment, and only while it is true.</summary>
public sealed class TimedNoticesTests
{
    private static readonly Instant Returns = Instant.FromUtc(2027, 5, 30, 20, 0);
    private readonly SimulatedHouse _house = new();
    private long _version = 1000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Photos_are_ready_once_some_hours_after_the_last_one()
    {
        var id = await Booked();
        await Given(id, Returns + Hours(1), published: 3);
        await At(Returns + Hours(6));
        Assert.Empty(Sent(NoticePurpose.GuestPhotosReady));
        // One more comes in: the guest is told six hours after that one.
        await Given(id, Returns + Hours(6), published: 4);
        await At(Returns + Hours(11));
        Assert.Empty(Sent(NoticePurpose.GuestPhotosReady));
        await At(Returns + Hours(12));
        var mail = Assert.Single(Sent(NoticePurpose.GuestPhotosReady));
        Assert.Contains("\"photos\":4", mail.Text, StringComparison.Ordinal);
        Assert.Equal(Returns + Hours(12), mail.Date);
        await Given(id, Returns + Hours(40), published: 9);
        await At(Returns + Hours(100));
        Assert.Single(Sent(NoticePurpose.GuestPhotosReady));
    }

    [Fact]
    public async Task Nobody_is_told_of_photos_that_are_not_to_be_seen()
    {
        var id = await Booked();
        await Given(id, Returns, published: 1);
        await Given(id, Returns, published: 0);
        await At(Returns + Hours(7));
        Assert.Empty(Sent(NoticePurpose.GuestPhotosReady));
        Assert.Equal(NoticeState.Dropped, (await File(id)).Notices.Single(OfReady).State);
        await Given(id, Returns, published: 2);
        await At(Returns + Hours(8));
        Assert.Single(Sent(NoticePurpose.GuestPhotosReady));
    }

    [Fact]
    public async Task The_guest_is_not_told_while_still_aboard_nor_of_a_charter_that_was_cancelled()
    {
        var id = await Booked();
        await Given(id, Returns - Hours(20), published: 1);
        await At(Returns - Hours(1));
        Assert.Empty(Sent(NoticePurpose.GuestPhotosReady));
        await _house.FrontDesk.Cancel(id, "weather", null, Stop);
        await At(Returns + Hours(30));
        Assert.Empty(Sent(NoticePurpose.GuestPhotosReady));
    }

    [Fact]
    public async Task The_owner_hears_of_waiting_photos_at_most_once_in_fifteen_minutes()
    {
        var id = await Booked();
        var first = Returns + Hours(1);
        await Given(id, first, waiting: 1);
        await At(first + Minutes(3));
        Assert.Single(Sent(NoticePurpose.PhotoReview));
        for (var minute = 4; minute < 12; minute++) await Given(id, first + Minutes(minute), waiting: minute);
        await At(first + Minutes(13));
        Assert.Single(Sent(NoticePurpose.PhotoReview));
        await At(first + Minutes(19));
        Assert.Equal(2, Sent(NoticePurpose.PhotoReview).Count);
        Assert.Contains("11 photos wait", Sent(NoticePurpose.PhotoReview)[1].Subject, StringComparison.Ordinal);
        await At(first + Hours(40));
        Assert.Equal(2, Sent(NoticePurpose.PhotoReview).Count);
    }

    [Fact]
    public async Task What_was_approved_meanwhile_is_not_told()
    {
        var id = await Booked();
        await Given(id, Returns, waiting: 2);
        await Given(id, Returns, published: 2);
        await At(Returns + Minutes(10));
        Assert.Empty(Sent(NoticePurpose.PhotoReview));
        Assert.Equal(
            NoticeState.Dropped,
            (await File(id)).Notices.Single(notice => notice.Key.Purpose == NoticePurpose.PhotoReview).State);
    }

    [Fact]
    public async Task A_review_is_asked_for_once_a_day_after_the_return_and_can_be_stopped_with_one_click()
    {
        AskForReviews();
        await Booked();
        await At(Returns + Hours(23));
        Assert.Empty(Sent(NoticePurpose.GuestReviewRequest));
        await At(Returns + Hours(24));
        var mail = Assert.Single(Sent(NoticePurpose.GuestReviewRequest));
        using var message = MimeMessage.Load(new MemoryStream(MailFile.Bytes(mail, Returns)), TestContext.Current.CancellationToken);
        var address = message.Headers["List-Unsubscribe"]!;
        Assert.StartsWith("<https://guest.example.com/unsubscribe/unsubscribe.", address, StringComparison.Ordinal);
        Assert.EndsWith(">", address, StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers["List-Unsubscribe-Post"]);
        Assert.Contains(address.Trim('<', '>'), mail.Text, StringComparison.Ordinal);
        await At(Returns + Hours(200));
        Assert.Single(Sent(NoticePurpose.GuestReviewRequest));
    }

    [Fact]
    public async Task Only_the_review_request_is_such_a_mail()
    {
        AskForReviews();
        var id = await Booked();
        await Given(id, Returns, published: 1, waiting: 1);
        await At(Returns + Hours(100));
        Assert.All(
            _house.Mail.Deliveries,
            mail => Assert.Equal(mail.Name.Contains("review-request", StringComparison.Ordinal), mail.Headers.Count > 0));
    }

    [Fact]
    public async Task Who_wants_no_such_mail_gets_none_however_the_address_is_written()
    {
        AskForReviews();
        await Booked();
        var key = await _house.Papers.Secrets.Get(SecretNames.GuestLinks, Stop);
        await _house.Care.Unsubscribe(MailHash.Of(key.Span, " Robin@Example.COM"), Returns, Stop);
        await _house.Care.Unsubscribe(MailHash.Of(key.Span, "robin@example.com"), Returns, Stop);
        await At(Returns + Hours(30));
        Assert.Empty(Sent(NoticePurpose.GuestReviewRequest));
        Assert.DoesNotContain(
            _house.Store.Of(Compartment.Guest).All,
            row => row.ToString().Contains("robin@", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_request_moves_with_the_charter_and_falls_with_it()
    {
        AskForReviews();
        var id = await Booked();
        await _house.FrontDesk.Change(
            id, now => BookingEdit.Of(now) with { Trip = now.Trip with { Start = now.Trip.Start.PlusDays(3) } }, null,
            NoRider.Instance, Stop);
        await At(Returns + Hours(25));
        Assert.Empty(Sent(NoticePurpose.GuestReviewRequest));
        await At(Returns + Hours(72 + 24));
        Assert.Single(Sent(NoticePurpose.GuestReviewRequest));
        var other = await Booked("ABCDEFG", new LocalDateTime(2027, 6, 20, 10, 0));
        await _house.FrontDesk.Cancel(other, "weather", null, Stop);
        await At(Returns + Hours(24 * 40));
        Assert.Single(Sent(NoticePurpose.GuestReviewRequest));
    }

    [Fact]
    public async Task A_preview_shows_what_time_will_bring_with_the_bytes_that_it_will_have()
    {
        AskForReviews();
        var id = await Booked();
        await Given(id, Returns, published: 2);
        var shown = (await _house.Rehearse().PlayTo(id, Returns + Hours(48), Stop))!;
        await At(Returns + Hours(48), step: 6);
        foreach (var purpose in (NoticePurpose[])[NoticePurpose.GuestPhotosReady, NoticePurpose.GuestReviewRequest])
        {
            var later = Assert.Single(Sent(purpose));
            var message = Assert.Single(shown.Messages, message => message.Purpose == purpose);
            Assert.Equal(MailFile.Bytes(later, Returns), MailFile.Bytes(message.Mail!, Returns));
        }
    }

    private static Duration Hours(int count) => Duration.FromHours(count);

    private static Duration Minutes(int count) => Duration.FromMinutes(count);

    private static bool OfReady(Notice notice) => notice.Key.Purpose == NoticePurpose.GuestPhotosReady;

    private void AskForReviews() => _house.Fleet = _house.Fleet with
    {
        Brands = [.. _house.Fleet.Brands.Select(brand => brand with { Review = "https://reviews.example.com/us" })],
    };

    private List<Mail> Sent(NoticePurpose purpose) =>
        [.. _house.Mail.Deliveries.Where(mail => mail.Name.Contains($".{purpose.Word}.", StringComparison.Ordinal))];

    private async Task<BookingId> Booked(string reference = "XHQGMDH", LocalDateTime? start = null)
    {
        await _house.WithCrew();
        var reply = await _house.FrontDesk.Accept(
            Requests.Make(reference, start: start), NoRider.Instance, null, Stop);
        while (await _house.Step())
        {
        }

        return Assert.IsType<FrontDeskReply.Created>(reply).File.Booking.Id;
    }

    /// <summary>Lets the time come, looking every few minutes as the pump does.</summary>
    private async Task At(Instant at, int step = 1)
    {
        while (_house.Clock.GetCurrentInstant() < at)
        {
            var next = Instant.Min(at, _house.Clock.GetCurrentInstant() + Hours(step));
            _house.Clock.Reset(next);
            // The index may be late by some commits, and catches up while it is read.
            for (var i = 0; i < 6; i++) await _house.Sweep();
        }
    }

    /// <summary>The guest desk says so from now on.</summary>
    private async Task Given(BookingId id, Instant last, int published = 0, int waiting = 0)
    {
        if (_house.Clock.GetCurrentInstant() < last) await At(last);
        var file = await File(id);
        var tally = new PhotoTally(published, waiting, 0, last, waiting > 0 ? last : null);
        var seen = new GuestSummary(id, ++_version, 0, [], [], tally);
        var key = OfficeRows.Effects(id);
        var put = RecordChange.Put(key, file.Version(key), OfficeRows.Body(file.Effects with { GuestSeen = seen }));
        Assert.Null(await _house.Office.Commit([put], Stop));
        await _house.Provisioner.Follow(id, Stop);
        while (await _house.Step())
        {
        }
    }

    private async Task<BookingFile> File(BookingId id) => (await BookingFile.Load(_house.Office, id, Stop))!;
}
