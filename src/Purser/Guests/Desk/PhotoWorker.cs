using System.Security.Cryptography;
using NodaTime;
using Purser.Bookings;
using Purser.Guests.Photos;
using Purser.Outside;

namespace Purser.Guests.Desk;

/// <summary>
/// Brings a photo's files into step with its state: makes its copies, puts them where its state wants them,
/// clears away what is nowhere wanted. It may run late, twice or beside itself, and end at any moment: names
/// are derived, so what is done again lands in the same place, and a photo stays listed as due until its
/// files are as they should be.
/// </summary>
/// <param name="windows">What it looks out of.</param>
public sealed class PhotoWorker(PhotoWindows windows)
{
    private const int Rounds = 8;
    private const int MostTries = 8;
    private const string TooLarge = "it is too large to be shown";

    /// <summary>So long one run may put copies; after that, what it left can be cleared for good.</summary>
    private static readonly Duration Run = Duration.FromMinutes(45);

    private static readonly Duration Patience = Duration.FromMinutes(2);
    private static readonly Duration Hour = Duration.FromHours(1);

    private readonly PhotoFiles _files = new(windows);
    private readonly PageProofs _proofs = new(windows.Records, windows.Secrets, windows.Clock);

    /// <summary>Does what is to be done for a photo, if anything is.</summary>
    public async Task Perform(BookingId charter, string id, CancellationToken stop)
    {
        var wrote = false;
        Instant? mine = null;
        for (var round = 0; round < Rounds; round++)
        {
            var keys = new[] { GuestRows.Grant(charter), PhotoRows.Photo(charter, id) };
            var rows = await windows.Records.GetMany(keys, stop);
            if (GuestRows.Read<Photo>(rows[1]) is not { Due: not null } photo) break;
            // Of two who do the same, the one who began later goes on: else each would undo the other's round.
            if (mine is not null && photo.BusyUntil > mine) break;
            var grant = GuestRows.ReadGrant(rows[0]) ?? throw new BugException($"{charter} has no grant");
            if (await Begin(new Job(grant, photo, rows[1]!.Version), stop) is not { } job) continue;
            mine = job.Photo.BusyUntil;
            var next = await Step(job, stop);
            if (!await Put(job, next, stop)) continue;
            wrote = true;
            if (next.Due is null || next.Due > windows.Now) break;
        }

        if (wrote) await windows.Hints.Leave(new Hint.Follow(charter), stop);
    }

    /// <summary>A photo that is here, to be written.</summary>
    internal async Task<Photo> Arrived(BookingId charter, Photo photo, CancellationToken stop)
    {
        var batch = GuestRows.Read<PhotoBatch>(
            await windows.Records.Get(PhotoRows.Batch(charter, photo.Batch), stop));
        var watched = batch?.By != GuestProof.Code || await _proofs.IsGuessed(charter, stop);
        return photo with
        {
            State = PhotoTable.After(photo.State, PhotoAct.Arrive)!.Value,
            Given = windows.Now,
            Watched = watched,
            Due = windows.Now,
            Tries = 0,
        };
    }

    /// <summary>A photo that its sender has taken back, to be written.</summary>
    internal Photo Removed(Photo photo) => photo with
    {
        State = PhotoState.Removed,
        Caption = null,
        Approved = false,
        Due = windows.Now,
        Tries = 0,
    };

