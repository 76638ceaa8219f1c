using Purser.Bookings;
using Purser.Finance.Prices;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Finance.Ledger;

/// <summary>
/// Rides with every cancellation: from then on nothing is owed, so what was received is due back. The word is
/// derived anew under the next counter; where it stays the same, nothing rides.
/// </summary>
public sealed class CancellationRider : IRider
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<RecordChange>> Ride(
        BookingId id, bool known, IRecords office, CancellationToken stop)
    {
        var books = known
            ? await BooksOfBooking.Read(id, office, stop)
            : await BooksOfBooking.OfNew(office, stop);
        if (books.Price is not { } price) return [];
        var word = Clearing.Word(price, live: false, books.Postings);
        if (word == books.Word) return [];
        var version = Counters.Next(price.MoneyVersion, books.Epoch);
        return
        [
            PriceRow.Write(id, price with { MoneyVersion = version }, books.PriceRecord),
            Clearance.Write(id, new Clearance(word, version), books.ClearanceRecord),
        ];
    }
}
