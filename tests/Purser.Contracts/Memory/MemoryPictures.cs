using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Purser.Outside;

namespace Purser.Contracts.Memory;

/// <summary>
/// Pictures of a format of its own: a line of text says what a file is, and the copies are lines of text. The same
/// file gives the same copies. Safe for concurrent use.
/// </summary>
/// <param name="faults">Which calls fail; null = none.</param>
/// <param name="read">The bytes of a file; null reads them from the disk.</param>
public sealed class MemoryPictures(Faults? faults = null, Func<string, byte[]>? read = null) : IPictures
{
    private const string Start = "fake ";
    private const int PlaySide = 1280;
    private static readonly (PictureSize Size, int Side)[] Stills =
        [(PictureSize.Small, 360), (PictureSize.Medium, 720), (PictureSize.View, 2048)];

    private readonly Faults _faults = faults ?? Faults.None;
    private readonly Func<string, byte[]> _read = read ?? File.ReadAllBytes;

    /// <summary>A file that is a still picture.</summary>
    /// <param name="width">As stored.</param>
    /// <param name="height">As stored.</param>
    /// <param name="taken">What it says of when.</param>
    /// <param name="turned">True: to be turned by a quarter.</param>
    /// <param name="remark">What makes it another file; no copy has it.</param>
    public static byte[] Picture(
        int width, int height, CaptureTime? taken = null, bool turned = false, string remark = "") =>
        Line(turned ? "turned" : "picture", $"{width} {height}", taken, remark);

    /// <summary>A file that is a video of so many seconds.</summary>
    public static byte[] Video(int width, int height, int seconds, Instant? made = null) =>
        Line("video", $"{width} {height} {seconds}", new CaptureTime(null, made, null), "");

    /// <summary>A genuine picture for which there is no decoder.</summary>
    public static byte[] Undecodable(CaptureTime? taken = null) => Line("undecodable", "1 1", taken, "");

    /// <summary>A picture whose end is missing.</summary>
    public static byte[] Broken() => Line("broken", "1 1", null, "");

    /// <inheritdoc />
    public Task<PictureReply> Make(string file, PictureLimits limits, CancellationToken stop) =>
        _faults.Call($"make pictures of {file}", () => Reply(_read(file), limits), stop);

    private static byte[] Line(string word, string size, CaptureTime? taken, string remark) =>
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{Start}{word}|{size}|{taken?.Original}|{taken?.Gps}|{taken?.Local:uuuu-MM-dd'T'HH:mm:ss}|{remark}"));

    private static PictureReply Reply(byte[] body, PictureLimits limits)
    {
        var parts = Encoding.UTF8.GetString(body).Split('|');
        if (parts.Length < 6 || !parts[0].StartsWith(Start, StringComparison.Ordinal))
            return new PictureReply.Refused("this is no picture or video");
        var (word, size) = (parts[0][Start.Length..], parts[1].Split(' ').Select(int.Parse).ToList());
        var taken = new CaptureTime(At(parts[2]), At(parts[3]), Local(parts[4]));
        var kind = word == "video" ? PictureKind.Video : PictureKind.Picture;
        if (word == "broken") return new PictureReply.Refused("the picture is broken: its end is missing");
        if (word == "undecodable") return new PictureReply.Kept(kind, taken, "there is no decoder for it");
        if (Math.Max(size[0], size[1]) > limits.MostSide || (long)size[0] * size[1] > limits.MostPixels)
            return new PictureReply.Refused($"the picture is {size[0]} x {size[1]} pixels: that is too much");
        if (kind == PictureKind.Video && size[2] > limits.MostVideoSeconds)
            return new PictureReply.Kept(kind, taken, $"the video is longer than {limits.MostVideoSeconds} seconds");
        var (width, height) = word == "turned" ? (size[1], size[0]) : (size[0], size[1]);
        return new PictureReply.Made(kind, width, height, taken, [.. Copies(body, kind, width, height)]);
    }

    private static IEnumerable<PictureCopy> Copies(byte[] body, PictureKind kind, int width, int height)
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(body))[..16];
        foreach (var (size, side) in Stills)
        {
            yield return Copy(size, side, "image/webp");
            yield return Copy(size, side, "image/jpeg");
        }

        if (kind == PictureKind.Video) yield return Copy(PictureSize.Play, PlaySide, "video/mp4");

        PictureCopy Copy(PictureSize size, int side, string type)
        {
            var scale = Math.Min(1.0, (double)side / Math.Max(width, height));
            var (w, h) = (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
            return new PictureCopy(size, type, w, h, Encoding.UTF8.GetBytes($"copy {size} {type} {w}x{h} {mark}"));
        }
    }

    private static Instant? At(string text) =>
        InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var value } ? value : null;

    private static LocalDateTime? Local(string text) =>
        LocalDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var value } ? value : null;
}
