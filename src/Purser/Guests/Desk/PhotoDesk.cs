using System.Security.Cryptography;
using System.Text;
using Purser.Bookings;
using Purser.Guests.Photos;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Guests.Desk;

/// <summary>
/// Takes photos and videos from guests, shows them, and takes them back. It writes photos' records only, and
/// every act is one commit: what was acknowledged is never lost, whatever happens afterwards to its files.
/// </summary>
/// <param name="windows">What it looks out of.</param>
public sealed partial class PhotoDesk(PhotoWindows windows)
{
    private const int Tries = 30;
    private readonly PhotoWorker _worker = new(windows);

    /// <summary>Judges who may do what.</summary>
    public PageProofs Proofs { get; } = new(windows.Records, windows.Secrets, windows.Clock);

    /// <summary>Brings one photo's files into step with its state, as far as they can be now.</summary>
    public Task Perform(BookingId charter, string photo, CancellationToken stop) =>
        _worker.Perform(charter, photo, stop);

    /// <summary>Hints for every photo whose files are to be worked on.</summary>
    /// <param name="all">True at a start: also those that wait for a later time.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<IReadOnlyList<Hint>> Due(bool all, CancellationToken stop)
    {
        var until = all ? null : NoticeRows.Sortable(windows.Now) + "~";
        var hints = new List<Hint>();
        string? cursor = null;
        do
        {
            var page = await windows.Records.RangeIndex(
                new RangeQuery(PhotoRows.DueIndex, To: until, Cursor: cursor), stop);
            foreach (var row in page.Items)
            {
                if (row.Index is { } index && index.Sort.Split('#') is [_, var charter, var photo])
                    hints.Add(new Hint.Photo(Texts.Parse<BookingId>(charter), photo));
            }

            cursor = page.Next;
        }
        while (cursor is not null && hints.Count < MostDue);
        return hints;
    }

    private const int MostDue = 2_000;

    private IRecords Records => windows.Records;

    /// <summary>An upload by its page and id: the reads are the same where there is none.</summary>
    private async Task<Found?> Find(string slug, string id, CancellationToken stop)
    {
        var charter = await Proofs.Whose(slug, stop);
        var key = PhotoRows.Photo(charter, PhotoRows.IsId(id) ? id : new string('a', 26));
        var rows = await Records.GetMany([GuestRows.Grant(charter), key], stop);
        if (GuestRows.ReadGrant(rows[0]) is not { } grant || GuestRows.Read<Photo>(rows[1]) is not { } photo)
            return null;
        return new Found(grant, photo, rows[1]!.Version);
    }

    private UploadOrder Order(PageGrant grant, Photo photo) => new(
        PhotoPlace.Upload(grant.Booking, photo.Id), photo.Type, photo.Size,
        new Uri(windows.Site, $"/api/g/{grant.Slugs[0]}/photos/{photo.Id}/file"), photo.SendUntil);

    private async Task Tell(BookingId charter, IEnumerable<Photo> photos, CancellationToken stop)
    {
        foreach (var photo in photos) await windows.Hints.Leave(new Hint.Photo(charter, photo.Id), stop);
        await windows.Hints.Leave(new Hint.Follow(charter), stop);
    }

    /// <summary>
    /// Does at once what the sweep would do later, so that the reply tells of it; what fails is left to it.
    /// </summary>
    private async Task AtOnce(BookingId charter, IEnumerable<Photo> photos, CancellationToken stop)
    {
        foreach (var photo in photos)
        {
            try
            {
                await _worker.Perform(charter, photo.Id, stop);
            }
            catch (OutsideUnavailable)
            {
                await windows.Hints.Leave(new Hint.Photo(charter, photo.Id), stop);
            }
        }

        await windows.Hints.Leave(new Hint.Follow(charter), stop);
    }

    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private OutsideUnavailable Contended(string what) => new($"commit {Records.Compartment} {what}");

    private sealed record Found(PageGrant Grant, Photo Photo, long Version)
    {
        public BookingId Charter => Grant.Booking;
    }
}
