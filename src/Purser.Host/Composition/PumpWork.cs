using NodaTime;
using Purser.Embedded.Pump;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>What the pump does with each hint, and at each sweep, for all compartments.</summary>
public sealed class PumpWork(Func<House> open) : IPumpWork
{
    private static readonly Duration DriftEvery = Duration.FromMinutes(5);
    private Instant _nextDrift = Instant.MinValue;
    private bool _swept;

    private House House => open();

    /// <inheritdoc />
    public Task Perform(Hint hint, CancellationToken stop) => House.WorkOf(hint.Whose).Perform(hint, stop);

    /// <inheritdoc />
    public async Task<Instant?> Sweep(CancellationToken stop)
    {
        var hints = new List<Hint>();
        Instant? next = null;
        foreach (var work in House.Works)
        {
            var (due, again) = await work.Due(all: !_swept, stop);
            hints.AddRange(due);
            next = again is { } at && !(next < at) ? at : next;
        }

        _swept = true;
        foreach (var hint in hints) await House.Hints.Leave(hint, stop);
        var now = House.Clock.GetCurrentInstant();
        if (now < _nextDrift) return next;
        _nextDrift = now + DriftEvery;
        // The crew first: what it decides, the office follows in the same round.
        foreach (var work in House.Works.Reverse()) await work.Drift(stop);
        return next;
    }
}
