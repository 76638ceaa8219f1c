using Purser.Bookings;
using Purser.Guests.Photos;
using Purser.Outside;

namespace Purser.Guests.Desk;

/// <summary>What the owner sees and decides.</summary>
public sealed partial class PhotoDesk
{
    /// <summary>
    /// Everything of a charter but what was taken back or never sent, in the order of capture.
    /// </summary>
    public async Task<IReadOnlyList<OfficePhoto>> Gallery(BookingId charter, CancellationToken stop)
    {
        if (await GuestReading.Load(Records, charter, stop) is not { } reading) return [];
        return
        [
            .. from photo in reading.Photos.Photos
               where photo.State is not (PhotoState.Granted or PhotoState.Removed)
               let batch = reading.Photos.BatchOf(photo)
               select new OfficePhoto(photo, batch, batch.Files.First(file => file.Id == photo.Id).Name),
        ];
    }

    /// <summary>Those that wait for the owner's eye.</summary>
    public async Task<IReadOnlyList<OfficePhoto>> Waiting(BookingId charter, CancellationToken stop) =>
        [.. (await Gallery(charter, stop)).Where(item => item.Photo.State == PhotoState.Pending)];

    /// <summary>
    /// Those that their contributors let the operator use, and the owner has not rejected.
    /// </summary>
    /// <param name="charter">Of which charter.</param>
    /// <param name="minors">True: only those that may be used though they show children.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<IReadOnlyList<OfficePhoto>> Consented(
        BookingId charter, bool minors, CancellationToken stop) =>
        [.. (await Gallery(charter, stop)).Where(item => Allows(item, minors))];

    /// <summary>The file as it came, for the owner only; null if there is none.</summary>
    public async Task<BorrowedFile?> Original(BookingId charter, string id, CancellationToken stop)
    {
        if (!PhotoRows.IsId(id)) return null;
        var photo = GuestRows.Read<Photo>(await Records.Get(PhotoRows.Photo(charter, id), stop));
        return photo is { State: not (PhotoState.Granted or PhotoState.Refused or PhotoState.Removed) }
            ? await windows.Quarantine.Borrow(PhotoPlace.Upload(charter, id), stop)
            : null;
    }

    /// <summary>A safe copy, whether guests see it or not; null if there is none.</summary>
    /// <param name="charter">Of which charter.</param>
    /// <param name="id">Of the upload.</param>
    /// <param name="name">Of the copy: <c>360.webp</c>.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<OpenObject?> Copy(BookingId charter, string id, string name, CancellationToken stop)
    {
        if (!PhotoRows.IsId(id) || !PhotoPlace.Names.ContainsKey(name)) return null;
        var photo = GuestRows.Read<Photo>(await Records.Get(PhotoRows.Photo(charter, id), stop));
        if (photo is null) return null;
        var pepper = await windows.Pepper(stop);
        if (photo.State == PhotoState.Published)
            return await windows.Objects.Open(
                PhotoPlace.Shown(pepper.Span, photo, photo.Showing, name), stop);
        return photo.State is PhotoState.Pending or PhotoState.Rejected
            ? await windows.Objects.Open(PhotoPlace.Waiting(pepper.Span, photo, name), stop)
            : null;
    }

    /// <summary>
    /// The owner's word about photos. What is approved is seen as soon as its copies lie where guests see
    /// them; what is not wanted is unlisted at once. May be repeated.
    /// </summary>
    /// <param name="charter">Of which charter.</param>
    /// <param name="choice">Which photos.</param>
    /// <param name="verdict">The word.</param>
    /// <param name="by">Whose word it is, for the record.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<Judged> Judge(
        BookingId charter, PhotoChoice choice, PhotoVerdict verdict, string by, CancellationToken stop)
    {
        var (changed, same, refused) = (new List<Photo>(), new List<string>(), new List<string>());
        foreach (var id in await Chosen(charter, choice, stop))
        {
            var (photo, now) = await Judge(charter, id, verdict, by, stop);
            if (now) changed.Add(photo!);
            else if (photo is null) refused.Add(id);
            else same.Add(id);
        }

        await AtOnce(charter, changed, stop);
        return new Judged([.. changed.Select(photo => photo.Id)], same, refused);
    }

    private async Task<(Photo? Photo, bool Changed)> Judge(
        BookingId charter, string id, PhotoVerdict verdict, string by, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            var key = PhotoRows.Photo(charter, id);
            var row = await Records.Get(key, stop);
            if (GuestRows.Read<Photo>(row) is not { } photo) return (null, false);
            var act = verdict switch
            {
                PhotoVerdict.Approve => PhotoAct.Approve,
                PhotoVerdict.Reject => PhotoAct.Reject,
                PhotoVerdict.Unpublish => PhotoAct.Unpublish,
                _ => throw new BugException("an unknown verdict"),
            };
            if (PhotoTable.After(photo.State, act) is not { } after) return (null, false);
            var approved = after == PhotoState.Published && photo.State != PhotoState.Published;
            if (after == photo.State && photo.Approved == approved) return (photo, false);
            // What is approved stays where it is until its copies lie before the guests.
            var next = photo with
            {
                State = approved ? photo.State : after,
                Approved = approved,
                JudgedBy = by,
                Due = windows.Now,
                Tries = 0,
            };
            if (await Records.Commit([PhotoRows.Put(charter, next, row!.Version)], stop) is null)
                return (next, true);
        }

        throw Contended($"photo {id}");
    }

    private async Task<IReadOnlyList<string>> Chosen(
        BookingId charter, PhotoChoice choice, CancellationToken stop) => choice switch
        {
            PhotoChoice.Some some => [.. some.Ids.Where(PhotoRows.IsId).Distinct()],
            PhotoChoice.OfPerson person => await OfPerson(charter, person, stop),
            _ => throw new BugException("an unknown choice"),
        };

    private async Task<IReadOnlyList<string>> OfPerson(
        BookingId charter, PhotoChoice.OfPerson person, CancellationToken stop)
    {
        var all = await Gallery(charter, stop);
        var who = all.FirstOrDefault(item => item.Batch.Id == person.Batch)?.Batch;
        return who is null
            ? []
            : [.. all.Where(item => item.Batch.By == who.By && item.Batch.Contributor == who.Contributor
                && item.Photo.State == PhotoState.Pending).Select(item => item.Photo.Id)];
    }

    private static bool Allows(OfficePhoto item, bool minors) =>
        item.Batch is { Withdrawn: null, Consent.Use: PhotoUse.Operator } batch
        && (!minors || batch.Consent.Minors)
        && item.Photo.State is PhotoState.Published or PhotoState.Pending or PhotoState.Kept;
}

