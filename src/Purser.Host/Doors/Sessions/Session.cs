using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Purser.Host.Doors.Sessions;

/// <summary>
/// What a cookie proves: that its bearer opened a link (or signed in) for exactly this purpose.
/// </summary>
/// <param name="Purpose">One thing, of <c>[a-z-]</c>.</param>
/// <param name="Subject">What it is bound to, of <c>[a-z0-9-_~]</c>.</param>
/// <param name="Counter">The subject's counter when it was opened; the reader compares it with the current
/// one.</param>
/// <param name="Expires">To the second.</param>
public sealed record Session(string Purpose, string Subject, long Counter, Instant Expires)
{
    private const int TagBytes = 32;

    /// <summary>The sealed text.</summary>
    public string Seal(ReadOnlySpan<byte> key)
    {
        Require.That(Purpose.Length > 0 && !Purpose.Contains('.') && Subject.Length > 0 && !Subject.Contains('.'));
        var head = string.Create(
            CultureInfo.InvariantCulture, $"{Purpose}.{Subject}.{Counter}.{Expires.ToUnixTimeSeconds()}");
        return $"{head}.{Base64Url.EncodeToString(Tag(key, head))}";
    }

    /// <summary>The session, if the text is whole, genuine and not expired.</summary>
    public static Session? Unseal(string text, ReadOnlySpan<byte> key, Instant now)
    {
        if (text.Length > 400 || text.Split('.') is not [var purpose, var subject, var counter, var expiry, var tag]) return null;
        var head = text[..text.LastIndexOf('.')];
        var own = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Tag(key, head)));
        if (!CryptographicOperations.FixedTimeEquals(own, Encoding.UTF8.GetBytes(tag))) return null;
        var number = long.Parse(counter, CultureInfo.InvariantCulture);
        var expires = Instant.FromUnixTimeSeconds(long.Parse(expiry, CultureInfo.InvariantCulture));
        return expires <= now ? null : new Session(purpose, subject, number, expires);
    }

    private static byte[] Tag(ReadOnlySpan<byte> key, string head)
    {
        var tag = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(head));
        Require.That(tag.Length == TagBytes);
        return tag;
    }
}
