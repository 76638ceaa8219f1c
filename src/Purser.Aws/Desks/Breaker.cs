namespace Purser.Aws.Desks;

/// <summary>
/// A desk that does not answer is left alone for a while: whoever asks meanwhile is told so at once. Then one
/// may try; if he is answered, all may.
/// </summary>
/// <param name="most">So many calls in a row without an answer, and it is left alone.</param>
/// <param name="rest">For so long.</param>
/// <param name="time">Measures it.</param>
internal sealed class Breaker(int most, TimeSpan rest, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _failures;
    private long _since;
    private bool _trying;

    /// <summary>Null: the call may be made, and must be reported; else how long to leave it alone.</summary>
    public TimeSpan? Enter()
    {
        lock (_lock)
        {
            if (_failures < most) return null;
            var left = rest - time.GetElapsedTime(_since);
            if (left > TimeSpan.Zero) return left;
            if (_trying) return TimeSpan.FromSeconds(1);
            _trying = true;
            return null;
        }
    }

    /// <summary>It answered, whatever it said.</summary>
    public void Answered()
    {
        lock (_lock) (_failures, _trying) = (0, false);
    }

    /// <summary>It did not answer, or could not.</summary>
    public void Failed()
    {
        lock (_lock)
        {
            _failures = Math.Min(most, _failures + 1);
            _since = time.GetTimestamp();
            _trying = false;
        }
    }

    /// <summary>The caller gave up before it could tell: nothing is known of the desk.</summary>
    public void Left()
    {
        lock (_lock) _trying = false;
    }
}
