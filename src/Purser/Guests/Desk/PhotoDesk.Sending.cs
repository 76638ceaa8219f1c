using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using Purser.Guests.Photos;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests.Desk;

/// <summary>Announcing, sending and acknowledging.</summary>
public sealed partial class PhotoDesk
{
    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>
    /// So many uploads may be announced in all for each that may be published: a bound for who takes back
    /// what was sent, again and again.
    /// </summary>
    private const int AnnouncedForEach = 6;

    /// <summary>Announces a batch, and gives the right to send each of its files.</summary>
    /// <param name="page">As proved.</param>
    /// <param name="request">What is to be sent.</param>
    /// <param name="key">The sender's idempotency key; null: none.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<StartReply> Start(
        PageProven page, BatchRequest request, string? key, CancellationToken stop)
    {
        var charter = page.Grant.Booking;
        for (var i = 0; i < Tries; i++)
        {
            if (await GuestReading.Load(Records, charter, stop) is not { } reading)
                return new StartReply.Unknown();
            var now = windows.Now;
            if (!PhotoTimes.IsOpen(reading.Grant, now)) return Closed(reading.Grant);
            if (key is not null && Repeated(reading, request, key) is { } known)
                return await Again(reading, known, stop);
            if (Refusal(reading, request, now) is { } refusal) return refusal;
            var (made, photos) = Make(page.By, request, now);
            var changes = photos.Select(photo => PhotoRows.Put(charter, photo, 0)).ToList();
            changes.Add(PhotoRows.Put(charter, made, 0));
            var shelf = PhotoRows.Shelf(charter);
            var count = new PhotoShelf(reading.Photos.Batches.Count + 1);
            changes.Add(RecordChange.Put(shelf, reading.Version(shelf), GuestRows.Body(count)));
            if (key is not null)
            {
                var asked = GuestRows.Body(new PhotoAsked(Digest(request), made.Id));
                changes.Add(RecordChange.Put(PhotoRows.Asked(charter, key), 0, asked));
            }

            if (await Records.Commit(changes, stop) is not null) continue;
            return new StartReply.Started(made.Id, await Tickets(reading.Grant, photos, stop));
        }

        throw Contended($"batch of {charter}");
    }

    /// <summary>Renews the right to send a file, and tells which of its parts are here.</summary>
    public async Task<RenewReply> Renew(string slug, string id, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await Find(slug, id, stop) is not { } found) return new RenewReply.Unknown();
            var (grant, photo, now) = (found.Grant, found.Photo, windows.Now);
            if (photo.State != PhotoState.Granted) return new RenewReply.Over(photo);
            if (!grant.Live || now >= PhotoTimes.BatchEnds(grant, photo.Granted))
                return new RenewReply.Closed(grant.Opens, grant.Closes, grant.Live);
            // Nothing is sent twice: only the word that it was sent is missing.
            var have = await windows.Quarantine.Look(Order(grant, photo), stop);
            if (have.Whole) return new RenewReply.Over(photo);
            var longer = photo with { SendUntil = now + PhotoTimes.Right };
            if (await Records.Commit([PhotoRows.Put(found.Charter, longer, found.Version)], stop) is not null)
                continue;
            var right = await windows.Quarantine.Grant(Order(grant, longer), stop);
            return new RenewReply.Renewed(new UploadTicket(id, right, have.Parts));
        }

        throw Contended($"photo {id}");
    }

    /// <summary>Where an upload stands; null if there is none.</summary>
    public async Task<UploadStanding?> Standing(string slug, string id, CancellationToken stop)
    {
        if (await Find(slug, id, stop) is not { } found) return null;
        if (found.Photo.State != PhotoState.Granted) return new UploadStanding(found.Photo, [], true);
        var arrived = await windows.Quarantine.Look(Order(found.Grant, found.Photo), stop);
        return new UploadStanding(found.Photo, arrived.Parts, arrived.Whole);
    }

    /// <summary>
    /// The order under which bytes are taken; null if there is none, or it was taken back. Of a file that is
    /// here, or was refused, the order is still told, but nothing is taken under it.
    /// </summary>
    public async Task<UploadOrder?> Ordered(string slug, string id, CancellationToken stop)
    {
        var found = await Find(slug, id, stop);
        if (found is null or { Photo.State: PhotoState.Removed }) return null;
        var order = Order(found.Grant, found.Photo);
        return found.Photo.State == PhotoState.Refused ? order with { Expires = found.Photo.Granted } : order;
    }

    /// <summary>
    /// Takes the word that a file has been sent, if it is here. From then on nothing loses it. May be
    /// repeated; the first caption stays.
    /// </summary>
    public async Task<DoneReply> Done(string slug, string id, string? caption, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await Find(slug, id, stop) is not { } found) return new DoneReply.Unknown();
            var after = PhotoTable.After(found.Photo.State, PhotoAct.Arrive);
            if (after is null) return new DoneReply.Gone();
            if (after == found.Photo.State) return new DoneReply.Taken(found.Photo);
            var arrived = await windows.Quarantine.Look(Order(found.Grant, found.Photo), stop);
            if (!arrived.Whole) return new DoneReply.NotArrived(arrived.Parts);
            var here = await _worker.Arrived(found.Charter, found.Photo, stop) with { Caption = caption };
            if (await Records.Commit([PhotoRows.Put(found.Charter, here, found.Version)], stop) is not null)
                continue;
            await Tell(found.Charter, [here], stop);
            return new DoneReply.Taken(here);
        }

        throw Contended($"photo {id}");
    }

    private StartReply? Refusal(GuestReading reading, BatchRequest request, Instant now)
    {
        var rules = windows.Fleet().Photos;
        if (BatchRules.Check(request, rules) is { Count: > 0 } flaws) return new StartReply.Refused(flaws);
        var (photos, batches) = (reading.Photos.Photos, reading.Photos.Batches.Values);
        var standing = photos.Count(photo => Counts(reading.Grant, photo, now));
        var announced = photos.Count + request.Files.Count;
        if (standing + request.Files.Count > rules.MostOfCharter
            || announced > rules.MostOfCharter * AnnouncedForEach)
            return new StartReply.Full(rules.MostOfCharter);
        var created = batches.Select(batch => batch.Created).Order();
        var recent = created.Where(when => when > now - Hour).ToList();
        return recent.Count < rules.MostBatchesAnHour
            ? null
            : new StartReply.TooOften(recent[^rules.MostBatchesAnHour] + Hour - now);
    }

    /// <summary>What was announced counts while it may still come.</summary>
    private static bool Counts(PageGrant grant, Photo photo, Instant now) => photo.State switch
    {
        PhotoState.Refused or PhotoState.Removed => false,
        PhotoState.Granted => now < PhotoTimes.BatchEnds(grant, photo.Granted),
        _ => true,
    };

    private (PhotoBatch Batch, List<Photo> Photos) Make(GuestProof by, BatchRequest request, Instant now)
    {
        var batch = windows.Tokens.Id();
        var until = now + PhotoTimes.Right;
        var photos = request.Files.Select((file, at) =>
            new Photo(windows.Tokens.Id(), batch, at + 1, file.Type, file.Size, now, PhotoState.Granted)
            {
                SendUntil = until,
                Due = until,
            }).ToList();
        var names = request.Files.Zip(photos, (file, photo) => new PhotoName(photo.Id, file.Name)).ToList();
        var made = new PhotoBatch(
            batch, by, request.Contributor, request.Consent, request.Language, now, names);
        return (made, photos);
    }

    /// <summary>
    /// Null: the key is new. Else the batch that came of it, or within it null: of another request.
    /// </summary>
    private static Asking? Repeated(GuestReading reading, BatchRequest request, string key)
    {
        var place = PhotoRows.Asked(reading.Grant.Booking, key);
        return GuestRows.Read<PhotoAsked>(reading.Rows.GetValueOrDefault(place.Sort)) is { } asked
            ? new Asking(Same(asked.Digest, Digest(request)) ? reading.Photos.Batches[asked.Batch] : null)
            : null;
    }

    private async Task<StartReply> Again(GuestReading reading, Asking asked, CancellationToken stop)
    {
        if (asked.Batch is not { } batch) return new StartReply.KeyUsed();
        var photos = reading.Photos.Photos.Where(photo => photo.Batch == batch.Id)
            .OrderBy(photo => photo.Number);
        return new StartReply.Started(batch.Id, await Tickets(reading.Grant, photos, stop));
    }

    private async Task<IReadOnlyList<UploadTicket>> Tickets(
        PageGrant grant, IEnumerable<Photo> photos, CancellationToken stop)
    {
        var tickets = new List<UploadTicket>();
        foreach (var photo in photos)
            tickets.Add(new UploadTicket(
                photo.Id, await windows.Quarantine.Grant(Order(grant, photo), stop), []));
        return tickets;
    }

    private static StartReply.Closed Closed(PageGrant grant) => new(grant.Opens, grant.Closes, grant.Live);

    private static string Digest(BatchRequest request) => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, GuestJson.Default.BatchRequest)));

    private sealed record Asking(PhotoBatch? Batch);
}
