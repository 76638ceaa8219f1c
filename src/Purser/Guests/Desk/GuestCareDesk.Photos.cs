using Purser.Bookings;
using Purser.Guests.Photos;
using Purser.Outside;

namespace Purser.Guests.Desk;

/// <summary>What is done about photos, their copies and their originals.</summary>
public sealed partial class GuestCareDesk
{
    /// <summary>
    /// Takes every photo away as if its sender had: all copies and the file as it came. Throws
    /// <see cref="OutsideUnavailable"/> while work on one of them is still running: what that leaves is cleared
    /// by a repeat.
    /// </summary>
    /// <returns>How many there were.</returns>
    private async Task<int> Unpublish(BookingId id, CancellationToken stop)
    {
        var count = 0;
        foreach (var photo in await Photos(id, stop))
        {
            if (photo.State == PhotoState.Removed) continue;
            await Take(id, photo.Id, stop);
            count++;
        }

        var worker = new PhotoWorker(photos);
        foreach (var photo in await Photos(id, stop)) await worker.Perform(id, photo.Id, stop);
        foreach (var photo in await Photos(id, stop))
        {
            if (photo.Due is not null) throw new OutsideUnavailable($"clear photo {photo.Id}: work on it still runs; it");
            await photos.Quarantine.Remove(PhotoPlace.Upload(id, photo.Id), stop);
        }

        return count;
    }

    /// <summary>Removes files as they came; what is published stays.</summary>
    private async Task<int> Originals(BookingId id, CancellationToken stop)
    {
        var count = 0;
        foreach (var photo in await Photos(id, stop))
        {
            var place = PhotoPlace.Upload(id, photo.Id);
            if (await photos.Quarantine.Borrow(place, stop) is not { } there) continue;
            there.Dispose();
            await photos.Quarantine.Remove(place, stop);
            count++;
        }

        return count;
    }

    private async Task Take(BookingId id, string photo, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            var row = await records.Get(PhotoRows.Photo(id, photo), stop);
            if (GuestRows.Read<Photo>(row) is not { State: not PhotoState.Removed } known) return;
            var gone = new PhotoWorker(photos).Removed(known);
            if (await records.Commit([PhotoRows.Put(id, gone, row!.Version)], stop) is null) return;
        }

        throw new OutsideUnavailable($"clear photo {photo}");
    }

    private async Task<IReadOnlyList<Photo>> Photos(BookingId id, CancellationToken stop) =>
        (await GuestReading.Load(records, id, stop))?.Photos.Photos ?? [];
}
