using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Purser.Outside;

namespace Purser.Embedded.Pump;

/// <summary>
/// Drives the work of this process: hints at once, with several workers, and sweeps by time, the first at the
/// start. It starts with the program and cannot be left out; how it fares is <see cref="State"/>. Stopping
/// finishes the hints that wait.
/// </summary>
public sealed class WorkPump : BackgroundService
{
    private readonly Lock _lock = new();
    private readonly HintQueue _hints;
    private readonly IPumpWork _work;
    private readonly PumpSettings _settings;
    private readonly IClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkPump> _log;
    private readonly CancellationTokenSource _draining = new();
    private PumpState _state = new(null, null, 0, null, 0, 0);

    internal WorkPump(
        HintQueue hints, IPumpWork work, PumpSettings settings, IClock clock, TimeProvider time,
        ILogger<WorkPump> log) =>
        (_hints, _work, _settings, _clock, _time, _log) = (hints, work, settings, clock, time, log);

    /// <summary>How it fares now.</summary>
    public PumpState State
    {
        get
        {
            lock (_lock) return _state with { Waiting = _hints.Count, LostHints = _hints.Lost };
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _draining.CancelAsync();
        _hints.Drain();
        if (ExecuteTask is { } running)
            await Task.WhenAny(running, Task.Delay(Timeout.Infinite, cancellationToken));
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _draining.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Require.That(_settings.Workers > 0 && _settings.SlowWorkers > 0);
        Change(state => state with { Started = _clock.GetCurrentInstant() });
        var workers = Enumerable.Range(0, _settings.Workers + _settings.SlowWorkers).Select(number =>
            Task.Run(() => Work(number >= _settings.Workers, stoppingToken), CancellationToken.None));
        return Task.WhenAll(workers.Append(Task.Run(() => Sweep(stoppingToken), CancellationToken.None)));
    }

    private async Task Work(bool slow, CancellationToken stop)
    {
        try
        {
            while (await _hints.Take(slow, stop) is { } subject)
            {
                try
                {
                    foreach (var hint in _hints.HintsOf(subject)) await Perform(hint, stop);
                }
                finally
                {
                    _hints.Done(subject);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            PumpLog.Cut(_log, _hints.Count);
        }
    }

    private async Task Perform(Hint hint, CancellationToken stop)
    {
        try
        {
            await _work.Perform(hint, stop);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            PumpLog.HintFailed(_log, hint, fault);
        }
    }

    private async Task Sweep(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _draining.Token);
        try
        {
            while (!_draining.IsCancellationRequested)
            {
                var wait = await SweepOnce(either.Token);
                await Task.Delay(wait, _time, either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Stopped between or within sweeps; the next start begins with one.
        }
    }

    private async Task<TimeSpan> SweepOnce(CancellationToken stop)
    {
        try
        {
            var next = await _work.Sweep(stop);
            var now = _clock.GetCurrentInstant();
            Change(state => state with { LastSweep = now, FailedSweeps = 0, LastFailure = null });
            var wait = next is { } at ? at - now : _settings.SweepEvery;
            return Duration.Max(_settings.SweepRest, Duration.Min(wait, _settings.SweepEvery)).ToTimeSpan();
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            Change(state =>
                state with { FailedSweeps = state.FailedSweeps + 1, LastFailure = fault.Message });
            var failed = State.FailedSweeps;
            PumpLog.SweepFailed(_log, failed, fault);
            var wait = _settings.SweepRest * Math.Pow(2, Math.Min(failed, 10));
            return Duration.Min(wait, _settings.SweepEvery).ToTimeSpan();
        }
    }

    private void Change(Func<PumpState, PumpState> change)
    {
        lock (_lock) _state = change(_state);
    }
}
