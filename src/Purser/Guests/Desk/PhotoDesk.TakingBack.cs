using Purser.Guests.Photos;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests.Desk;

/// <summary>What senders may change and take back.</summary>
public sealed partial class PhotoDesk
{
    /// <summary>Takes one photo back, within a day of its announcement.</summary>
    /// <param name="slug">Of the page.</param>
    /// <param name="id">Of the upload.</param>
    /// <param name="batch">Its batch, which only its sender knows.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<RemoveOutcome> Remove(string slug, string id, string batch, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await Find(slug, id, stop) is not { } found || !Same(found.Photo.Batch, batch))
                return RemoveOutcome.Unknown;
            if (found.Photo.State == PhotoState.Removed) return RemoveOutcome.Removed;
            if (windows.Now >= found.Photo.Granted + PhotoTimes.Day) return RemoveOutcome.TooLate;
            var gone = _worker.Removed(found.Photo);
            if (await Records.Commit([PhotoRows.Put(found.Charter, gone, found.Version)], stop) is not null)
                continue;
            await AtOnce(found.Charter, [gone], stop);
            return RemoveOutcome.Removed;
        }

        throw Contended($"photo {id}");
    }

    /// <summary>
    /// Puts words to a photo, or takes them off, within a day of its announcement. What the owner looked at
    /// before it was seen keeps the words that were looked at.
    /// </summary>
    /// <param name="slug">Of the page.</param>
    /// <param name="id">Of the upload.</param>
    /// <param name="batch">Its batch, which only its sender knows.</param>
    /// <param name="caption">At most <see cref="BatchRules.CaptionCharacters"/>; null or empty: none.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<CaptionOutcome> Caption(
        string slug, string id, string batch, string? caption, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await Find(slug, id, stop) is not { } found || !Same(found.Photo.Batch, batch))
                return CaptionOutcome.Unknown;
            var photo = found.Photo;
            if (photo.State is PhotoState.Removed or PhotoState.Refused) return CaptionOutcome.Unknown;
            var judged = photo.Watched && (photo.Approved || photo.State is PhotoState.Published);
            if (judged || windows.Now >= photo.Granted + PhotoTimes.Day) return CaptionOutcome.TooLate;
            var next = photo with { Caption = string.IsNullOrWhiteSpace(caption) ? null : caption };
            if (next.Caption == photo.Caption) return CaptionOutcome.Written;
            if (await Records.Commit([PhotoRows.Put(found.Charter, next, found.Version)], stop) is not null)
                continue;
            await windows.Hints.Leave(new Hint.Follow(found.Charter), stop);
            return CaptionOutcome.Written;
        }

        throw Contended($"photo {id}");
    }

    /// <summary>
    /// Withdraws a contributor's consent: everything of the batch goes, at any time. May be repeated; null if
    /// there is no such batch.
    /// </summary>
    public async Task<PhotoReceipt?> Withdraw(string slug, string batch, CancellationToken stop)
    {
        if (!PhotoRows.IsId(batch)) batch = new string('a', 26);
        for (var i = 0; i < Tries; i++)
        {
            var charter = await Proofs.Whose(slug, stop);
            var (place, receiptPlace) = (PhotoRows.Batch(charter, batch), PhotoRows.Receipt(charter, batch));
            var rows = await Records.GetMany([place, receiptPlace], stop);
            if (GuestRows.Read<PhotoBatch>(rows[0]) is not { } known) return null;
            if (GuestRows.Read<PhotoReceipt>(rows[1]) is { } before) return before;
            var keys = known.Files.Select(file => PhotoRows.Photo(charter, file.Id)).ToList();
            var stored = (await Records.GetMany(keys, stop)).OfType<StoredRecord>().ToList();
            var photos = stored.Select(row => (row.Version, Photo: GuestRows.Read<Photo>(row)!))
                .Where(photo => photo.Photo.State != PhotoState.Removed).ToList();
            var gone = photos.Select(photo => Gone(photo.Photo));
            var receipt = new PhotoReceipt(batch, windows.Now, [.. gone]);
            var next = photos.Select(photo => (photo.Version, Photo: _worker.Removed(photo.Photo))).ToList();
            var changes = next.Select(photo => PhotoRows.Put(charter, photo.Photo, photo.Version)).ToList();
            changes.Add(PhotoRows.Put(charter, known with { Withdrawn = windows.Now }, rows[0]!.Version));
            changes.Add(RecordChange.Put(receiptPlace, 0, GuestRows.Body(receipt)));
            if (await Records.Commit(changes, stop) is not null) continue;
            await AtOnce(charter, next.Select(photo => photo.Photo), stop);
            return receipt;
        }

        throw Contended($"batch {batch}");
    }

    private static PhotoRemoved Gone(Photo photo) =>
        new(photo.Id, photo.Original, [.. photo.Copies.Select(copy => copy.Sha256)]);
}
