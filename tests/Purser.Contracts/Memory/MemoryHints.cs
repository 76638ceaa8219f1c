using Purser.Outside;

namespace Purser.Contracts.Memory;

/// <summary>
/// Hints that are lost, doubled and out of order, as the port allows. Deterministic from the seed.
/// </summary>
/// <param name="seed">Which are lost, doubled, and in which order they come out.</param>
/// <param name="lost">How many of them are lost, 0 to 1.</param>
/// <param name="doubled">How many come twice, 0 to 1.</param>
/// <param name="reordered">True: they come out in any order.</param>
public sealed class MemoryHints(ulong seed = 0, double lost = 0, double doubled = 0, bool reordered = false)
    : IHints
{
    private readonly List<Hint> _waiting = [];
    private readonly SplitMix _random = new(seed);
    private readonly Lock _lock = new();

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>Told of every hint left, also of those that are lost.</summary>
    public Action<Hint>? Left { get; set; }

    /// <inheritdoc />
    public Task Leave(Hint hint, CancellationToken stop)
    {
        Left?.Invoke(hint);
        lock (_lock)
        {
            if (_random.Chance(lost)) return Task.CompletedTask;
            _waiting.Add(hint);
            if (_random.Chance(doubled)) _waiting.Add(hint);
        }

        return Task.CompletedTask;
    }

    /// <summary>The next hint, or null if none waits.</summary>
    public Hint? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0) return null;
            var at = reordered ? _random.UpTo(_waiting.Count - 1) : 0;
            var hint = _waiting[at];
            _waiting.RemoveAt(at);
            return hint;
        }
    }

    /// <summary>All that wait are lost, as in a crash.</summary>
    public void Lose()
    {
        lock (_lock) _waiting.Clear();
    }
}
