namespace Purser.Aws.Lambda;

/// <summary>
/// When the function would be killed, whose callers then learn nothing. Work is told to stop half a second
/// before; what has not stopped a quarter of a second before is left alone, so that an answer still arrives.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private static readonly TimeSpan NearBefore = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LateBefore = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private readonly CancellationTokenSource _near;
    private readonly CancellationTokenSource _both;
    private readonly CancellationTokenSource _late;
    private readonly TaskCompletionSource _isLate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Counts from now.</summary>
    /// <param name="at">When the function is killed; null: in a long time.</param>
    /// <param name="time">The real time.</param>
    /// <param name="cut">The program ends at once.</param>
    public Deadline(DateTimeOffset? at, TimeProvider time, CancellationToken cut)
    {
        var left = at - time.GetUtcNow() ?? Longest;
        _near = new CancellationTokenSource(Span(left - NearBefore), time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_near.Token, cut);
        _late = new CancellationTokenSource(Span(left - LateBefore), time);
        _late.Token.Register(_isLate.SetResult);
    }

    /// <summary>Tells work to stop.</summary>
    public CancellationToken Near => _both.Token;

    /// <summary>Waits for the work, or until it is too late.</summary>
    /// <returns>True if the work has ended, well or badly.</returns>
    public async Task<bool> Awaits(Task work) => await Task.WhenAny(work, _isLate.Task) == work;

    /// <inheritdoc />
    public void Dispose()
    {
        _late.Dispose();
        _both.Dispose();
        _near.Dispose();
    }

    private static TimeSpan Span(TimeSpan left) =>
        left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left;
}
