using System.Buffers.Binary;
using System.Text;

namespace Purser.Embedded.Pictures.Worker;

/// <summary>
/// What an MP4 or MOV says of itself before anything is decoded: that its parts are whole, and when it was
/// made.
/// </summary>
/// <param name="Whole">Its parts end where the file does, and one of them is the index.</param>
/// <param name="Made">Milliseconds since 1970, if it says a year from 1990 to 2099.</param>
internal sealed record MovieHeader(bool Whole, long? Made)
{
    private const int MostParts = 10_000;
    private const long From1904To1970 = 2_082_844_800;
    private const long Earliest = 631_152_000;
    private const long Latest = 4_102_444_800;

    /// <summary>Walks over the parts of a file.</summary>
    public static MovieHeader Read(Stream file)
    {
        var (index, made) = (false, (long?)null);
        long at = 0;
        for (var count = 0; at < file.Length; count++)
        {
            if (count == MostParts || Part(file, at) is not { } part) return new MovieHeader(false, made);
            if (part.Name == "moov")
            {
                index = true;
                made = Time(file, at + part.Head, at + part.Size);
            }

            at += part.Size;
        }

        return new MovieHeader(index, made);
    }

    private static (string Name, int Head, long Size)? Part(Stream file, long at)
    {
        Span<byte> head = stackalloc byte[16];
        file.Position = at;
        var read = file.ReadAtLeast(head, 16, throwOnEndOfStream: false);
        if (read < 8) return null;
        long size = BinaryPrimitives.ReadUInt32BigEndian(head);
        var name = Encoding.Latin1.GetString(head[4..8]);
        var length = 8;
        if (size == 0) size = file.Length - at;
        if (size == 1)
        {
            var wide = BinaryPrimitives.ReadUInt64BigEndian(head[8..]);
            if (read < 16 || wide > long.MaxValue) return null;
            (size, length) = ((long)wide, 16);
        }

        return size < length || size > file.Length - at ? null : (name, length, size);
    }

    /// <summary>The creation time of the first <c>mvhd</c> between two places.</summary>
    private static long? Time(Stream file, long from, long to)
    {
        Span<byte> body = stackalloc byte[12];
        for (var at = from; at < to && Part(file, at) is { } part; at += part.Size)
        {
            if (part.Name != "mvhd") continue;
            file.Position = at + part.Head;
            if (file.ReadAtLeast(body, 12, throwOnEndOfStream: false) < 12) return null;
            var since = body[0] == 1
                ? BinaryPrimitives.ReadInt64BigEndian(body[4..])
                : BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
            return since is > From1904To1970 + Earliest and < From1904To1970 + Latest
                ? (since - From1904To1970) * 1000
                : null;
        }

        return null;
    }
}
