namespace Purser.Host.Edge;

/// <summary>What the edge keeps of one distribution. Safe for concurrent use.</summary>
/// <param name="mostBytes">When it holds more, the oldest go.</param>
public sealed class EdgeCache(long mostBytes)
{
    private readonly Dictionary<EdgeKey, KeptReply> _kept = [];
    private readonly Lock _lock = new();
    private long _bytes;
    private long _forgotten;

    /// <summary>
    /// Raised by every call to forget: what was fetched before and comes after is not kept, for it may be
    /// what was to be forgotten.
    /// </summary>
    public long Forgotten
    {
        get
        {
            lock (_lock) return _forgotten;
        }
    }

    /// <summary>What is kept, fresh or not; or null.</summary>
    public KeptReply? Find(EdgeKey key)
    {
        lock (_lock) return _kept.GetValueOrDefault(key);
    }

    /// <summary>Keeps a reply, unless something was forgotten since it was asked for.</summary>
    public void Keep(EdgeKey key, KeptReply reply, long forgotten)
    {
        lock (_lock)
        {
            if (forgotten != _forgotten) return;
            Drop(key);
            _kept[key] = reply;
            _bytes += reply.Body.Length;
            if (_bytes <= mostBytes) return;
            foreach (var old in _kept.OrderBy(pair => pair.Value.Stored).Select(pair => pair.Key).ToList())
            {
                Drop(old);
                if (_bytes <= mostBytes * 3 / 4) break;
            }
        }
    }

    /// <summary>
    /// Forgets paths, in every form that is kept of them; a star at the end is any number of characters.
    /// </summary>
    /// <returns>How many replies went.</returns>
    public int Forget(IReadOnlyList<string> paths)
    {
        lock (_lock)
        {
            _forgotten++;
            var gone = _kept.Keys.Where(key => paths.Any(path => Meant(path, key.Path))).ToList();
            foreach (var key in gone) Drop(key);
            return gone.Count;
        }
    }

    private static bool Meant(string path, string kept) => path.EndsWith('*')
        ? kept.StartsWith(path[..^1], StringComparison.Ordinal)
        : kept == path;

    private void Drop(EdgeKey key)
    {
        if (_kept.Remove(key, out var old)) _bytes -= old.Body.Length;
    }
}

/// <summary>By what replies are told apart.</summary>
/// <param name="Path">As the function left it: what the origin is asked for.</param>
/// <param name="Rest">Query, cookies, header fields and encoding, as far as the policy names them.</param>
public readonly record struct EdgeKey(string Path, string Rest);
