using NodaTime;
using Purser.Fleet;

namespace Purser.Bookings;

/// <summary>
/// What takes a vessel on one harbour day. A span stands on every day that it touches with its buffer.
/// </summary>
public sealed record VesselDay(IReadOnlyList<TakenSpan> Spans)
{
    /// <summary>Nothing taken.</summary>
    public static readonly VesselDay Free = new([]);

    /// <summary>The day without one owner's span.</summary>
    public VesselDay Without(string owner) => new([.. Spans.Where(span => span.Owner != owner)]);

    /// <summary>The day with a span, in order of time.</summary>
    public VesselDay With(TakenSpan span) =>
        new([.. Without(span.Owner).Spans.Append(span).OrderBy(taken => taken.Start).ThenBy(taken => taken.Owner, StringComparer.Ordinal)]);
}

/// <summary>A span without its buffer.</summary>
/// <param name="Owner">A booking's id, or <c>entry:</c> and the id of a desk-only calendar entry.</param>
/// <param name="Start">Departure.</param>
/// <param name="End">Return.</param>
public sealed record TakenSpan(string Owner, Instant Start, Instant End);

/// <summary>A vessel's rules, as the office set them; until then the fleet file's.</summary>
/// <param name="BufferMinutes">Turnaround before and after every span.</param>
/// <param name="Holds">Weekly holds.</param>
public sealed record VesselRules(int BufferMinutes, IReadOnlyList<RecurringHold> Holds)
{
    /// <summary>The rules of the fleet file.</summary>
    public static VesselRules Of(Vessel vessel) => new(vessel.BufferMinutes, vessel.Holds);
}
