using System.Diagnostics;
using System.Globalization;

namespace Purser.Bench.Aws;

/// <summary>A request that went through the proxy.</summary>
/// <param name="Service">As AWS names it, in small letters.</param>
/// <param name="Action">The operation, or the method where an interface has no names.</param>
/// <param name="Subject">The tables or the address.</param>
internal sealed record Call(string Service, string Action, string Subject)
{
    /// <summary>When it came, in ticks of <see cref="Stopwatch"/>.</summary>
    public required long Began { get; init; }

    /// <summary>When its reply went, in the same ticks.</summary>
    public required long Ended { get; init; }

    /// <summary>What DynamoDB counts for it; 0 elsewhere.</summary>
    public int WriteUnits { get; init; }

    /// <summary>A look into a queue that had nothing: time makes these, not bookings.</summary>
    public bool Empty { get; init; }

    /// <summary>A line of a timeline.</summary>
    /// <param name="start">Where the timeline begins.</param>
    public string After(long start) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Stopwatch.GetElapsedTime(start, Began).TotalMilliseconds,6:F0} to "
        + $"{Stopwatch.GetElapsedTime(start, Ended).TotalMilliseconds,6:F0} ms  {Service} {Action} {Subject}");
}
