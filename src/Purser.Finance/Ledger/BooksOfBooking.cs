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
    private const int MostRows = 1000;

    /// <summary>Those of a booking that is being made: nothing is in them.</summary>
    public static async Task<BooksOfBooking> OfNew(IRecords office, CancellationToken stop) =>
        new(null, 0, null, 0, [], Epochs.Read(await office.Get(Epochs.Key, stop)));

    /// <summary>
    /// Reads them as they stand. Price and postings lie side by side and are read as one page, which shows
    /// every commit whole: a price that counts a posting is never seen without it.
    /// </summary>
    public static async Task<BooksOfBooking> Read(BookingId id, IRecords office, CancellationToken stop)
    {
        var key = PriceRow.Key(id);
        var records = await office.GetMany([Clearance.Key(id), Epochs.Key], stop);
        var rows = await office.Whole(key.Partition, stop, PostingRows.Prefix, key.Sort + "$", MostRows);
        var price = rows.FirstOrDefault(row => row.Key == key);
        var postings = rows.Where(row => row.Key.Sort.StartsWith(PostingRows.Prefix, StringComparison.Ordinal));
        return new BooksOfBooking(
            PriceRow.Read(price), price?.Version ?? 0, Clearance.Read(records[0]).Word,
            records[0]?.Version ?? 0, [.. postings.Select(PostingRows.Read)], Epochs.Read(records[1]));
    }
}
