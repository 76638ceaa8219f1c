using NodaTime;

namespace Purser.Embedded.Pump;

/// <summary>How the pump works.</summary>
/// <param name="Workers">Subjects worked on at the same time.</param>
/// <param name="SweepEvery">The longest time from one sweep to the next.</param>
/// <param name="SweepRest">The shortest.</param>
public sealed record PumpSettings(int Workers, Duration SweepEvery, Duration SweepRest)
{
    /// <summary>Eight workers; a sweep each half minute, but never twice within a second.</summary>
    public static readonly PumpSettings Usual = new(8, Duration.FromSeconds(30), Duration.FromSeconds(1));

    /// <summary>
    /// Photos worked on at the same time, besides: bookings and letters never wait for them.
    /// </summary>
    public int SlowWorkers { get; init; } = 4;
}
