using Purser.Bookings;
using Purser.Guests.Photos;
using Purser.Outside;

namespace Purser.Guests.Desk;

/// <summary>What is not kept any longer.</summary>
public sealed partial class PhotoDesk
{
    /// <summary>
    /// Takes away every photo of a charter, with its copies and its file; what is left is a row that says so.
    /// May be repeated.
    /// </summary>
    /// <returns>How many this call took away.</returns>
    /// <exception cref="OutsideUnavailable">Some files are still there, or work on them may still be going
    /// on: a repeat finishes.</exception>
    public async Task<int> Forget(BookingId charter, CancellationToken stop)
    {
        if (await GuestReading.Load(Records, charter, stop) is not { } reading) return 0;
        var (gone, late) = (0, false);
        var left = reading.Photos.Photos.Where(one => one.State != PhotoState.Removed || one.Due is not null);
        foreach (var photo in left)
        {
            if (await TakeAway(charter, photo.Id, stop)) gone++;
            await _worker.Perform(charter, photo.Id, stop);
            var now = GuestRows.Read<Photo>(await Records.Get(PhotoRows.Photo(charter, photo.Id), stop));
            late |= now?.Due is not null;
        }

        await windows.Hints.Leave(new Hint.Follow(charter), stop);
        return late ? throw new OutsideUnavailable($"remove files of {charter}") : gone;
    }

    /// <summary>Removes the files of a charter as they came; their safe copies stay. May be repeated.</summary>
    /// <returns>How many were there.</returns>
    public async Task<int> ForgetOriginals(BookingId charter, CancellationToken stop)
    {
        if (await GuestReading.Load(Records, charter, stop) is not { } reading) return 0;
        var gone = 0;
        foreach (var photo in reading.Photos.Photos.Where(one => PhotoTable.IsFinal(one.State)))
        {
            var place = PhotoPlace.Upload(charter, photo.Id);
            using (var file = await windows.Quarantine.Borrow(place, stop)) gone += file is null ? 0 : 1;
            await windows.Quarantine.Remove(place, stop);
        }

        return gone;
    }

    private async Task<bool> TakeAway(BookingId charter, string id, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            var row = await Records.Get(PhotoRows.Photo(charter, id), stop);
            if (GuestRows.Read<Photo>(row) is not { State: not PhotoState.Removed } photo) return false;
            var put = PhotoRows.Put(charter, _worker.Removed(photo), row!.Version);
            if (await Records.Commit([put], stop) is null) return true;
        }

        throw Contended($"photo {id}");
    }
}
