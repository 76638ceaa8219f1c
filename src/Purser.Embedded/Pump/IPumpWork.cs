using NodaTime;
using Purser.Outside;

namespace Purser.Embedded.Pump;

/// <summary>
/// What the pump drives. Both may throw: then the pump logs it, and the next sweep finds what was left
/// undone.
/// </summary>
public interface IPumpWork
{
    /// <summary>Does what the hint speaks of, if there is anything to do.</summary>
    Task Perform(Hint hint, CancellationToken stop);

    /// <summary>Finds and drives everything that lags or is due.</summary>
    /// <returns>When to sweep again at the latest, or null for the usual time.</returns>
    Task<Instant?> Sweep(CancellationToken stop);
}
