using NodaTime;

namespace Purser.Outside;

/// <summary>
/// Makes safe copies of the pictures and videos that guests send. What a file is, its content decides: never
/// its name, nor what its sender said of it. Copies carry no metadata: no place, serial, person or name. A
/// hostile file can at most cost its own job. Throws <see cref="OutsideUnavailable"/> when no copies can be
/// made now.
/// </summary>
public interface IPictures
{
    /// <summary>
    /// Decodes a file within the limits, turns it upright, keeps its colours, and makes the copies.
    /// </summary>
    /// <param name="file">Path of a file on this machine.</param>
    /// <param name="limits">What is too much.</param>
    /// <param name="stop">Gives up.</param>
    Task<PictureReply> Make(string file, PictureLimits limits, CancellationToken stop);
}

/// <summary>What is too much for a picture or a video.</summary>
/// <param name="MostPixels">Width times height of a picture, for example 100 million.</param>
/// <param name="MostSide">The longer side of a picture in pixels, for example 20,000.</param>
/// <param name="MostVideoSeconds">Of a video that is shown; a longer one is only kept.</param>
public sealed record PictureLimits(long MostPixels, int MostSide, int MostVideoSeconds)
{
    /// <summary>Room for every camera of the trade.</summary>
    public static readonly PictureLimits Usual = new(120_000_000, 20_000, 300);
}

/// <summary>What became of a file.</summary>
public abstract record PictureReply
{
    private PictureReply()
    {
    }

    /// <summary>It can be shown.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Width">Of the upright picture, or of the video.</param>
    /// <param name="Height">Of the upright picture, or of the video.</param>
    /// <param name="Taken">What it says of when it was taken.</param>
    /// <param name="Copies">Each of <see cref="PictureSize"/>: WebP and JPEG; of a video also the video
    /// itself, re-encoded.</param>
    public sealed record Made(PictureKind Kind, int Width, int Height, CaptureTime Taken, IReadOnlyList<PictureCopy> Copies)
        : PictureReply;

    /// <summary>
    /// A genuine picture or video that cannot be shown here, for want of a decoder or above a limit of
    /// length: for the owner only.
    /// </summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Taken">What it says of when it was taken.</param>
    /// <param name="Why">For a person to read.</param>
    public sealed record Kept(PictureKind Kind, CaptureTime Taken, string Why) : PictureReply;

    /// <summary>No picture, a broken one, or above a limit: the reason, for a person to read.</summary>
    public sealed record Refused(string Why) : PictureReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(Func<Made, T> made, Func<Kept, T> kept, Func<Refused, T> refused) => this switch
    {
        Made reply => made(reply),
        Kept reply => kept(reply),
        Refused reply => refused(reply),
        _ => throw new BugException("an unknown reply"),
    };
}

/// <summary>What a file is, by its content.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<PictureKind>))]
public enum PictureKind
{
    /// <summary>A still picture.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("picture")]
    Picture,

    /// <summary>A moving one.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("video")]
    Video,
}

/// <summary>The sizes of copies: the longer side in pixels at most, never enlarged.</summary>
public enum PictureSize
{
    /// <summary>360, for the gallery on a phone.</summary>
    Small,

    /// <summary>720, for the gallery on a sharp screen.</summary>
    Medium,

    /// <summary>2,048, to look at and to keep.</summary>
    View,

    /// <summary>Of a video: itself, at most 1,280.</summary>
    Play,
}

/// <summary>A safe copy.</summary>
/// <param name="Size">Which.</param>
/// <param name="ContentType"><c>image/webp</c>, <c>image/jpeg</c> or <c>video/mp4</c>.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Body">The bytes.</param>
public sealed record PictureCopy(PictureSize Size, string ContentType, int Width, int Height, ReadOnlyMemory<byte> Body);

/// <summary>What a file says of when it was taken, in the order of trust.</summary>
/// <param name="Original">Exif <c>DateTimeOriginal</c> with <c>OffsetTimeOriginal</c>, as an
/// instant.</param>
/// <param name="Gps">Exif <c>GPSDateStamp</c> and <c>GPSTimeStamp</c>, which are UTC; of a video, its
/// creation time.</param>
/// <param name="Local">Exif <c>DateTimeOriginal</c> without an offset: the camera's clock.</param>
public sealed record CaptureTime(Instant? Original, Instant? Gps, LocalDateTime? Local)
{
    /// <summary>It says nothing.</summary>
    public static readonly CaptureTime Unsaid = new(null, null, null);
}
