using Purser.Outside;

namespace Purser.Contracts.Memory;

/// <summary>Whether a fault comes before or after the call took effect.</summary>
public enum FaultMoment
{
    /// <summary>Nothing happened.</summary>
    Before,

    /// <summary>It happened, but the caller does not learn of it.</summary>
    After,
}

/// <summary>How long a fault lasts.</summary>
public enum FaultSpan
{
    /// <summary>One call fails.</summary>
    Once,

    /// <summary>That call and all later ones fail.</summary>
    Forever,
}

/// <summary>
/// Decides for each call to a memory adapter whether it fails, always as <see cref="OutsideUnavailable"/>.
/// One object may be shared by several adapters; calls are then counted across all of them. Safe for
/// concurrent use.
/// </summary>
public sealed class Faults
{
    private readonly Func<int, FaultMoment?> _rule;
    private int _calls;
    private int _failed;
    private volatile bool _stopped;

    private Faults(Func<int, FaultMoment?> rule) => _rule = rule;

    /// <summary>A new object under which nothing ever fails, but which counts.</summary>
    public static Faults None => new(_ => null);

    /// <summary>Calls so far.</summary>
    public int Calls => _calls;

    /// <summary>Calls that failed so far.</summary>
    public int Failed => _failed;

    /// <summary>Awaited at the start of every call: where the simulation lets others run.</summary>
    public Func<string, Task>? Pause { get; set; }

    /// <summary>Told of every call that fails: its operation and moment.</summary>
    public Action<string, FaultMoment>? Seen { get; set; }

    /// <summary>
    /// Call number <paramref name="n"/> (from 1) fails; with <see cref="FaultSpan.Forever"/> all later ones
    /// too.
    /// </summary>
    public static Faults Nth(
        int n, FaultSpan span = FaultSpan.Once, FaultMoment moment = FaultMoment.Before) =>
        new(call => call == n || (call > n && span == FaultSpan.Forever) ? moment : null);

    /// <summary>
    /// Each call fails with probability <paramref name="rate"/> (0 to 1), as often before as after its
    /// effect.
    /// </summary>
    public static Faults Random(ulong seed, double rate)
    {
        var random = new SplitMix(seed);
        return new Faults(
            _ => !random.Chance(rate) ? null : random.Chance(0.5) ? FaultMoment.Before : FaultMoment.After);
    }

    /// <summary>From now on nothing fails: faults have stopped.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Fails again as the rule says.</summary>
    public void Resume() => _stopped = false;

    /// <summary>Performs one call under this rule.</summary>
    public async Task<T> Call<T>(string operation, Func<T> effect, CancellationToken stop)
    {
        if (Pause is { } pause) await pause(operation);
        stop.ThrowIfCancellationRequested();
        var moment = Decide();
        if (moment == FaultMoment.Before) throw Fault(operation, FaultMoment.Before);
        var result = effect();
        return moment == FaultMoment.After ? throw Fault(operation, FaultMoment.After) : result;
    }

    private FaultMoment? Decide()
    {
        var call = Interlocked.Increment(ref _calls);
        return _stopped ? null : _rule(call);
    }

    private OutsideUnavailable Fault(string operation, FaultMoment moment)
    {
        Interlocked.Increment(ref _failed);
        Seen?.Invoke(operation, moment);
        return new OutsideUnavailable(operation);
    }
}
