using System.Buffers.Binary;
using System.Text;

namespace Purser.EndToEnd.Harness;

/// <summary>
/// What a camera writes into a JPEG beside the picture: time, place, owner, serial number. Exif 2.32, little endian.
/// </summary>
internal static class CameraFile
{
    /// <summary>Texts that must not be found in anything that is published.</summary>
    public static readonly string[] Secrets = ["SN-4711-0815", "Wilhelmina Example", "Example Optics", "IMG_", "32.7253", "GPSLatitude"];

    private const short Ascii = 2;
    private const short Long = 4;
    private const short Rational = 5;

    /// <summary>The picture as a camera would have taken it.</summary>
    /// <param name="jpeg">A JPEG without metadata.</param>
    /// <param name="taken">Local time, <c>2027:05:30 11:05:09</c>.</param>
    /// <param name="offset">For example <c>-07:00</c>; null: the camera does not know.</param>
    /// <param name="number">Makes each file another one.</param>
    public static byte[] With(ReadOnlySpan<byte> jpeg, string taken, string? offset, int number)
    {
        var exif = new List<(short Tag, short Kind, byte[] Value)>
        {
            (unchecked((short)0x9003), Ascii, Text(taken)),
            (unchecked((short)0xA430), Ascii, Text(Secrets[1])),
            (unchecked((short)0xA431), Ascii, Text(Secrets[0])),
        };
        if (offset is not null) exif.Insert(1, (unchecked((short)0x9011), Ascii, Text(offset)));
        (short, short, byte[])[] gps =
        [
            (1, Ascii, Text("N")), (2, Rational, Rationals(32, 43, 31)), (3, Ascii, Text("W")), (4, Rational, Rationals(117, 13, 29)),
        ];
        var body = Tiff([.. exif], gps, $"{Secrets[2]} {number}");
        byte[] head = [0xFF, 0xD8, 0xFF, 0xE1, (byte)((body.Length + 8) >> 8), (byte)((body.Length + 8) & 0xFF), .. "Exif\0\0"u8];
        return [.. head, .. body, .. jpeg[2..]];
    }

    private static byte[] Tiff((short, short, byte[])[] exif, (short, short, byte[])[] gps, string model)
    {
        (short, short, byte[])[] first =
        [
            (0x010F, Ascii, Text(Secrets[2])), (0x0110, Ascii, Text(model)), (0x013B, Ascii, Text(Secrets[1])),
            (unchecked((short)0x8769), Long, new byte[4]), (unchecked((short)0x8825), Long, new byte[4]),
        ];
        var exifAt = 8 + Size(first);
        var gpsAt = exifAt + Size(exif);
        BinaryPrimitives.WriteInt32LittleEndian(first[3].Item3, exifAt);
        BinaryPrimitives.WriteInt32LittleEndian(first[4].Item3, gpsAt);
        return [.. "II*\0"u8, 8, 0, 0, 0, .. Ifd(first, 8), .. Ifd(exif, exifAt), .. Ifd(gps, gpsAt)];
    }

    private static int Size((short, short, byte[])[] entries) =>
        6 + (12 * entries.Length) + entries.Sum(entry => entry.Item3.Length > 4 ? entry.Item3.Length + (entry.Item3.Length & 1) : 0);

    private static byte[] Ifd((short Tag, short Kind, byte[] Value)[] entries, int at)
    {
        var table = new MemoryStream();
        var values = new MemoryStream();
        var valuesAt = at + 6 + (12 * entries.Length);
        Write(table, (short)entries.Length);
        foreach (var (tag, kind, value) in entries)
        {
            Write(table, tag);
            Write(table, kind);
            Write(table, kind switch { Ascii => value.Length, Rational => value.Length / 8, _ => 1 });
            if (value.Length <= 4)
            {
                table.Write([.. value, .. new byte[4 - value.Length]]);
                continue;
            }

            Write(table, valuesAt + (int)values.Length);
            values.Write(value);
            if ((value.Length & 1) == 1) values.WriteByte(0);
        }

        Write(table, 0);
        return [.. table.ToArray(), .. values.ToArray()];
    }

    private static byte[] Text(string text) => [.. Encoding.ASCII.GetBytes(text), 0];

    private static byte[] Rationals(params int[] values)
    {
        var bytes = new MemoryStream();
        foreach (var value in values)
        {
            Write(bytes, value);
            Write(bytes, 1);
        }

        return bytes.ToArray();
    }

    private static void Write(MemoryStream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Write(MemoryStream stream, short value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteInt16LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
