using System.Buffers.Binary;
using System.IO.Compression;
using Purser.Outside.Records;

namespace Purser.Aws.Dynamo;

/// <summary>
/// Bytes as Brotli (RFC 7932), after their length in four bytes: DynamoDB counts begun kilobytes, and JSON
/// packs to a third.
/// </summary>
internal static class Packed
{
    private const int Quality = 5;
    private const int Window = 18;

    /// <summary>A commit's list of its own rows may be longer than any body.</summary>
    private const int MostBytes = Limits.CommitBytes;

    /// <summary>The packed bytes; the same for the same bytes.</summary>
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        var packed = new byte[sizeof(int) + BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        BinaryPrimitives.WriteInt32BigEndian(packed, bytes.Length);
        var room = packed.AsSpan(sizeof(int));
        Require.That(BrotliEncoder.TryCompress(bytes, room, out var written, Quality, Window));
        return packed[..(sizeof(int) + written)];
    }

    /// <summary>The bytes themselves. What nobody here can have packed is a bug, whoever wrote it.</summary>
    public static byte[] Open(ReadOnlySpan<byte> packed)
    {
        Require.That(packed.Length > sizeof(int));
        var length = BinaryPrimitives.ReadInt32BigEndian(packed);
        Require.That(length is >= 0 and <= MostBytes);
        var bytes = new byte[length];
        Require.That(BrotliDecoder.TryDecompress(packed[sizeof(int)..], bytes, out var written));
        Require.That(written == bytes.Length);
        return bytes;
    }
}
