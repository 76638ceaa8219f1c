using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using StandardWebhooks;

namespace Purser.Host.Doors.Bookings;

/// <summary>What a delivery says of itself in its header fields (Standard Webhooks 1.0.0).</summary>
/// <param name="Id">The delivery's id, the same at each of its repeats.</param>
/// <param name="Sent">When it was signed.</param>
/// <param name="Signatures">As sent: one, or two while the channel changes its secret.</param>
public sealed record HookSignature(string Id, Instant Sent, string Signatures)
{
    private const int Most = 1000;
    private const int MostSignatures = 8;
    private const int LongestId = 255;
    private static readonly Duration Tolerance = Duration.FromMinutes(5);

    /// <summary>The refusal of a wrong one, whatever is wrong with it.</summary>
    public static Problem Wrong { get; } = new(
        401, "signature-wrong", "The signature is wrong",
        "webhook-signature does not fit the body, the id, the time and this channel's secret, or the time is "
        + "more than five minutes off. See: purser keys hook CHANNEL");

    /// <summary>What the header fields say, or why they cannot be read.</summary>
    public static (HookSignature? Signature, Problem? Refusal) Read(IHeaderDictionary headers)
    {
        foreach (var name in (string[])["webhook-id", "webhook-timestamp", "webhook-signature"])
        {
            if (headers[name].ToString() is not { Length: > 0 and <= Most }) return (null, Missing(name));
        }

        var id = headers["webhook-id"].ToString();
        if (id.Length > LongestId || !id.All(letter => letter is > ' ' and <= '~'))
            return (null, Unfit);
        return Time(headers["webhook-timestamp"].ToString()) is { } sent
            ? (new HookSignature(id, sent, headers["webhook-signature"].ToString()), null)
            : (null, Wrong);
    }

    /// <summary>True if one of these secrets signed it over this body, at most five minutes off.</summary>
    public bool Fits(IReadOnlyList<string> secrets, ReadOnlyMemory<byte> body, Instant now)
    {
        if (Sent < now - Tolerance || Sent > now + Tolerance) return false;
        var text = Encoding.UTF8.GetString(body.Span);
        var fits = false;
        foreach (var secret in secrets)
        {
            var right = new StandardWebhook(secret).Sign(Id, Sent.ToDateTimeOffset(), text);
            var own = Encoding.ASCII.GetBytes(right);
            foreach (var given in Signatures.Split(' ', MostSignatures))
                fits |= CryptographicOperations.FixedTimeEquals(own, Encoding.UTF8.GetBytes(given));
        }

        return fits;
    }

    private static Problem Unfit { get; } =
        Problem.Malformed($"webhook-id wants 1 to {LongestId} printable ASCII characters.");

    private static Problem Missing(string header) =>
        new(401, "signature-missing", "The signature is missing", $"Send {header} (Standard Webhooks).");

    private static Instant? Time(string text)
    {
        var whole = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        if (!whole || seconds > Instant.MaxValue.ToUnixTimeSeconds()) return null;
        return Instant.FromUnixTimeSeconds(seconds);
    }
}