    /// <summary>The photo as it is to be written now.</summary>
    private async Task<Photo> Step(Job job, CancellationToken stop)
    {
        try
        {
            return job.Photo switch
            {
                { State: PhotoState.Granted } => await Await(job, stop),
                { State: PhotoState.Processing } => await Make(job, stop),
                { Approved: true } => await Show(job, stop),
                _ => await Clear(job, stop),
            };
        }
        catch (Exception fault) when (fault is OutsideUnavailable or OutsideRefused)
        {
            return Failed(job, fault.Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A bug is told, but does not make the same file come back for ever.
            await Put(job, Failed(job, "something broke while it was worked on"), stop);
            throw;
        }
    }

    /// <summary>
    /// Nobody has said that it was sent. If it is here all the same, it is taken; if its time is over, what
    /// there is of it goes.
    /// </summary>
    private async Task<Photo> Await(Job job, CancellationToken stop)
    {
        var photo = job.Photo;
        var place = PhotoPlace.Upload(job.Charter, photo.Id);
        var order = new UploadOrder(place, photo.Type, photo.Size, windows.Site, photo.SendUntil);
        var arrived = await windows.Quarantine.Look(order, stop);
        if (arrived.Whole) return await Arrived(job.Charter, photo, stop);
        var ends = PhotoTimes.BatchEnds(job.Grant, photo.Granted);
        return windows.Now >= Instant.Max(ends, photo.SendUntil)
            ? Removed(photo)
            : photo with { Due = Instant.Max(photo.SendUntil, windows.Now + Hour) };
    }

    private async Task<Photo> Make(Job job, CancellationToken stop)
    {
        using var file = await windows.Quarantine.Borrow(
            PhotoPlace.Upload(job.Charter, job.Photo.Id), stop);
        if (file is null) return Ended(job, PhotoAct.Refuse) with { Why = "its file is not here any more" };
        var reply = await windows.Pictures.Make(file.Path, PictureLimits.Usual, stop);
        var original = await windows.Digest(file.Path, stop);
        // What was guessed while it was being made counts, too.
        var watched = job.Photo.Watched || await _proofs.IsGuessed(job.Charter, stop);
        job = job with { Photo = job.Photo with { Original = original, Watched = watched } };
        return await reply.Match(
            made => Made(job, made, stop),
            kept => Task.FromResult(Ended(job, PhotoAct.Keep) with
            {
                Kind = kept.Kind,
                Taken = Taken(job, kept.Taken),
                Why = kept.Why,
            }),
            refused => Task.FromResult(Ended(job, PhotoAct.Refuse) with { Why = refused.Why }));
    }

    private async Task<Photo> Made(Job job, PictureReply.Made made, CancellationToken stop)
    {
        var photo = job.Photo;
        if (made.Copies.Any(copy => copy.Body.Length > ObjectContent.MostBytes))
        {
            return Ended(job, PhotoAct.Keep) with
            {
                Kind = made.Kind,
                Taken = Taken(job, made.Taken),
                Why = TooLarge,
            };
        }

        var bodies = made.Copies.Select(PhotoBody.Of).ToList();
        await (photo.Watched ? _files.Hold(photo, bodies, stop) : _files.Show(photo, bodies, stop));
        return Ended(job, photo.Watched ? PhotoAct.Hold : PhotoAct.Show) with
        {
            Kind = made.Kind,
            Width = made.Width,
            Height = made.Height,
            Taken = Taken(job, made.Taken),
            Showing = photo.Watched ? photo.Showing : photo.Showing + 1,
            Copies = [.. made.Copies.Zip(bodies, Noted)],
        };
    }

    /// <summary>The owner wants it seen.</summary>
    private async Task<Photo> Show(Job job, CancellationToken stop)
    {
        var photo = job.Photo;
        await _files.Show(photo, await _files.Bodies(photo, stop), stop);
        return photo with
        {
            State = PhotoTable.After(photo.State, PhotoAct.Approve)!.Value,
            Approved = false,
            Showing = photo.Showing + 1,
            Why = null,
            Due = windows.Now,
            Tries = 0,
        };
    }

    /// <summary>
    /// Its state is final: what that does not want goes. Where another run may still be putting copies, it is
    /// looked at once more when that can no longer be.
    /// </summary>
    private async Task<Photo> Clear(Job job, CancellationToken stop)
    {
        var photo = job.Photo;
        await _files.Settle(photo, stop);
        if (photo.State is PhotoState.Refused or PhotoState.Removed)
            await windows.Quarantine.Remove(PhotoPlace.Upload(job.Charter, photo.Id), stop);
        return photo with { Due = photo.BusyUntil > windows.Now ? photo.BusyUntil : null, Tries = 0 };
    }

    /// <summary>
    /// Notes, where copies will be put, that they may be from now on; null: somebody else has changed the
    /// photo meanwhile.
    /// </summary>
    private async Task<Job?> Begin(Job job, CancellationToken stop)
    {
        var photo = job.Photo;
        if (photo.State != PhotoState.Processing && !photo.Approved) return job;
        var begun = photo with { BusyUntil = windows.Now + Run, Due = windows.Now + Patience };
        return await Put(job, begun, stop)
            ? new Job(job.Grant, begun, job.Version + 1, IsFirst: photo.BusyUntil is null)
            : null;
    }

    private Photo Ended(Job job, PhotoAct act)
    {
        var state = PhotoTable.After(job.Photo.State, act)
            ?? throw new BugException($"{act} of a photo that is {job.Photo.State}");
        // An earlier run may have left copies that this one does not know, and a refused file is to go.
        var clean = job.IsFirst && act != PhotoAct.Refuse;
        return job.Photo with { State = state, Due = clean ? null : windows.Now, Tries = 0, Why = null };
    }

    private Photo Failed(Job job, string why)
    {
        var (photo, tries) = (job.Photo, job.Photo.Tries + 1);
        var wait = Duration.FromSeconds(Math.Min(3_600, 5 * Math.Pow(4, tries - 1)));
        var next = photo with { Tries = tries, Due = windows.Now + wait, Why = why };
        if (tries < MostTries) return next;
        if (photo.State == PhotoState.Processing)
            return Ended(job with { IsFirst = false }, PhotoAct.Keep) with { Why = why };
        return photo.Approved ? next with { Approved = false, Due = windows.Now, Tries = 0 } : next;
    }

    private Instant Taken(Job job, CaptureTime said) => CaptureOrder.Of(
        said, job.Grant.Trip.Departure.Rules, job.Grant.Opens, job.Photo.Given ?? windows.Now);

    private static PhotoCopy Noted(PictureCopy copy, PhotoBody body) => new(
        body.Name, body.Type, copy.Width, copy.Height, body.Bytes.Length,
        Convert.ToHexStringLower(SHA256.HashData(body.Bytes.Span)));

    private async Task<bool> Put(Job job, Photo next, CancellationToken stop) =>
        await windows.Records.Commit([PhotoRows.Put(job.Charter, next, job.Version)], stop) is null;

    private sealed record Job(PageGrant Grant, Photo Photo, long Version, bool IsFirst = false)
    {
        public BookingId Charter => Grant.Booking;
    }
}