/// <summary>A photo as the owner sees it.</summary>
/// <param name="Photo">Where it stands.</param>
/// <param name="Batch">With what it was sent, by whom, and what was agreed.</param>
/// <param name="FileName">What it was called where it came from.</param>
public sealed record OfficePhoto(Photo Photo, PhotoBatch Batch, string FileName);

/// <summary>The owner's word.</summary>
public enum PhotoVerdict
{
    /// <summary>Guests may see it.</summary>
    Approve,

    /// <summary>Guests shall not see it.</summary>
    Reject,

    /// <summary>Guests shall not see it any longer.</summary>
    Unpublish,
}

/// <summary>Of which photos something is said.</summary>
public abstract record PhotoChoice
{
    private PhotoChoice()
    {
    }

    /// <summary>Of these.</summary>
    public sealed record Some(IReadOnlyList<string> Ids) : PhotoChoice;

    /// <summary>Of all that wait and come from the contributor of this batch.</summary>
    public sealed record OfPerson(string Batch) : PhotoChoice;
}

/// <summary>What came of the owner's word.</summary>
/// <param name="Changed">Ids for which it was new.</param>
/// <param name="Same">Ids for which it stood already.</param>
/// <param name="Refused">Ids that are not there, or cannot be judged so.</param>
public sealed record Judged(
    IReadOnlyList<string> Changed, IReadOnlyList<string> Same, IReadOnlyList<string> Refused);
