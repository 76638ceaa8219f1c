namespace Purser.Embedded.Disk;

/// <summary>Turns by name, few queues for all names: two names may share one, a name never has two.</summary>
internal sealed class NameLocks
{
    private const int Count = 64;

    // Without a wait handle a semaphore holds nothing that must be given back.
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, Count).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the turn of a name; disposing ends it.</summary>
    public async ValueTask<Turn> Hold(string name, CancellationToken stop)
    {
        var one = _locks[(name.GetHashCode(StringComparison.Ordinal) & int.MaxValue) % Count];
        await one.WaitAsync(stop);
        return new Turn(one);
    }

    /// <summary>The turn of one name.</summary>
    internal readonly struct Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
