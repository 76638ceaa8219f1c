using System.Net;
using System.Net.Sockets;

namespace Purser.EndToEnd.Harness;

/// <summary>A listener that takes connections and never says anything.</summary>
internal sealed class Silence : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Silence() => _listener.Start();

    /// <summary>Where.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();
}
