using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Purser.Bookings;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Guests.Photos;

/// <summary>Where photos' records lie, in the partition of their charter.</summary>
public static class PhotoRows
{
    /// <summary>The index partition of photos whose files are to be worked on, by time.</summary>
    public const string DueIndex = "photos-due";

    /// <summary>Sort keys of batches start so.</summary>
    public const string BatchPrefix = "batch#";

    /// <summary>Sort keys of receipts start so.</summary>
    public const string ReceiptPrefix = "receipt#";

    /// <summary>
    /// Wrong codes of a charter, apart from its other records: they lapse, and the sum of those never falls.
    /// </summary>
    public static string Guesses(BookingId id) => $"guesses#{id}";

    /// <summary>One photo.</summary>
    public static RecordKey Photo(BookingId id, string photo) =>
        new(GuestRows.Partition(id), GuestRows.PhotoPrefix + photo);

    /// <summary>What was sent together.</summary>
    public static RecordKey Batch(BookingId id, string batch) =>
        new(GuestRows.Partition(id), BatchPrefix + batch);

    /// <summary>The receipt of a withdrawal.</summary>
    public static RecordKey Receipt(BookingId id, string batch) =>
        new(GuestRows.Partition(id), ReceiptPrefix + batch);

    /// <summary>The count of batches.</summary>
    internal static RecordKey Shelf(BookingId id) => new(GuestRows.Partition(id), "shelf");

    /// <summary>A request under its sender's key.</summary>
    internal static RecordKey Asked(BookingId id, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];
        return new RecordKey(GuestRows.Partition(id), $"asked#{hash}");
    }

    /// <summary>Wrong codes of the hour of an instant.</summary>
    internal static RecordKey Guess(BookingId id, Instant now) =>
        new(Guesses(id), NoticeRows.Sortable(now)[..13]);

    /// <summary>Writes a photo; it is listed while its files are to be worked on.</summary>
    internal static RecordChange Put(BookingId id, Photo photo, long expected)
    {
        IndexKey? due = photo.Due is { } at
            ? new IndexKey(DueIndex, $"{NoticeRows.Sortable(at)}#{id}#{photo.Id}")
            : null;
        return RecordChange.Put(Photo(id, photo.Id), expected, GuestRows.Body(photo), due);
    }

    /// <summary>Writes a batch.</summary>
    internal static RecordChange Put(BookingId id, PhotoBatch batch, long expected) =>
        RecordChange.Put(Batch(id, batch.Id), expected, GuestRows.Body(batch));

    /// <summary>True for what can be the id of a photo or batch.</summary>
    public static bool IsId(string? text) =>
        text is { Length: 26 } && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz234567");
}
