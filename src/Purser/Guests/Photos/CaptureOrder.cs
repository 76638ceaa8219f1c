using System.Globalization;
using NodaTime;
using Purser.Outside;
using Purser.Outside.Outbox;

namespace Purser.Guests.Photos;

/// <summary>
/// The order of a gallery: by the time of capture, whatever cameras and phones are mixed.
/// </summary>
public static class CaptureOrder
{
    private static readonly Duration Before = Duration.FromHours(48);

    /// <summary>
    /// When a photo was taken: what carries its own offset, else the satellites' time, else the camera's
    /// clock read as harbour time, else when it was sent. A time that cannot be is passed over: more than
    /// 48 hours before photos are taken at all, or after it was sent.
    /// </summary>
    /// <param name="taken">What the file says.</param>
    /// <param name="zone">The harbour's rules.</param>
    /// <param name="opens">From when photos of the charter are taken.</param>
    /// <param name="given">When it was sent.</param>
    public static Instant Of(CaptureTime taken, DateTimeZone zone, Instant opens, Instant given)
    {
        Instant?[] said = [taken.Original, taken.Gps, taken.Local?.InZoneLeniently(zone).ToInstant()];
        return said.FirstOrDefault(time => time >= opens - Before && time <= given) ?? given;
    }

    /// <summary>
    /// Text that sorts as the gallery does. Of the same instant what was announced first is first, and in the
    /// end the id decides, so that the order is always the same.
    /// </summary>
    public static string Sort(Photo photo)
    {
        var (place, granted) = (NoticeRows.Sortable(photo.Place), NoticeRows.Sortable(photo.Granted));
        return string.Create(
            CultureInfo.InvariantCulture, $"{place}#{granted}#{photo.Number:D3}#{photo.Id}");
    }
}
