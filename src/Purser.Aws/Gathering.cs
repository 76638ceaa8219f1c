namespace Purser.Aws;

/// <summary>
/// Joins what is handed in at about the same time: while a load is under way the next one gathers. Whoever
/// hands in waits for his own, and shares its fate. Nobody's patience ends a load that others wait for.
/// </summary>
/// <typeparam name="T">What is carried.</typeparam>
/// <param name="most">In one load.</param>
/// <param name="atOnce">Loads under way at the same time.</param>
/// <param name="carry">Carries one load; must end.</param>
/// <param name="window">How long the first waits for company.</param>
/// <param name="time">Measures the window.</param>
internal sealed class Gathering<T>(
    int most, int atOnce, Func<IReadOnlyList<T>, Task> carry, TimeSpan window, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<Part> _waiting = new();
    private int _underWay;

    /// <summary>Hands in; ends when all of it was carried.</summary>
    public Task Add(params IReadOnlyList<T> items)
    {
        var parts = items.Chunk(most).Select(chunk => new Part(chunk)).ToList();
        if (parts.Count == 0) return Task.CompletedTask;
        bool start;
        lock (_lock)
        {
            foreach (var part in parts) _waiting.Enqueue(part);
            start = _underWay < atOnce;
            if (start) _underWay++;
        }

        if (start) _ = CarryAll();
        return Task.WhenAll(parts.Select(part => part.Done.Task));
    }

    private async Task CarryAll()
    {
        if (window > TimeSpan.Zero) await Task.Delay(window, time, CancellationToken.None);
        while (NextLoad() is { } load)
        {
            try
            {
                await carry([.. load.SelectMany(part => part.Items)]);
                foreach (var part in load) part.Done.SetResult();
            }
            catch (Exception fault)
            {
                foreach (var part in load) part.Done.SetException(fault);
            }
        }
    }

    private List<Part>? NextLoad()
    {
        var load = new List<Part>();
        var count = 0;
        lock (_lock)
        {
            while (_waiting.TryPeek(out var next) && count + next.Items.Length <= most)
            {
                load.Add(_waiting.Dequeue());
                count += next.Items.Length;
            }

            if (load.Count == 0) _underWay--;
        }

        return load.Count == 0 ? null : load;
    }

    private sealed record Part(T[] Items)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
