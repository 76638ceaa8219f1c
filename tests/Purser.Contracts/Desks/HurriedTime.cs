using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Purser.Contracts.Desks;

/// <summary>
/// Time that stands still but for pauses between tries, which pass at once and are remembered; what is waited
/// for longer passes by hand.
/// </summary>
/// <param name="longest">A wait of at most this is a pause.</param>
internal sealed class HurriedTime(TimeSpan longest) : FakeTimeProvider(new DateTimeOffset(2027, 4, 18, 16, 0, 0, TimeSpan.Zero))
{
    public ConcurrentQueue<TimeSpan> Pauses { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime > longest) return base.CreateTimer(callback, state, dueTime, period);
        Pauses.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
