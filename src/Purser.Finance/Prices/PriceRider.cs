using NodaTime;
using Purser.Bookings;
using Purser.Finance.Ledger;
using Purser.Finance.Settling;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Finance.Prices;

/// <summary>
/// The price of one booking on its way into Reception's commit: the price row, the clearance word, and, where
/// the channel collects, the payout to expect. A price that the source already said changes nothing.
/// </summary>
/// <param name="gross">Checked by <see cref="PriceRequest.Check"/>.</param>
/// <param name="terms">Of the channel that sold it.</param>
/// <param name="now">When it came in.</param>
public sealed class PriceRider(Money gross, ChannelTerms terms, Instant now) : IRider
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<RecordChange>> Ride(
        BookingId id, bool known, IRecords office, CancellationToken stop)
    {
        var books = known
            ? await BooksOfBooking.Read(id, office, stop)
            : await BooksOfBooking.OfNew(office, stop);
        if (books.Price is { } price && price.Said == gross.Digits && price.Currency == gross.Currency) return [];
        var version = Counters.Next(books.Price?.MoneyVersion ?? 0, books.Epoch);
        var next = new PriceRow(gross.Digits, gross.Currency, version, gross.Digits, terms.ChannelCollects);
        var changes = new List<RecordChange> { PriceRow.Write(id, next, books.PriceRecord) };
        var word = Clearing.Word(next, live: true, books.Postings);
        changes.Add(RecordChange.Put(Clearance.Key(id), books.ClearanceRecord, new Clearance(word, version).Body));
        if (terms.ChannelCollects) changes.Add(PostingRows.Write(id, Payout(version)));
        return changes;
    }

    private Posting Payout(long version) => new(
        $"payout-{version}", now, PostingType.PayoutExpected, PaymentMethod.Channel, "channel",
        (gross - terms.FeeOn(gross)).Digits, gross.Currency);
}
