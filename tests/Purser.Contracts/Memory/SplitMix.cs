namespace Purser.Contracts.Memory;

/// <summary>
/// SplitMix64: the same numbers from the same seed on every machine. Safe for concurrent use.
/// </summary>
/// <param name="seed">Any number.</param>
public sealed class SplitMix(ulong seed)
{
    private readonly Lock _lock = new();
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        lock (_lock)
        {
            unchecked
            {
                _state += 0x9E3779B97F4A7C15;
                var z = _state;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                return z ^ (z >> 31);
            }
        }
    }

    /// <summary>A number of 0 to <paramref name="most"/>, both included.</summary>
    public int UpTo(int most) => (int)(Next() % ((ulong)most + 1));

    /// <summary>True with this probability, 0 to 1.</summary>
    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;
}
