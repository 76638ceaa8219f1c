namespace Purser.Host.Edge;

/// <summary>What the edge keeps of one distribution. Safe for concurrent use.</summary>
/// <param name="mostBytes">Of replies with their keys and header fields. When it holds more, those go that are
/// no longer fresh, then the oldest.</param>
/// <param name="mostReplies">The same for their number.</param>
public sealed class EdgeCache(long mostBytes, int mostReplies)
{
    /// <summary>So long a reply that is no longer fresh waits for an origin that fails, or to be confirmed.</summary>
    public static readonly TimeSpan StaleFor = TimeSpan.FromDays(1);

    private const int ReplyBytes = 512;
    private const int FieldBytes = 64;
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);
    private readonly Dictionary<EdgeKey, KeptReply> _kept = [];
    private readonly Lock _lock = new();
    private long _bytes;
    private DateTimeOffset _swept;
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

    /// <summary>How many replies are kept, fresh or not.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _kept.Count;
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
            _bytes += Bytes(key, reply);
            Sweep(reply.Stored);
            if (_bytes > mostBytes || _kept.Count > mostReplies) MakeRoom(reply.Stored);
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

    /// <summary>What nobody can be given any more goes; looking through all of it at every reply would be dear.</summary>
    private void Sweep(DateTimeOffset now)
    {
        if (now - _swept < BetweenSweeps) return;
        _swept = now;
        foreach (var key in _kept.Where(pair => IsOver(pair.Value, now)).Select(pair => pair.Key).ToList()) Drop(key);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        var order = _kept.OrderBy(pair => pair.Value.IsFresh(now)).ThenBy(pair => pair.Value.Stored);
        foreach (var old in order.Select(pair => pair.Key).ToList())
        {
            Drop(old);
            if (_bytes <= mostBytes * 3 / 4 && _kept.Count <= mostReplies * 3L / 4) break;
        }
    }

    /// <summary>An error is of use while it is fresh only; a page also when its origin fails (RFC 5861).</summary>
    private static bool IsOver(KeptReply reply, DateTimeOffset now) =>
        !reply.IsFresh(now) && (reply.Status >= 400 || now - reply.Stored >= reply.Fresh + StaleFor);

    /// <summary>What a reply takes in memory, roughly: a guess at what a runtime adds is in the constants.</summary>
    private static long Bytes(EdgeKey key, KeptReply reply) =>
        ReplyBytes + (2L * (key.Path.Length + key.Rest.Length)) + reply.Body.Length
        + reply.Headers.Sum(field => FieldBytes + (2L * (field.Name.Length + field.Value.Length)));

    private void Drop(EdgeKey key)
    {
        if (_kept.Remove(key, out var old)) _bytes -= Bytes(key, old);
    }
}

/// <summary>By what replies are told apart.</summary>
/// <param name="Path">As the function left it: what the origin is asked for.</param>
/// <param name="Rest">Query, cookies, header fields and encoding, as far as the policy names them.</param>
public readonly record struct EdgeKey(string Path, string Rest);
