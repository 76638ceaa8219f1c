using System.Collections.Concurrent;
using Purser.Outside;

namespace Purser.Contracts.Memory;

/// <summary>A cache before the objects that forgets only what it is told to forget.</summary>
/// <param name="faults">Which calls fail; null = none.</param>
public sealed class MemoryEdge(Faults? faults = null) : IEdge
{
    private readonly ConcurrentDictionary<string, PublicReply> _cached = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _invalidated = [];
    private readonly Faults _faults = faults ?? Faults.None;

    /// <summary>Every path that was invalidated, in order.</summary>
    public IReadOnlyList<string> Invalidated => [.. _invalidated];

    /// <inheritdoc />
    public Task Invalidate(IReadOnlyList<string> paths, CancellationToken stop) => _faults.Call(
        $"invalidate {string.Join(' ', paths)}",
        () =>
        {
            foreach (var path in paths)
            {
                Require.That(path.StartsWith('/') && !path.Contains('*'));
                _cached.TryRemove(path, out _);
                _invalidated.Enqueue(path);
            }

            return true;
        },
        stop);

    internal PublicReply Cached(string path, Func<PublicReply> origin)
    {
        if (_cached.TryGetValue(path, out var known)) return known;
        var reply = origin();
        return reply.Status == 200 ? _cached.GetOrAdd(path, reply) : reply;
    }
}
