using System.Text.Json.Serialization;
using NodaTime;
using Purser.Outside;

namespace Purser.Bookings;

/// <summary>What the provisioner did for a booking, one part a surface. One record a booking.</summary>
public sealed record Effects(Effect Calendar, Effect Crew, Effect Page, Effect PageCheck)
{
    /// <summary>Nothing done yet.</summary>
    public static readonly Effects None = new(Effect.None, Effect.None, Effect.None, Effect.None);

    /// <summary>The crew event as last read back, from which entry and page take names.</summary>
    public CrewSummary? CrewSeen { get; init; }

    /// <summary>What guests have given, as last read back.</summary>
    public GuestSummary? GuestSeen { get; init; }

    /// <summary>
    /// The fingerprint of the page that was held back last; null: the last one went out. While facts and
    /// templates give the same page there is no use in another try.
    /// </summary>
    public string? PageHeld { get; init; }
}

/// <summary>One surface's state, with proof.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Counters">From what it was made.</param>
/// <param name="Attempts">Tries since it was last done.</param>
/// <param name="Proof">What shows that it is done.</param>
/// <param name="NextTry">When it is tried again.</param>
/// <param name="Error">The last failure, fit for the owner to read.</param>
/// <param name="Changed">When the state last changed.</param>
public sealed record Effect(
    EffectState State, EffectCounters Counters, int Attempts = 0, string? Proof = null, Instant? NextTry = null,
    string? Error = null, Instant? Changed = null)
{
    /// <summary>Not begun.</summary>
    public static readonly Effect None = new(EffectState.Pending, new EffectCounters(0));
}

/// <summary>The counters of the facts that went into a surface.</summary>
/// <param name="Generation">Of the booking.</param>
/// <param name="Event">Of the crew event.</param>
/// <param name="Annex">Of the annex's facts.</param>
/// <param name="Revision">Of the page.</param>
/// <param name="Papers">Of the guests' waivers.</param>
public sealed record EffectCounters(
    long Generation, long? Event = null, long? Annex = null, long? Revision = null, long? Papers = null);

/// <summary>How far an effect is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EffectState>))]
public enum EffectState
{
    /// <summary>To do.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>Under way.</summary>
    [JsonStringEnumMemberName("working")]
    Working,

    /// <summary>Done, with proof.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>Failed; tried again at its next try, or waiting for the owner if it has none.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
