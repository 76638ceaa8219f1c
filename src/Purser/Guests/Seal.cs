using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Purser.Bookings;

namespace Purser.Guests;

/// <summary>
/// Seals a page's details so that only the link's fragment opens them. The nonce is a function of the text,
/// so that the same facts give the same bytes; the text is padded, so that its length tells little.
/// </summary>
public static class Seal
{
    private const int Block = 1_024;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int MostBytes = 64 * Block;

    /// <summary>Pads with spaces, which JSON does not mind, to a multiple of 1,024 bytes.</summary>
    public static byte[] Pad(ReadOnlySpan<byte> json)
    {
        Require.That(json.Length is > 0 and <= MostBytes);
        var padded = new byte[(json.Length + Block - 1) / Block * Block];
        json.CopyTo(padded);
        padded.AsSpan(json.Length).Fill((byte)' ');
        return padded;
    }

    /// <summary>Seals a text: base64url of nonce | cipher text | tag.</summary>
    public static string Close(GuestKey key, BookingId booking, ReadOnlySpan<byte> json)
    {
        var padded = Pad(json);
        var bound = Bound(booking);
        var sealedBytes = new byte[NonceBytes + padded.Length + TagBytes];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        Nonce(key, bound, padded).CopyTo(nonce);
        using var cipher = new AesGcm(key.SealPart, TagBytes);
        cipher.Encrypt(nonce, padded, sealedBytes.AsSpan(NonceBytes, padded.Length), sealedBytes.AsSpan(^TagBytes..), bound);
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>
    /// Opens what <see cref="Close"/> made, padding included; null for another key, another booking or
    /// altered bytes.
    /// </summary>
    public static byte[]? Open(GuestKey key, BookingId booking, string blob)
    {
        if (blob.Length > 2 * MostBytes || !Base64Url.IsValid(blob)) return null;
        var bytes = Base64Url.DecodeFromChars(blob);
        if (bytes.Length < NonceBytes + TagBytes) return null;
        var text = new byte[bytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key.SealPart, TagBytes);
        try
        {
            cipher.Decrypt(
                bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, text.Length), bytes.AsSpan(^TagBytes..), text, Bound(booking));
            return text;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Bound(BookingId booking) => Encoding.UTF8.GetBytes($"purser/seal/1|{booking}");

    private static byte[] Nonce(GuestKey key, byte[] bound, byte[] padded)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.NoncePart);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, bound.Length);
        mac.AppendData(length);
        mac.AppendData(bound);
        mac.AppendData(padded);
        return mac.GetHashAndReset()[..NonceBytes];
    }
}
