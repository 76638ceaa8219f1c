using Purser.Guests.Photos;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests.Desk;

/// <summary>All photos of a charter, as they were read.</summary>
/// <param name="Photos">In the order of the gallery.</param>
/// <param name="Batches">By id.</param>
internal sealed record PhotoReading(
    IReadOnlyList<Photo> Photos, IReadOnlyDictionary<string, PhotoBatch> Batches)
{
    /// <summary>How many there are, for the office.</summary>
    public PhotoTally Tally
    {
        get
        {
            var waiting = Photos.Where(photo => photo.State == PhotoState.Pending).ToList();
            var given = Photos.Where(photo => photo.State is not (PhotoState.Refused or PhotoState.Removed));
            return new PhotoTally(
                Photos.Count(photo => photo.State == PhotoState.Published), waiting.Count,
                Photos.Count(photo => photo.State == PhotoState.Kept), given.Max(photo => photo.Given),
                waiting.Max(photo => photo.Given));
        }
    }

    /// <summary>The photos among a charter's records.</summary>
    public static PhotoReading Of(IEnumerable<StoredRecord> rows)
    {
        var photos = new List<Photo>();
        var batches = new Dictionary<string, PhotoBatch>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Key.Sort.StartsWith(GuestRows.PhotoPrefix, StringComparison.Ordinal))
                photos.Add(GuestRows.Read<Photo>(row)!);
            else if (row.Key.Sort.StartsWith(PhotoRows.BatchPrefix, StringComparison.Ordinal))
                batches.Add(row.Key.Sort[PhotoRows.BatchPrefix.Length..], GuestRows.Read<PhotoBatch>(row)!);
        }

        return new PhotoReading(
            [.. photos.OrderBy(CaptureOrder.Sort, StringComparer.Ordinal)], batches);
    }

    /// <summary>With what a photo was announced.</summary>
    public PhotoBatch BatchOf(Photo photo) => Batches[photo.Batch];
}
