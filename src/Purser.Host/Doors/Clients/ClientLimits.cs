using System.Net;
using System.Net.Sockets;
using Purser.Host.Doors.Keys;

namespace Purser.Host.Doors.Clients;

/// <summary>
/// How much one client address may ask without a key: plenty of pages, few sign-ins, few secrets that turn
/// out wrong. Pages that are served from memory and requests with a right key are not counted here.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="proxies">Whose word about the client is taken.</param>
public sealed class ClientLimits(TimeProvider time, TrustedProxies proxies)
{
    private readonly RateLimit _requests = new(time, perSecond: 50, burst: 500);
    private readonly RateLimit _signIns = new(time, perSecond: 0.5, burst: 30);
    private readonly RateLimit _guesses = new(time, perSecond: 1, burst: 100);

    /// <summary>Counts a request; the refusal if there were too many.</summary>
    public Problem? Request(HttpContext context) => Take(
        _requests, context, "This address may send 50 requests a second without a key, 500 at once.");

    /// <summary>Counts a step of signing in; the refusal if there were too many.</summary>
    public Problem? SignIn(HttpContext context) => Take(
        _signIns, context, "This address may open 30 sign-in links at once, then one in two seconds.");

    /// <summary>Counts a secret that was wrong; the refusal if there were too many.</summary>
    public Problem? Guess(HttpContext context) => Take(
        _guesses, context, "Too many keys, links or signatures from this address were wrong.");

    /// <summary>Whose limit an address draws on: of IPv6 its network of 64 bits, one customer's.</summary>
    public static string Holder(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork) return address.ToString();
        Span<byte> bytes = stackalloc byte[16];
        Require.That(address.TryWriteBytes(bytes, out _));
        return Convert.ToHexStringLower(bytes[..8]);
    }

    private Problem? Take(RateLimit limit, HttpContext context, string detail) =>
        limit.Take(Holder(proxies.Client(context))) is { } wait ? RateLimit.TooMany(detail, wait) : null;
}
