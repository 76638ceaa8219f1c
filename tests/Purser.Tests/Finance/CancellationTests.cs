using NodaTime;
using Purser.Bookings;
using Purser.Finance.Ledger;
using Purser.Outside;
using Purser.Outside.Records;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Finance;

/// <summary>Whoever cancels, what was received is due back from that commit on, and every surface hears it.</summary>
public sealed class CancellationTests
{
    private readonly SimulatedHouse _house = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, PaymentWord.Tentative, 1)]
    [InlineData("60.00", null, PaymentWord.RefundDue, 3)]
    [InlineData("100.00", null, PaymentWord.RefundDue, 3)]
    [InlineData("60.00", "20.00", PaymentWord.RefundDue, 4)]
    [InlineData("60.00", "60.00", PaymentWord.Refunded, 3)]
    public async Task What_came_in_and_did_not_go_back_is_due(string? paid, string? back, PaymentWord word, long version)
    {
        var booking = await Book("direct", "100.00");
        if (paid is not null) await Post(booking.Id, "paid", PostingType.Payment, paid);
        if (back is not null) await Post(booking.Id, "back", PostingType.Refund, back);
        await _house.FrontDesk.Cancel(booking.Id, "weather", null, Stop);
        Assert.Equal(new Clearance(word, version), (await File(booking.Id)).Clearance);
    }

    [Fact]
    public async Task The_word_and_the_cancellation_are_one_commit()
    {
        var booking = await Book("boatsetter", "840.75");
        Assert.Equal(PaymentWord.PaidInFull, (await File(booking.Id)).Clearance.Word);
        var reply = await _house.FrontDesk.Cancel(booking.Id, "weather", null, Stop);
        var file = Assert.IsType<FrontDeskReply.Changed>(reply).File;
        Assert.Equal((BookingStatus.Cancelled, PaymentWord.RefundDue), (file.Booking.Status, file.Clearance.Word));
        Assert.Equal(2, file.Booking.Generation);
    }

    [Fact]
    public async Task A_source_that_cancels_makes_it_due_too()
    {
        var booking = await Book("boatsetter", "840.75");
        await _house.FrontDesk.CancelSaid(
            booking.Channel, booking.Reference, _house.Clock.GetCurrentInstant() + Duration.FromHours(1), Stop);
        Assert.Equal(PaymentWord.RefundDue, (await File(booking.Id)).Clearance.Word);
    }

    [Fact]
    public async Task A_booking_without_a_price_has_no_word_when_it_is_cancelled()
    {
        var reply = await _house.FrontDesk.Accept(Requests.Make(), NoRider.Instance, null, Stop);
        var booking = Assert.IsType<FrontDeskReply.Created>(reply).File.Booking;
        await _house.FrontDesk.Cancel(booking.Id, "weather", null, Stop);
        Assert.Equal(Clearance.None, (await File(booking.Id)).Clearance);
    }

    [Fact]
    public async Task Calendar_and_crew_hear_the_word_at_its_counter()
    {
        await _house.WithCrew();
        var booking = await Book("boatsetter", "840.75");
        await _house.Settle();
        await _house.FrontDesk.Cancel(booking.Id, "weather", null, Stop);
        await _house.Settle();
        var clearance = (await File(booking.Id)).Clearance;
        var entry = await _house.Entries.Read(booking.Id.Text, Stop);
        Assert.Equal(clearance.Version, entry!.Counters.AnnexVersion);
        var sheet = await _house.Crew.Sheet(Purser.Crew.EventId.Of(booking.Id), Stop);
        Assert.Equal(new CrewPayment("refund_due", clearance.Version), sheet!.Event.Payment);
    }

    private async Task<Booking> Book(string channel, string price)
    {
        var request = Requests.Make(channel == "direct" ? "D1" : "XHQGMDH", channel);
        var reply = await _house.FrontDesk.Accept(request, _house.Price(price, channel), null, Stop);
        return Assert.IsType<FrontDeskReply.Created>(reply).File.Booking;
    }

    private async Task<BookingFile> File(BookingId id) =>
        await _house.Shelf.Read(id, Stop) ?? throw new InvalidOperationException("it was booked");

    private async Task Post(BookingId id, string name, PostingType type, string amount)
    {
        var posting = new Posting(
            name, _house.Clock.GetCurrentInstant(), type, PaymentMethod.Zelle, "Sam Okafor", amount, Example.Usd);
        var book = new LedgerBook(_house.Office, _house.Hints, Raise);
        Assert.IsType<PostingOutcome.Appended>(await book.Append(id, posting, live: true, Stop));
    }

    private async Task<RecordChange> Raise(BookingId id, CancellationToken stop)
    {
        var file = await File(id);
        var (key, work) = (OfficeRows.Work(id), file.Work.Raised);
        var index = work.Index(id, _house.Clock.GetCurrentInstant());
        return RecordChange.Put(key, file.Version(key), OfficeRows.Body(work), index);
    }
}
