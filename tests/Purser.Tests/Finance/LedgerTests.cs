using System.Text;
using NodaTime;
using Purser.Bookings;
using Purser.Finance;
using Purser.Finance.Ledger;
using Purser.Finance.Prices;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Tests.Finance;

public sealed class LedgerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly PlainRecords _office = Example.Office();
    private readonly List<Hint> _hints = [];

    [Fact]
    public async Task A_price_rides_once_and_its_clearance_carries_the_same_counter()
    {
        Assert.Equal(2, await Ride(840.75m, Example.Direct));
        Assert.Equal(0, await Ride(840.75m, Example.Direct));
        Assert.Equal(new Clearance(PaymentWord.Tentative, 1), await Word());
        Assert.Equal(2, await Ride(900m, Example.Direct));
        Assert.Equal(new Clearance(PaymentWord.Tentative, 2), await Word());
    }

    [Fact]
    public async Task The_record_that_the_house_reads_has_a_word_and_a_counter_only()
    {
        await Ride(840.75m, Example.Boatsetter);
        var record = await _office.Get(Clearance.Key(Example.Id), Stop);
        Assert.Equal("""{"word":"paid_in_full","version":1}""", Encoding.UTF8.GetString(record!.Body.Span));
    }

    [Fact]
    public async Task What_a_channel_collects_is_paid_at_once_and_a_payout_is_expected()
    {
        Assert.Equal(3, await Ride(840.75m, Example.Boatsetter));
        var books = await BooksOfBooking.Read(Example.Id, _office, Stop);
        Assert.Equal((PostingType.PayoutExpected, "840.75"), books.Postings.Select(row => (row.Type, row.Amount)).Single());
        Assert.Equal(PaymentWord.PaidInFull, (await Word()).Word);
    }

    [Fact]
    public async Task A_restore_makes_every_later_price_outrank_all_before()
    {
        await Ride(840.75m, Example.Direct);
        await Example.SetEpoch(_office, 475_000, 0);
        await Ride(900m, Example.Direct);
        Assert.Equal(475_000_000_001, (await Word()).Version);
    }

    [Fact]
    public async Task Incident_23_every_way_of_paying_comes_to_one_word()
    {
        await Ride(840.75m, Example.Direct);
        Assert.Equal(PaymentWord.DepositReceived, await Pay("a", 200m, PaymentMethod.Zelle));
        Assert.Equal(PaymentWord.DepositReceived, await Pay("b", 600m, PaymentMethod.Cash));
        Assert.Equal(PaymentWord.PaidInFull, await Pay("c", 40.75m, PaymentMethod.Card));
        Assert.Equal(PaymentWord.RefundDue, await Pay("d", 0.01m, PaymentMethod.Check));
        Assert.Equal(PaymentWord.PaidInFull, await Pay("e", 0.01m, PaymentMethod.Check, PostingType.Refund));
        Assert.Equal(6, (await Word()).Version);
        Assert.Equal(5, _hints.Count);
    }

    [Fact]
    public async Task A_cancelled_charter_owes_what_came_in_until_it_went_back()
    {
        await Ride(100m, Example.Direct);
        Assert.Equal(PaymentWord.RefundDue, await Pay("a", 60m, PaymentMethod.Venmo, live: false));
        Assert.Equal(PaymentWord.Refunded, await Pay("b", 60m, PaymentMethod.Venmo, PostingType.Refund, live: false));
    }

    [Fact]
    public async Task A_posting_is_written_once_and_a_mistaken_one_not_at_all()
    {
        var posting = Posting("a", 10m, PaymentMethod.PayPal);
        Assert.IsType<PostingOutcome.Refused>(await Append(posting));
        await Ride(100m, Example.Direct);
        Assert.IsType<PostingOutcome.Appended>(await Append(posting));
        Assert.IsType<PostingOutcome.Same>(await Append(posting));
        Assert.IsType<PostingOutcome.Refused>(await Append(posting with { Amount = "11.00" }));
        Assert.IsType<PostingOutcome.Refused>(await Append(Posting("b", 0m, PaymentMethod.Cash)));
        Assert.IsType<PostingOutcome.Refused>(await Append(Posting("c", -1m, PaymentMethod.Cash)));
        Assert.IsType<PostingOutcome.Refused>(await Append(posting with { Id = "d", Currency = Texts.Parse<Currency>("EUR") }));
        Assert.IsType<PostingOutcome.Refused>(await Append(posting with { Id = "E" }));
        Assert.IsType<PostingOutcome.Refused>(await Append(posting with { Id = "f", ReportedBy = "" }));
        Assert.Single((await BooksOfBooking.Read(Example.Id, _office, Stop)).Postings);
    }

    [Fact]
    public async Task A_posting_that_loses_a_race_is_decided_again()
    {
        await Ride(100m, Example.Direct);
        _office.Before = () => Pay("other", 40m, PaymentMethod.Cash);
        Assert.Equal(PaymentWord.PaidInFull, await Pay("mine", 60m, PaymentMethod.Cash));
        Assert.Equal(3, (await Word()).Version);
    }

    private async Task<int> Ride(decimal gross, ChannelId channel)
    {
        var rider = new PriceRider(Example.Dollars(gross), Example.Rates.Of(channel), Example.Noon);
        var changes = await rider.Ride(Example.Id, known: true, _office, Stop);
        if (changes.Count > 0) Assert.Null(await _office.Commit(changes, Stop));
        return changes.Count;
    }

    private async Task<Clearance> Word() => Clearance.Read(await _office.Get(Clearance.Key(Example.Id), Stop));

    private static Posting Posting(string id, decimal amount, PaymentMethod method, PostingType type = PostingType.Payment) =>
        new(id, Example.Noon + Duration.FromMinutes(id[0]), type, method, "Sam Okafor", Example.Dollars(amount).Digits, Example.Usd);

    private async Task<PaymentWord> Pay(
        string id, decimal amount, PaymentMethod method, PostingType type = PostingType.Payment, bool live = true) =>
        Assert.IsType<PostingOutcome.Appended>(await Append(Posting(id, amount, method, type), live)).Word;

    private Task<PostingOutcome> Append(Posting posting, bool live = true) =>
        new LedgerBook(_office, new Heard(_hints), Raise).Append(Example.Id, posting, live, Stop);

    private async Task<RecordChange> Raise(BookingId id, CancellationToken stop)
    {
        var key = new RecordKey($"booking#{id}", "work");
        var version = (await _office.Get(key, stop))?.Version ?? 0;
        return RecordChange.Put(key, version, Encoding.UTF8.GetBytes("{}"));
    }

    private sealed class Heard(List<Hint> hints) : IHints
    {
        public Task Leave(Hint hint, CancellationToken stop)
        {
            hints.Add(hint);
            return Task.CompletedTask;
        }
    }
}
