using NodaTime;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>
/// The work of one compartment for which nobody waits. May be done twice, late, or beside itself.
/// </summary>
public interface ICompartmentWork
{
    /// <summary>Does what a hint of this compartment speaks of.</summary>
    Task Perform(Hint hint, CancellationToken stop);

    /// <summary>
    /// Hints for everything that is due, and when to look again at the latest; null: any time.
    /// </summary>
    /// <param name="all">True: also what waits for a later time.</param>
    /// <param name="stop">Gives up.</param>
    Task<(IReadOnlyList<Hint> Due, Instant? Next)> Due(bool all, CancellationToken stop);

    /// <summary>Looks, every few minutes, for what no hint speaks of.</summary>
    Task Drift(CancellationToken stop);

    /// <summary>
    /// How many pages the last such look found that are not seen from outside as they were published; null:
    /// this compartment publishes none, or nobody has looked yet.
    /// </summary>
    int? UnverifiedPages => null;
}

/// <summary>What all of them say to a hint of another compartment.</summary>
public static class CompartmentWorks
{
    /// <summary>The fault: it was sent to the wrong function, whose dead letters then show it.</summary>
    public static Exception Misled(Hint hint) => new OutsideRefused(
        $"work on {hint}", $"it is the {hint.Whose}'s: let it go to that function's queue");
}
