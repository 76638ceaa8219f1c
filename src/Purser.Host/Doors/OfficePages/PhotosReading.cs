using System.Globalization;
using NodaTime;
using Purser.Bookings;
using Purser.Guests.Desk;
using Purser.Guests.Photos;
using Purser.Host.Composition;
using Purser.Host.Pages.Office;

namespace Purser.Host.Doors.OfficePages;

/// <summary>Reads a charter's photos as the owner sees them.</summary>
public sealed class PhotosReading(OfficeRooms house)
{
    private static readonly string[] Thumbs = ["360.webp", "360.jpg"];

    /// <summary>The page's content.</summary>
    /// <param name="frame">Around it.</param>
    /// <param name="file">The booking.</param>
    /// <param name="office">True: signed in; false: by the mail's link, which opens this page only.</param>
    /// <param name="token">What forms must carry.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<PhotosPage> Read(
        OfficeFrame frame, BookingFile file, bool office, string token, CancellationToken stop)
    {
        var id = file.Booking.Id;
        var zone = file.Booking.Trip.Departure.Rules;
        var all = await house.Photos.Gallery(id, stop);
        var cards = all.Select((item, at) => (item.Photo.State, Card: Card(id, item, at + 1, zone))).ToList();
        IReadOnlyList<PhotoCard> Of(params PhotoState[] states) =>
            [.. cards.Where(card => states.Contains(card.State)).Select(card => card.Card)];
        return new PhotosPage(
            frame, id.Text, OfficeWords.Charter(file.Booking, house.Fleet), office, token,
            OfficeWords.Zone(house.Fleet, file.Booking.Trip.Zone), Of(PhotoState.Pending),
            Of(PhotoState.Published),
            Of(PhotoState.Processing, PhotoState.Rejected, PhotoState.Kept, PhotoState.Refused));
    }

    /// <summary>
    /// What a file is called when the owner keeps it: its own name, without what no name has.
    /// </summary>
    public static string SafeName(OfficePhoto item)
    {
        var letters = item.FileName.Where(letter =>
            letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' or '_');
        var name = string.Concat(letters).TrimStart('.');
        return name.Length is > 0 and <= 100 ? name : $"original-{item.Photo.Id[..6]}";
    }

    private static PhotoCard Card(BookingId id, OfficePhoto item, int number, DateTimeZone zone)
    {
        var (photo, batch) = (item.Photo, item.Batch);
        var place = $"/photos/{id}/{photo.Id}";
        var thumb = Thumbs.FirstOrDefault(name => photo.Copies.Any(copy => copy.Name == name));
        var shown = photo.State is PhotoState.Pending or PhotoState.Published or PhotoState.Rejected;
        var kept = photo.State is not (PhotoState.Refused or PhotoState.Granted or PhotoState.Removed);
        var what = string.Create(CultureInfo.InvariantCulture, $"Photo {number} by {batch.Contributor}");
        return new PhotoCard(
            photo.Id, batch.Id, what, photo.Caption, shown && thumb is not null ? $"{place}/{thumb}" : null,
            batch.Contributor, OfficeWords.Clock(photo.Place, zone), Use(batch),
            batch.By == GuestProof.Code ? "with the photo code" : "with the booker's link",
            Standing(photo), photo.Why,
            kept ? $"{place}/original" : null, item.FileName);
    }

    private static string Use(PhotoBatch batch) => batch switch
    {
        { Withdrawn: not null } => "Consent withdrawn",
        { Consent: { Use: PhotoUse.Operator, Minors: true } } => "You may use it, also with children",
        { Consent.Use: PhotoUse.Operator } => "You may use it, not with children",
        _ => "For their group only",
    };

    private static Status Standing(Photo photo) => photo.State switch
    {
        PhotoState.Pending or PhotoState.Rejected when photo.Approved => new Status("part", "Being published"),
        PhotoState.Pending => new Status("call", "Waits for you"),
        PhotoState.Published => new Status("done", "Published"),
        PhotoState.Processing => new Status("part", "Being prepared"),
        PhotoState.Rejected => new Status("no", "Not shown"),
        PhotoState.Kept => new Status("none", "For you only"),
        PhotoState.Refused => new Status("gone", "Refused"),
        _ => new Status("gone", "Gone"),
    };
}
