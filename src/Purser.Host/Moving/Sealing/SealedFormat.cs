using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Purser.Host.Moving.Sealing;

/// <summary>
/// A file under a passphrase: one line that names the construction, then chunks. The key is
/// PBKDF2-HMAC-SHA256 (RFC 8018) of the passphrase (NFC, UTF-8) with the salt and the rounds of that line;
/// each chunk is AES-256-GCM of up to 64 KiB, with its number and whether it is the last as its nonce, and
/// with the line as associated data (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, as
/// age uses it). So nothing can be changed, cut off, put elsewhere or appended unseen. A salt comes once,
/// hence a key too, and no nonce twice under it.
/// </summary>
internal static class SealedFormat
{
    public const string Word = "purser-sealed/1 pbkdf2-sha256";
    public const int ChunkBytes = 64 * 1024;
    public const int TagBytes = 16;
    public const int SaltBytes = 32;
    public const int Rounds = 1_000_000;
    public const int MostHeader = 200;

    /// <summary>Below is too weak, above would let a file keep this machine busy for minutes.</summary>
    public const int FewestRounds = 600_000;
    public const int MostRounds = 10_000_000;

    public static byte[] Key(string passphrase, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(passphrase.Normalize(NormalizationForm.FormC)), salt, rounds,
        HashAlgorithmName.SHA256, 32);

    public static void Nonce(Span<byte> nonce, long number, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], number);
        nonce[11] = last ? (byte)1 : (byte)0;
    }

    public static byte[] Header(byte[] salt, int rounds) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Word} {rounds} {Convert.ToHexStringLower(salt)}\n"));

    /// <summary>The salt and rounds of a header.</summary>
    public static (byte[] Salt, int Rounds) Read(string header)
    {
        var words = header.Split(' ');
        if (words.Length != 4 || $"{words[0]} {words[1]}" != Word)
            throw new InvalidDataException(
                header.StartsWith("purser-sealed/", StringComparison.Ordinal)
                    ? "the sealed file was made by another version of purser: use that version or a later one"
                    : "this is no sealed file of purser");
        var known = int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
            && rounds is >= FewestRounds and <= MostRounds
            && words[3].Length == 2 * SaltBytes && words[3].All(char.IsAsciiHexDigitLower);
        return known
            ? (Convert.FromHexString(words[3]), rounds)
            : throw new InvalidDataException("the first line of the sealed file is broken");
    }
}
