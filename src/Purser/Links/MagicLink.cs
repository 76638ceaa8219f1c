using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Purser.Links;

/// <summary>
/// A link that proves by itself what it opens: <c>purpose.subject.counter.expiry.tag</c>, the tag being 128
/// bits of HMAC-SHA256 over the rest under the compartment's key. Nothing is stored, so it can be sent again;
/// raising the counter revokes it.
/// </summary>
/// <param name="Purpose">The one thing it opens.</param>
/// <param name="Subject">What it is bound to, of <c>[a-z0-9-_~]</c>; parts are joined by <c>~</c>.</param>
/// <param name="Counter">Must equal the subject's current counter.</param>
/// <param name="Expires">To the second.</param>
public sealed record MagicLink(LinkPurpose Purpose, string Subject, long Counter, Instant Expires)
{
    private const int TagBytes = 16;

    /// <summary>The link's text.</summary>
    public string Sign(ReadOnlySpan<byte> key)
    {
        Require.That(Subject.Length > 0 && !Subject.Contains('.'));
        var head = string.Create(
            CultureInfo.InvariantCulture, $"{Purpose.Word}.{Subject}.{Counter}.{Expires.ToUnixTimeSeconds()}");
        return $"{head}.{Base64Url.EncodeToString(Tag(key, head))}";
    }

    /// <summary>
    /// Takes a text only if it is whole, genuine, for this purpose and not expired. Counters are the caller's
    /// to check.
    /// </summary>
    public static MagicLink? Open(string? text, LinkPurpose purpose, ReadOnlySpan<byte> key, Instant now)
    {
        if (text is null or { Length: > 300 } || text.Split('.') is not [var word, var subject, var counter, var expiry, var tag]) return null;
        var head = text[..text.LastIndexOf('.')];
        Span<byte> given = stackalloc byte[TagBytes];
        if (word != purpose.Word || tag.Length != 22) return null;
        if (Base64Url.DecodeFromChars(tag, given, out _, out var written) != System.Buffers.OperationStatus.Done || written != TagBytes)
            return null;
        if (!CryptographicOperations.FixedTimeEquals(given, Tag(key, head))) return null;
        if (!long.TryParse(counter, CultureInfo.InvariantCulture, out var number)) return null;
        if (!long.TryParse(expiry, CultureInfo.InvariantCulture, out var seconds)) return null;
        var expires = Instant.FromUnixTimeSeconds(seconds);
        return expires <= now ? null : new MagicLink(purpose, subject, number, expires);
    }

    private static byte[] Tag(ReadOnlySpan<byte> key, string head) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(head))[..TagBytes];
}
