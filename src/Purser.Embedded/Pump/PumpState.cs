using NodaTime;

namespace Purser.Embedded.Pump;

/// <summary>How the pump fares, for the owner and for readiness.</summary>
/// <param name="Started">When it started; null: not yet.</param>
/// <param name="LastSweep">When a sweep last succeeded; null: none has.</param>
/// <param name="FailedSweeps">Sweeps that failed since then, one after another.</param>
/// <param name="LastFailure">What the last of them said.</param>
/// <param name="Waiting">Subjects with hints that wait or are being worked on.</param>
/// <param name="LostHints">Hints not taken because too many waited; the sweep finds what they spoke
/// of.</param>
public sealed record PumpState(
    Instant? Started, Instant? LastSweep, int FailedSweeps, string? LastFailure, int Waiting, long LostHints);
