using Purser.Bookings;
using Purser.Finance.Prices;
using Purser.Outside.Records;

namespace Purser.Finance.Ledger;

/// <summary>
/// What the office compartment holds of one booking's books, with the versions that a commit expects.
/// </summary>
/// <param name="Price">Null: no price was ever agreed.</param>
/// <param name="PriceRecord">The version of its record, 0 if none.</param>
/// <param name="Word">The clearance as it stands; null: none was given.</param>
/// <param name="ClearanceRecord">The version of the clearance's record, 0 if none.</param>
/// <param name="Postings">In the order of their time.</param>
/// <param name="Epoch">Of the office.</param>
public sealed record BooksOfBooking(
    PriceRow? Price, long PriceRecord, PaymentWord? Word, long ClearanceRecord, IReadOnlyList<Posting> Postings,
    long Epoch)
{
    private const int MostPostings = 1000;

    /// <summary>Reads them as they stand.</summary>
    public static async Task<BooksOfBooking> Read(BookingId id, IRecords office, CancellationToken stop)
    {
        var records = await office.GetMany([PriceRow.Key(id), Clearance.Key(id), Epochs.Key], stop);
        var price = PriceRow.Read(records[0]);
        var rows = price is null
            ? []
            : await office.Whole($"booking#{id}", stop, PostingRows.Prefix, PostingRows.PrefixEnd, MostPostings);
        return new BooksOfBooking(
            price, records[0]?.Version ?? 0, Clearance.Read(records[1]).Word, records[1]?.Version ?? 0,
            [.. rows.Select(PostingRows.Read)], Epochs.Read(records[2]));
    }
}
