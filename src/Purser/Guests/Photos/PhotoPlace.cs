using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Purser.Bookings;
using Purser.Outside;

namespace Purser.Guests.Photos;

/// <summary>
/// The one owner of photo -> object -> public path. Names are neutral, and nobody who knows an upload's id
/// can tell them; made again from the same photo they are the same, so that work which is done twice leaves
/// no orphan.
/// </summary>
public static class PhotoPlace
{
    /// <summary>Copies are never changed: an address is given once.</summary>
    public const string CacheControl = "public, max-age=31536000, immutable";

    private const string HeldCache = "private, no-store";
    private const string Public = "photos";
    private const string Held = "held";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
    private const int FolderLetters = 26;

    private static readonly SearchValues<char> FolderAlphabet = SearchValues.Create(Letters);

    /// <summary>Every copy there can be: its file's name and its media type.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["360.webp"] = "image/webp",
        ["360.jpg"] = "image/jpeg",
        ["720.webp"] = "image/webp",
        ["720.jpg"] = "image/jpeg",
        ["view.webp"] = "image/webp",
        ["view.jpg"] = "image/jpeg",
        ["play.mp4"] = "video/mp4",
    };

    /// <summary>Where the file lies as it came.</summary>
    public static string Upload(BookingId booking, string photo) => $"{booking}/{photo}";

    /// <summary>The neutral name of a copy.</summary>
    public static string NameOf(PictureCopy copy)
    {
        var size = copy.Size switch
        {
            PictureSize.Small => "360",
            PictureSize.Medium => "720",
            PictureSize.View => "view",
            PictureSize.Play => "play",
            _ => throw new BugException("an unknown size"),
        };
        return Names.Single(name =>
            name.Key.StartsWith($"{size}.", StringComparison.Ordinal) && name.Value == copy.ContentType).Key;
    }

    /// <summary>Where a copy is before the guests' eyes.</summary>
    /// <param name="pepper">The secret <c>guest-links-1</c>.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="showing">Which of its showings.</param>
    /// <param name="name">Of the copy.</param>
    public static ObjectKey Shown(ReadOnlySpan<byte> pepper, Photo photo, int showing, string name) =>
        ObjectKey.Of($"{Public}/{Folder(pepper, photo.Id, showing)}/{name}");

    /// <summary>Where a copy waits for the owner's eye: no door of the guests opens it.</summary>
    public static ObjectKey Waiting(ReadOnlySpan<byte> pepper, Photo photo, string name) =>
        ObjectKey.Of($"{Held}/{Folder(pepper, photo.Id, 0)}/{name}");

    /// <summary>The public path of a copy.</summary>
    public static string Path(ObjectKey shown) => $"/{shown}";

    /// <summary>The object that a public path names, or null if it can name none.</summary>
    public static ObjectKey? At(string folder, string name)
    {
        var right = folder.Length == FolderLetters && !folder.AsSpan().ContainsAnyExcept(FolderAlphabet)
            && Names.ContainsKey(name);
        return right ? ObjectKey.Of($"{Public}/{folder}/{name}") : null;
    }

    /// <summary>How a copy is kept by whoever reads it.</summary>
    internal static string CacheOf(ObjectKey key) =>
        key.Text.StartsWith(Public, StringComparison.Ordinal) ? CacheControl : HeldCache;

    private static string Folder(ReadOnlySpan<byte> pepper, string photo, int showing)
    {
        var about = string.Create(CultureInfo.InvariantCulture, $"purser/photo/1|{photo}|{showing}");
        var bytes = HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(about));
        return string.Concat(bytes.Take(FolderLetters).Select(one => Letters[one & 31]));
    }
}
