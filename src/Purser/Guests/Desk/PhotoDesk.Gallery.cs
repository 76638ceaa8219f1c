using System.Buffers.Text;
using System.Text;
using Purser.Bookings;
using Purser.Guests.Photos;
using Purser.Outside;

namespace Purser.Guests.Desk;

/// <summary>What guests see of a charter's photos.</summary>
public sealed partial class PhotoDesk
{
    private const int PageItems = 60;

    /// <summary>A page of the gallery, in the order of capture.</summary>
    /// <param name="page">As proved.</param>
    /// <param name="cursor">What the page before gave; null: the first.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="CursorUnknown">No page gave that.</exception>
    public async Task<GalleryPage> List(PageProven page, string? cursor, CancellationToken stop)
    {
        var after = cursor is null ? "" : After(cursor);
        if (await GuestReading.Load(Records, page.Grant.Booking, stop) is not { } reading)
            return new GalleryPage([], null, 0);
        var pepper = await windows.Pepper(stop);
        var rest = reading.Photos.Photos.Where(photo => Listed(photo.State)
            && string.CompareOrdinal(CaptureOrder.Sort(photo), after) > 0).Take(PageItems + 1).ToList();
        var shown = rest.Take(PageItems).ToList();
        var next = rest.Count > PageItems ? Cursor(shown[^1]) : null;
        return new GalleryPage(
            [.. shown.Select(photo => Item(photo, reading.Photos.BatchOf(photo), pepper.Span))], next,
            reading.Summary.Version);
    }

    /// <summary>Every published photo with its viewing copy, in the order of capture.</summary>
    public async Task<IReadOnlyList<PhotoToKeep>> ToKeep(BookingId charter, CancellationToken stop)
    {
        if (await GuestReading.Load(Records, charter, stop) is not { } reading) return [];
        var pepper = await windows.Pepper(stop);
        var kept = new List<PhotoToKeep>();
        foreach (var photo in reading.Photos.Photos.Where(photo => photo.State == PhotoState.Published))
        {
            var name = photo.Kind == PictureKind.Video ? "play.mp4" : "view.jpg";
            if (photo.Copies.FirstOrDefault(copy => copy.Name == name) is not { } copy) continue;
            var key = PhotoPlace.Shown(pepper.Span, photo, photo.Showing, name);
            kept.Add(new PhotoToKeep(photo, reading.Photos.BatchOf(photo).Contributor, copy, key));
        }

        return kept;
    }

    /// <summary>The vessel's and the day's words for what a guest keeps.</summary>
    public async Task<PageGrant?> Charter(BookingId charter, CancellationToken stop) =>
        GuestRows.ReadGrant(await Records.Get(GuestRows.Grant(charter), stop));

    /// <summary>Opens a copy that guests may see; null if there is none.</summary>
    public Task<OpenObject?> Open(ObjectKey shown, CancellationToken stop) =>
        windows.Objects.Open(shown, stop);

    private static bool Listed(PhotoState state) =>
        state is not (PhotoState.Granted or PhotoState.Rejected or PhotoState.Removed);

    private static GalleryItem Item(Photo photo, PhotoBatch batch, ReadOnlySpan<byte> pepper)
    {
        if (photo.State != PhotoState.Published)
            return new GalleryItem(photo.Id, photo.State, null, null, null, null, null, null, null);
        var thumbs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var copy in photo.Copies)
        {
            var older = copy.Name.EndsWith(".jpg", StringComparison.Ordinal);
            var size = older ? copy.Name : copy.Name.Split('.')[0];
            thumbs[size] = PhotoPlace.Path(PhotoPlace.Shown(pepper, photo, photo.Showing, copy.Name));
        }

        return new GalleryItem(
            photo.Id, photo.State, photo.Kind, batch.Contributor, photo.Caption, photo.Place, photo.Width,
            photo.Height, thumbs);
    }

    private static string Cursor(Photo last) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(CaptureOrder.Sort(last)));

    private static string After(string cursor)
    {
        if (cursor.Length > 400 || !Base64Url.IsValid(cursor)) throw new CursorUnknown();
        var place = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
        var known = place.Split('#') is [_, _, _, var id] && PhotoRows.IsId(id);
        return known ? place : throw new CursorUnknown();
    }
}

/// <summary>A viewing copy to be kept.</summary>
/// <param name="Photo">Of which.</param>
/// <param name="Contributor">Who sent it.</param>
/// <param name="Copy">Which copy.</param>
/// <param name="Key">Where it lies.</param>
public sealed record PhotoToKeep(Photo Photo, string Contributor, PhotoCopy Copy, ObjectKey Key);
