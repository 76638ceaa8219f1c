using NodaTime;

namespace Purser.Calendar;

/// <summary>One span of a feed.</summary>
/// <param name="Uid">Stable; an opaque id without a domain.</param>
/// <param name="Counter">Of the fact.</param>
/// <param name="Changed">When the fact changed.</param>
/// <param name="From">Start.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Zone">Of the harbour.</param>
/// <param name="Title">For the owner's feed only; the vessel's feed never writes it.</param>
/// <param name="Location">For the owner's feed only.</param>
public sealed record FeedEvent(
    string Uid, long Counter, Instant Changed, Instant From, Instant To, string Zone, string? Title = null, string? Location = null);
