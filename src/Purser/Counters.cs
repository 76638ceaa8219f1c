namespace Purser;

/// <summary>
/// Counters only go up. A counter is epoch x 1,000,000 + number, so that everything made after a restore
/// outranks everything made before it, also what the restored copy has forgotten.
/// </summary>
public static class Counters
{
    private const long EpochSize = 1_000_000;

    /// <summary>
    /// No counter is higher: epochs count minutes since 2026, and this is the year 2200. Whoever sends a
    /// higher one would outrank everything that is ever made here.
    /// </summary>
    public const long Most = 92_000_000 * EpochSize;

    /// <summary>The lowest counter of an epoch: what is below was made before it.</summary>
    public static long First(long epoch) => epoch * EpochSize;

    /// <summary>
    /// The counter that follows <paramref name="current"/> (0 = none yet) in <paramref name="epoch"/>.
    /// </summary>
    public static long Next(long current, long epoch)
    {
        var next = Math.Max(current, epoch * EpochSize) + 1;
        Require.That(next % EpochSize != 0);
        return next;
    }
}
