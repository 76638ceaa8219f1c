using Purser.Bookings;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>
/// Who opened what, as counts: they are raised in memory while pages are served, and written at most once a
/// minute and when the program ends. No address of a visitor is ever looked at.
/// </summary>
/// <param name="open">Keeps the counts.</param>
/// <param name="served">What was opened of the pages that are served from memory, since it was last
/// asked.</param>
/// <param name="clock">The time.</param>
public sealed class VisitLog(
    Func<IGuestCare> open, Func<IReadOnlyList<(string Key, int Count)>> served, HouseClock clock)
    : BackgroundService
{
    private const string Folder = "g/";
    private const string Ending = ".html";
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private Dictionary<(Slug Slug, VisitKind Kind), int> _counts = [];

    /// <summary>Counts a visit of what is not served from memory.</summary>
    public void Opened(Slug slug, VisitKind kind)
    {
        lock (_lock) _counts[(slug, kind)] = _counts.GetValueOrDefault((slug, kind)) + 1;
    }

    /// <summary>Writes what was counted. What cannot be written now is counted on.</summary>
    public async Task Write(CancellationToken stop)
    {
        var counts = Take();
        if (counts.Count == 0) return;
        var now = clock.GetCurrentInstant();
        try
        {
            await open().Count(
                [.. counts.Select(one => new VisitCount(one.Key.Slug, one.Key.Kind, now, one.Value))], stop);
        }
        catch (OutsideUnavailable)
        {
            lock (_lock)
            {
                foreach (var (key, count) in counts) _counts[key] = _counts.GetValueOrDefault(key) + count;
            }
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Write(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minute = new PeriodicTimer(Between);
        try
        {
            while (await minute.WaitForNextTickAsync(stoppingToken)) await Write(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end writes the rest.
        }
    }

    private Dictionary<(Slug Slug, VisitKind Kind), int> Take()
    {
        Dictionary<(Slug Slug, VisitKind Kind), int> counts;
        lock (_lock) (counts, _counts) = (_counts, []);
        foreach (var (key, count) in served())
        {
            if (!Slug.TryParse(key[Folder.Length..^Ending.Length], out var slug)) continue;
            counts[(slug, VisitKind.Page)] = counts.GetValueOrDefault((slug, VisitKind.Page)) + count;
        }

        return counts;
    }
}
