using Purser.Outside;

namespace Purser.Embedded.Pictures;

/// <summary>The names of copies in a job's folder, and what each must begin with.</summary>
internal static class CopyNames
{
    /// <summary>A video, re-encoded.</summary>
    public const string Play = "play.mp4";

    /// <summary>The longer sides, largest first: each smaller one is made from the one before.</summary>
    public static readonly int[] Sides = [2048, 720, 360];

    /// <summary>A still copy as WebP.</summary>
    public static string WebP(int side) => $"{side}.webp";

    /// <summary>A still copy as JPEG.</summary>
    public static string Jpeg(int side) => $"{side}.jpg";

    /// <summary>What a name stands for; null if it is none of ours.</summary>
    public static (PictureSize Size, string ContentType)? Of(string name) => name switch
    {
        "360.webp" => (PictureSize.Small, "image/webp"),
        "360.jpg" => (PictureSize.Small, "image/jpeg"),
        "720.webp" => (PictureSize.Medium, "image/webp"),
        "720.jpg" => (PictureSize.Medium, "image/jpeg"),
        "2048.webp" => (PictureSize.View, "image/webp"),
        "2048.jpg" => (PictureSize.View, "image/jpeg"),
        Play => (PictureSize.Play, "video/mp4"),
        _ => null,
    };

    /// <summary>True if the bytes begin as this type does.</summary>
    public static bool Fits(string contentType, ReadOnlySpan<byte> body) =>
        FileContent.Look(body[..Math.Min(body.Length, FileContent.HeadBytes)]).Kind == contentType switch
        {
            "image/webp" => FileKind.WebP,
            "image/jpeg" => FileKind.Jpeg,
            _ => FileKind.Mp4,
        };
}
