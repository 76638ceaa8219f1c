using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NetVips;

namespace Purser.Tests.Pictures;

/// <summary>Files that guests send, and files that only an attacker does.</summary>
internal static class PictureFiles
{
    /// <summary>A picture whose four corners differ: red, green, blue, white, in reading order.</summary>
    public static Image Corners(int width, int height)
    {
        var (w, h) = (width / 2, height / 2);
        using var red = Plain(w, h, 220, 30, 30);
        using var green = Plain(width - w, h, 30, 200, 30);
        using var blue = Plain(w, height - h, 30, 30, 220);
        using var white = Plain(width - w, height - h, 240, 240, 240);
        using var top = red.Join(green, Enums.Direction.Horizontal);
        using var bottom = blue.Join(white, Enums.Direction.Horizontal);
        using var all = top.Join(bottom, Enums.Direction.Vertical);
        return all.CopyMemory();
    }

    /// <summary>A JPEG of corners with these segments after its start.</summary>
    public static byte[] Jpeg(int width, int height, params byte[][] segments)
    {
        using var image = Corners(width, height);
        return WithSegments(image.JpegsaveBuffer(q: 90), segments);
    }

    /// <summary>Puts segments after a JPEG's start.</summary>
    public static byte[] WithSegments(byte[] jpeg, params byte[][] segments) =>
        [.. jpeg[..2], .. segments.SelectMany(segment => segment), .. jpeg[2..]];

    /// <summary>A segment of a JPEG: <c>0xE1</c> is APP1.</summary>
    public static byte[] Segment(byte mark, byte[] body) =>
        [0xFF, mark, (byte)((body.Length + 2) >> 8), (byte)((body.Length + 2) & 0xFF), .. body];

    /// <summary>APP1 with Exif.</summary>
    public static byte[] Exif(ExifBlock block) => Segment(0xE1, [.. "Exif\0\0"u8, .. block.Bytes()]);

    /// <summary>APP1 with XMP that holds a text.</summary>
    public static byte[] Xmp(string secret) =>
        Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. XmpText(secret)]);

    /// <summary>An XMP document that holds a text.</summary>
    public static byte[] XmpText(string secret) => Encoding.UTF8.GetBytes(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        + $"<rdf:Description><creator>{secret}</creator></rdf:Description></rdf:RDF></x:xmpmeta>");

    /// <summary>APP13 with an IPTC by-line.</summary>
    public static byte[] Iptc(string secret)
    {
        byte[] record = [0x1C, 2, 80, 0, (byte)secret.Length, .. Encoding.ASCII.GetBytes(secret)];
        byte[] padded = record.Length % 2 == 0 ? record : [.. record, 0];
        return Segment(
            0xED, [.. "Photoshop 3.0\08BIM"u8, 4, 4, 0, 0, 0, 0, 0, (byte)record.Length, .. padded]);
    }

    /// <summary>A PNG that says it is so large, with this much of grey rows behind it.</summary>
    public static byte[] Png(int width, int height, int rows, byte[]? before = null)
    {
        var row = new byte[1 + width];
        using var packed = new MemoryStream();
        using (var pack = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < rows; y++) pack.Write(row);
        }

        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n',
            .. Chunk("IHDR", [.. Number(width), .. Number(height), 8, 0, 0, 0, 0]), .. before ?? [],
            .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", []),
        ];
    }

    /// <summary>A chunk of a PNG.</summary>
    public static byte[] Chunk(string name, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. body];
        return [.. Number(body.Length), .. named, .. Number(unchecked((int)Crc(named)))];
    }

    /// <summary>Bytes as zlib packs them.</summary>
    public static byte[] Packed(int zeros)
    {
        using var packed = new MemoryStream();
        using (var pack = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) pack.Write(new byte[zeros]);
        return packed.ToArray();
    }

    private static Image Plain(int width, int height, double red, double green, double blue)
    {
        using var black = Image.Black(width, height, bands: 3);
        using var colour = black.Linear([1, 1, 1], [red, green, blue]);
        using var bytes = colour.Cast(Enums.BandFormat.Uchar);
        return bytes.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
