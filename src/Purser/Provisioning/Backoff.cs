using NodaTime;
using Purser.Bookings;

namespace Purser.Provisioning;

/// <summary>When a failed effect is tried again.</summary>
public static class Backoff
{
    /// <summary>The longest wait: a next try further off than this was set by another clock.</summary>
    public static readonly Duration Longest = Duration.FromMinutes(10);

    /// <summary>After this many failures in a row the owner is told; the tries go on.</summary>
    public const int AlertAfter = 6;

    /// <summary>2 seconds, doubled at every failure, 10 minutes at most.</summary>
    public static Duration After(int failures)
    {
        Require.That(failures > 0);
        return failures > 9 ? Longest : Duration.Min(Longest, Duration.FromSeconds(1L << failures));
    }

    /// <summary>The effect after one more failure, with its next try.</summary>
    public static Effect Failed(Effect effect, EffectCounters wanted, string error, Instant now)
    {
        var attempts = effect.Counters == wanted ? effect.Attempts + 1 : 1;
        return new Effect(EffectState.Failed, wanted, attempts, effect.Proof, now + After(attempts), error, now);
    }

    /// <summary>The effect given up: the owner must act.</summary>
    public static Effect Alarm(Effect effect, EffectCounters wanted, string error, Instant now) =>
        new(EffectState.Failed, wanted, effect.Attempts + 1, effect.Proof, null, error, now);

    /// <summary>The effect done.</summary>
    public static Effect Done(Effect effect, EffectCounters made, string proof, Instant now)
    {
        var tries = effect.State == EffectState.Failed && effect.Counters.Generation == made.Generation ? effect.Attempts + 1 : 1;
        return new Effect(EffectState.Done, made, tries, proof, null, null, now);
    }
}
