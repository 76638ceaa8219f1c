using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Purser.Bookings;

namespace Purser.Guests;

/// <summary>
/// A guest's link key: derived from the installation's root and the booking's salt, so nothing secret is
/// stored to be sent again, and a new salt revokes it. It travels only in a link's fragment.
/// </summary>
public sealed class GuestKey
{
    /// <summary>Bytes of a booking's salt.</summary>
    public const int SaltBytes = 16;

    private const int KeyBytes = 16;
    private const int PartBytes = 32;

    private readonly byte[] key;

    private GuestKey(byte[] key) => this.key = key;

    /// <summary>The key as it stands behind the <c>#</c>: 22 characters.</summary>
    public string Fragment => Base64Url.EncodeToString(key);

    /// <summary>The key of a booking.</summary>
    /// <param name="root">The secret <c>guest-root-1</c>, 32 bytes.</param>
    /// <param name="salt">Of the booking's private row.</param>
    /// <param name="booking">The booking.</param>
    public static GuestKey Derive(ReadOnlySpan<byte> root, ReadOnlySpan<byte> salt, BookingId booking)
    {
        Require.That(root.Length == 32 && salt.Length == SaltBytes && booking.Text.Length > 0);
        var derived = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, root, derived, salt, Encoding.UTF8.GetBytes($"purser/link/1|{booking}"));
        return new GuestKey(derived);
    }

    /// <summary>Takes a fragment; null unless it is exactly a key's text.</summary>
    public static GuestKey? Parse(string? fragment)
    {
        var bytes = new byte[KeyBytes];
        if (fragment is not { Length: 22 }) return null;
        var status = Base64Url.DecodeFromChars(fragment, bytes, out _, out var written);
        var whole = status == System.Buffers.OperationStatus.Done && written == KeyBytes;
        return whole && Base64Url.EncodeToString(bytes) == fragment ? new GuestKey(bytes) : null;
    }

    /// <summary>Seals the details: AES-256-GCM.</summary>
    internal byte[] SealPart => Part("seal");

    /// <summary>Makes the nonce from the text.</summary>
    internal byte[] NoncePart => Part("nonce");

    /// <summary>
    /// What the page's own script sends as proof of the link, for photos and waivers: base64url of 32 bytes.
    /// It opens no sealed detail.
    /// </summary>
    public string Grant => Base64Url.EncodeToString(Part("grant"));

    /// <summary>
    /// Lower-case hex SHA-256 of the upload grant: what the guest compartment may know of this key.
    /// </summary>
    public string GrantHash => Convert.ToHexStringLower(SHA256.HashData(Part("grant")));

    /// <summary>The hash of a grant that was sent; null if it has not a grant's form.</summary>
    public static string? HashOfGrant(string? sent)
    {
        var bytes = new byte[PartBytes];
        if (sent is not { Length: 43 }) return null;
        var status = Base64Url.DecodeFromChars(sent, bytes, out _, out var written);
        return status == System.Buffers.OperationStatus.Done && written == PartBytes
            ? Convert.ToHexStringLower(SHA256.HashData(bytes))
            : null;
    }

    /// <summary>The code for everybody aboard; a new salt changes it with the link.</summary>
    public EventCode Code => EventCode.From(Part("code"));

    private byte[] Part(string name) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, PartBytes, salt: null, info: Encoding.UTF8.GetBytes(name));
}
