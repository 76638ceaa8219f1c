using System.Buffers.Binary;
using System.Text;

namespace Purser.EndToEnd.Harness;

/// <summary>A small JPEG that says what cameras say: when, with what, by whom.</summary>
internal static class CameraPicture
{
    /// <summary>What the picture tells of its camera and owner: to be found in nothing that is published.</summary>
    public static readonly string[] Canaries = ["SERIAL-71905", "Robin's own phone"];

    private const string Plain =
        "/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBD"
        + "ARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAwAEAD"
        + "ASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEG"
        + "E1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4"
        + "eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6"
        + "/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEI"
        + "FEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaH"
        + "iImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIR"
        + "AxEAPwDz+iiigAooooAKKKKACiiigAooooAKKKKACiiigAooooAKKKKACiiigAooooAKKKKAP//Z";

    /// <summary>A picture of 64 x 48 pixels, taken at this local time with this offset.</summary>
    public static byte[] At(string local, string offset = "-07:00")
    {
        var exif = Tiff([(0x010E, Canaries[1])], [(0x9003, local), (0x9011, offset), (0xA431, Canaries[0])]);
        var plain = Convert.FromBase64String(Plain);
        byte[] segment = [.. "Exif\0\0"u8, .. exif];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(segment.Length + 2));
        return [.. plain[..2], 0xFF, 0xE1, .. length, .. segment, .. plain[2..]];
    }

    private static byte[] Tiff((ushort Tag, string Text)[] main, (ushort Tag, string Text)[] inner)
    {
        var start = 8 + 2 + ((main.Length + 1) * 12) + 4;
        var (entries, texts) = Entries(main, start);
        var second = start + texts.Length;
        var pointer = Entry(0x8769, 4, 1, second);
        var next = second + 2 + (inner.Length * 12) + 4;
        var (innerEntries, innerTexts) = Entries(inner, next);
        return
        [
            .. "II*\0"u8, 8, 0, 0, 0, (byte)(main.Length + 1), 0, .. entries, .. pointer, 0, 0, 0, 0, .. texts,
            (byte)inner.Length, 0, .. innerEntries, 0, 0, 0, 0, .. innerTexts,
        ];
    }

    private static (byte[] Entries, byte[] Texts) Entries((ushort Tag, string Text)[] fields, int at)
    {
        var (entries, texts) = (new List<byte>(), new List<byte>());
        foreach (var (tag, text) in fields)
        {
            var bytes = Encoding.ASCII.GetBytes(text + '\0');
            entries.AddRange(Entry(tag, 2, bytes.Length, at + texts.Count));
            texts.AddRange(bytes);
        }

        return ([.. entries], [.. texts]);
    }

    private static byte[] Entry(ushort tag, ushort type, int count, int value)
    {
        var entry = new byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(entry, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(2), type);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(4), count);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(8), value);
        return entry;
    }
}
