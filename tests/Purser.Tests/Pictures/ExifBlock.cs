using System.Buffers.Binary;
using System.Text;

namespace Purser.Tests.Pictures;

/// <summary>
/// An Exif block, written by hand so that it can hold anything: names, serials, a place, a maker's note, a thumbnail,
/// and values that no camera writes.
/// </summary>
internal sealed class ExifBlock
{
    private readonly SortedDictionary<ushort, (ushort Type, byte[] Body)> _main = [];
    private readonly SortedDictionary<ushort, (ushort Type, byte[] Body)> _camera = [];
    private readonly SortedDictionary<ushort, (ushort Type, byte[] Body)> _place = [];
    private byte[] _thumbnail = [];

    public ExifBlock Orientation(int value)
    {
        _main[0x0112] = (3, [0, (byte)value]);
        return this;
    }

    /// <summary>Puts the text wherever a name, a serial or a remark can stand.</summary>
    public ExifBlock Secret(string text)
    {
        foreach (var tag in (ushort[])[0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298, 0x02BC]) _main[tag] = Ascii(text);
        foreach (var tag in (ushort[])[0xA430, 0xA431, 0xA434, 0xA435, 0xA420]) _camera[tag] = Ascii(text);
        _camera[0x927C] = (7, Encoding.ASCII.GetBytes("NOTE " + text));
        _camera[0x9286] = (7, Encoding.ASCII.GetBytes("ASCII\0\0\0" + text));
        _place[0x001B] = (7, Encoding.ASCII.GetBytes("ASCII\0\0\0" + text));
        return this;
    }

    public ExifBlock At(string original, string? offset = null, string? fraction = null)
    {
        _camera[0x9003] = Ascii(original);
        if (offset is not null) _camera[0x9011] = Ascii(offset);
        if (fraction is not null) _camera[0x9291] = Ascii(fraction);
        return this;
    }

    public ExifBlock Gps(string date, params (uint Above, uint Below)[] time)
    {
        _place[0x0001] = Ascii("N");
        _place[0x0002] = Ratios((32, 1), (42, 1), (471147, 10000));
        _place[0x0003] = Ascii("W");
        _place[0x0004] = Ratios((117, 1), (10, 1), (0, 1));
        _place[0x0007] = Ratios(time);
        _place[0x001D] = Ascii(date);
        return this;
    }

    public ExifBlock Thumbnail(byte[] jpeg)
    {
        _thumbnail = jpeg;
        return this;
    }

    /// <summary>The TIFF structure, big-endian, without the mark of a JPEG segment.</summary>
    public byte[] Bytes()
    {
        _main[0x8769] = (4, new byte[4]);
        _main[0x8825] = (4, new byte[4]);
        var (camera, place) = (8 + Size(_main), 8 + Size(_main) + Size(_camera));
        var second = place + Size(_place);
        _main[0x8769] = (4, Number(camera));
        _main[0x8825] = (4, Number(place));
        var thumbnail = new SortedDictionary<ushort, (ushort, byte[])>
        {
            [0x0201] = (4, Number(0)),
            [0x0202] = (4, Number(_thumbnail.Length)),
        };
        thumbnail[0x0201] = (4, Number(second + Size(thumbnail)));
        var parts = new List<byte>();
        parts.AddRange([.. "MM\0*"u8, 0, 0, 0, 8]);
        parts.AddRange(Directory(_main, 8, _thumbnail.Length > 0 ? second : 0));
        parts.AddRange(Directory(_camera, camera, 0));
        parts.AddRange(Directory(_place, place, 0));
        if (_thumbnail.Length > 0) parts.AddRange([.. Directory(thumbnail, second, 0), .. _thumbnail]);
        return [.. parts];
    }

    private static (ushort, byte[]) Ascii(string text) => (2, Encoding.Latin1.GetBytes(text + "\0"));

    private static (ushort, byte[]) Ratios(params (uint Above, uint Below)[] values) =>
        (5, [.. values.SelectMany(value => (byte[])[.. Number((int)value.Above), .. Number((int)value.Below)])]);

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static int Size(SortedDictionary<ushort, (ushort Type, byte[] Body)> entries) =>
        2 + (entries.Count * 12) + 4 + entries.Values.Sum(entry => entry.Body.Length > 4 ? Padded(entry.Body.Length) : 0);

    private static int Padded(int length) => length + (length % 2);

    private static byte[] Directory(SortedDictionary<ushort, (ushort Type, byte[] Body)> entries, int at, int next)
    {
        var (head, tail) = (new List<byte> { 0, (byte)entries.Count }, new List<byte>());
        var after = at + 2 + (entries.Count * 12) + 4;
        foreach (var (tag, (type, body)) in entries)
        {
            var unit = type switch { 3 => 2, 4 => 4, 5 => 8, _ => 1 };
            head.AddRange([(byte)(tag >> 8), (byte)(tag & 0xFF), 0, (byte)type, .. Number(body.Length / unit)]);
            if (body.Length <= 4)
            {
                head.AddRange([.. body, .. new byte[4 - body.Length]]);
                continue;
            }

            head.AddRange(Number(after + tail.Count));
            tail.AddRange([.. body, .. new byte[Padded(body.Length) - body.Length]]);
        }

        return [.. head, .. Number(next), .. tail];
    }
}
