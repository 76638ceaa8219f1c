using System.Collections.Concurrent;

namespace Purser.Host.Doors.Keys;

/// <summary>A bucket of tokens for each caller: so many requests a second, so many at once.</summary>
/// <param name="time">The clock.</param>
/// <param name="perSecond">Tokens that come back each second.</param>
/// <param name="burst">Tokens of a full bucket.</param>
public sealed class RateLimit(TimeProvider time, double perSecond, double burst)
{
    private const int MostCallers = 10_000;
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new();

    /// <summary>Takes one token; else how long until there is one.</summary>
    public TimeSpan? Take(string caller)
    {
        if (_buckets.Count > MostCallers) _buckets.Clear();
        var bucket = _buckets.GetOrAdd(caller, static (_, full) => new Bucket { Tokens = full }, burst);
        var now = time.GetTimestamp();
        lock (bucket)
        {
            if (bucket.Seen != 0)
            {
                var passed = time.GetElapsedTime(bucket.Seen, now).TotalSeconds;
                bucket.Tokens = Math.Min(burst, bucket.Tokens + (passed * perSecond));
            }

            bucket.Seen = now;
            if (bucket.Tokens < 1) return TimeSpan.FromSeconds((1 - bucket.Tokens) / perSecond);
            bucket.Tokens -= 1;
            return null;
        }
    }

    /// <summary>The refusal of a caller who must wait.</summary>
    public static Problem TooMany(string detail, TimeSpan wait) =>
        new(429, "too-many", "Too many requests", detail)
        {
            RetryAfter = (int)Math.Ceiling(wait.TotalSeconds),
        };

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public long Seen { get; set; }
    }
}
