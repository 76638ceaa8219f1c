using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Primitives;

namespace Purser.Host.Doors.Clients;

/// <summary>The proxies before this program whose word about a request is taken. Nobody else's is.</summary>
public sealed class TrustedProxies
{
    private const int Most = 50;
    private const int MostHops = 32;
    private readonly IReadOnlyList<IPNetwork> _networks;

    private TrustedProxies(IReadOnlyList<IPNetwork> networks) => _networks = networks;

    /// <summary>No proxy is trusted: every request comes from whoever is connected.</summary>
    public static TrustedProxies None { get; } = new([]);

    /// <summary>Addresses and networks, with commas between; null if one is neither, or everybody.</summary>
    public static TrustedProxies? Read(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var networks = parts.Take(Most + 1).Select(Network).OfType<IPNetwork>().ToList();
        return networks.Count == parts.Length && parts.Length <= Most ? new TrustedProxies(networks) : null;
    }

    /// <summary>
    /// The address that a request came from. A proxy writes to the right of what it was sent, so the list is
    /// read from the right for as long as trusted proxies wrote it. The first address that is not trusted is
    /// the client, and what stands to the left of it is only what that client said.
    /// </summary>
    /// <param name="peer">Who is connected.</param>
    /// <param name="forwardedFor">Lines of <c>X-Forwarded-For</c>; not looked at unless the peer is
    /// trusted.</param>
    public IPAddress Client(IPAddress peer, StringValues forwardedFor)
    {
        var client = Plain(peer);
        if (!Trusts(client)) return client;
        foreach (var entry in forwardedFor.ToString().Split(',').Reverse().Take(MostHops))
        {
            if (Address(entry.Trim()) is not { } address) return client;
            client = address;
            if (!Trusts(client)) return client;
        }

        return client;
    }

    /// <summary>The address that this request came from.</summary>
    public IPAddress Client(HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return Client(peer, context.Request.Headers["X-Forwarded-For"]);
    }

    /// <summary>True if a trusted proxy says that this request reached it unencrypted.</summary>
    public bool SaysUnencrypted(HttpContext context)
    {
        if (_networks.Count == 0 || context.Connection.RemoteIpAddress is not { } peer) return false;
        var said = context.Request.Headers["X-Forwarded-Proto"].ToString();
        var plain = said.Length > 0 && !said.Contains("https", StringComparison.OrdinalIgnoreCase);
        return plain && Trusts(Plain(peer));
    }

    private bool Trusts(IPAddress address)
    {
        foreach (var network in _networks)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }

    /// <summary>An address as proxies write it, perhaps with a port.</summary>
    private static IPAddress? Address(string text)
    {
        if (text.StartsWith('[')) text = text[1..].Split(']')[0];
        else if (text.Count(letter => letter == ':') == 1) text = text.Split(':')[0];
        if (!IPAddress.TryParse(text, out var address) || text.Contains('%')) return null;
        return address.AddressFamily == AddressFamily.InterNetwork && text.Count(letter => letter == '.') != 3
            ? null
            : Plain(address);
    }

    private static IPNetwork? Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network.PrefixLength > 0 ? network : null;
        return Address(text) is { } address && !text.Contains('/')
            ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
            : null;
    }

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
