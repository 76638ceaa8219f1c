namespace Purser.Host.Doors.Clients;

/// <summary>
/// How many files one client address may send at the same time: enough for a group that shares a network,
/// too few to fill the machine's memory and disk with halves.
/// </summary>
/// <param name="proxies">Whose word about the client is taken.</param>
public sealed class UploadTurns(TrustedProxies proxies)
{
    /// <summary>Files of one address at the same time.</summary>
    public const int MostOfOne = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _sending = new(StringComparer.Ordinal);

    /// <summary>A turn, until it is disposed of; null if all are taken.</summary>
    public IDisposable? Take(HttpContext context)
    {
        var client = ClientLimits.Holder(proxies.Client(context));
        lock (_lock)
        {
            var count = _sending.GetValueOrDefault(client);
            if (count >= MostOfOne) return null;
            _sending[client] = count + 1;
        }

        return new Turn(this, client);
    }

    private void End(string client)
    {
        lock (_lock)
        {
            if (_sending[client] == 1) _sending.Remove(client);
            else _sending[client]--;
        }
    }

    private sealed class Turn(UploadTurns turns, string client) : IDisposable
    {
        private bool _ended;

        public void Dispose()
        {
            if (_ended) return;
            _ended = true;
            turns.End(client);
        }
    }
}
