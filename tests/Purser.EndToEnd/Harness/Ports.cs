using System.Net;
using System.Net.Sockets;

namespace Purser.EndToEnd.Harness;

/// <summary>
/// Ports of this machine on which nobody listens as they are asked for. Another program may take one before it is used:
/// whoever can choose by itself opens port after port instead.
/// </summary>
internal static class Ports
{
    /// <summary>One.</summary>
    public static int Free() => Free(1)[0];

    /// <summary>Several, no two alike.</summary>
    public static int[] Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
