using Purser.Outside;

namespace Purser.Host.Doors;

/// <summary>What a desk's door answers to a guarded put that it did not take.</summary>
public static class PutRefusals
{
    /// <summary>409 <c>stale</c> or <c>diverged</c>; the caller adds what stands there now.</summary>
    public static Problem Of(PutOutcome outcome) => outcome switch
    {
        PutOutcome.Stale => new Problem(
            409, "stale", "Something newer stands there", "Plan again from current facts."),
        PutOutcome.Diverged => new Problem(
            409, "diverged", "Other facts stand there under the same counter",
            "Save the booking again: its next generation is taken."),
        _ => throw new BugException("a put that was taken is no refusal"),
    };
}
