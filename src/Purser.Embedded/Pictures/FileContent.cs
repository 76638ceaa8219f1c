using System.Text;

namespace Purser.Embedded.Pictures;

/// <summary>
/// Says what a file is from its first bytes. Pure, and safe on any bytes: it looks, and decodes nothing.
/// </summary>
internal static class FileContent
{
    /// <summary>How many first bytes it wants to see.</summary>
    public const int HeadBytes = 1024;

    private const string SendOthers = "send a JPEG, PNG, WebP or HEIC picture, or an MP4, MOV or WebM video";

    private static readonly byte[] PngHead = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'];

    private static readonly string[] StillBrands =
        ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis"];

    private static readonly string[] MovieAtoms = ["moov", "mdat", "wide", "skip", "free", "pnot"];

    private static readonly (string Head, string Name)[] Others =
    [
        ("\u007FELF", "a program"),
        ("MZ", "a program"),
        ("#!", "a program"),
        ("%PDF-", "a PDF document"),
        ("PK", "an archive or an office document"),
        ("GIF8", "a GIF picture"),
        ("II*\0", "a TIFF or raw picture"),
        ("MM\0*", "a TIFF or raw picture"),
        ("BM", "a BMP picture"),
        ("%!PS", "a PostScript document"),
        ("8BPS", "a Photoshop document"),
        ("Rar!", "an archive"),
        ("7z", "an archive"),
    ];

    /// <summary>The kind, or why this is none that is taken.</summary>
    public static (FileKind? Kind, string Why) Look(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return (null, "the file is empty");
        if (KindOf(head) is { } kind) return (kind, "");
        var text = Encoding.Latin1.GetString(head);
        foreach (var (start, name) in Others)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
                return (null, $"this is {name}: {SendOthers}");
        }

        text = text.TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return (null, $"this is an SVG drawing, which can carry programs: {SendOthers}");
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return (null, $"this is a web page: {SendOthers}");
        return (null, $"this is no picture or video: {SendOthers}");
    }

    /// <summary>True: a moving picture.</summary>
    public static bool IsVideo(this FileKind kind) => kind is FileKind.Mp4 or FileKind.Avi or FileKind.WebM;

    private static FileKind? KindOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return FileKind.Jpeg;
        if (head.StartsWith(PngHead)) return FileKind.Png;
        if (head.Length >= 12 && head.StartsWith("RIFF"u8))
        {
            if (head[8..].StartsWith("WEBP"u8)) return FileKind.WebP;
            if (head[8..].StartsWith("AVI "u8)) return FileKind.Avi;
        }

        if (IsMatroska(head)) return FileKind.WebM;
        if (head.Length < 12) return null;
        var atom = Encoding.Latin1.GetString(head[4..8]);
        if (atom != "ftyp") return MovieAtoms.Contains(atom) ? FileKind.Mp4 : null;
        return StillBrands.Contains(Encoding.Latin1.GetString(head[8..12])) ? FileKind.Heif : FileKind.Mp4;
    }

    private static bool IsMatroska(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3])
        && (head.IndexOf("webm"u8) is > 0 and < 64 || head.IndexOf("matroska"u8) is > 0 and < 64);
}
