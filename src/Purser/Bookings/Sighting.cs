using NodaTime;

namespace Purser.Bookings;

/// <summary>What one source last said about a booking, and which of its messages were seen. Messages are
/// compared with this, never with the booking, so that a redelivered old mail moves nothing.</summary>
/// <param name="Trip">As last said.</param>
/// <param name="Guest">As last said.</param>
/// <param name="Requests">As last said.</param>
/// <param name="Stamp">When it was last said.</param>
/// <param name="Seen">The last <see cref="SeenLimit"/> messages, the last one last.</param>
public sealed record Sighting(Trip Trip, Guest Guest, string? Requests, Instant Stamp, IReadOnlyList<SeenMessage> Seen)
{
    /// <summary>How many messages are remembered.</summary>
    public const int SeenLimit = 50;

    /// <summary>The sighting that follows from a request.</summary>
    public static Sighting After(Sighting? last, BookingRequest request, Instant received)
    {
        var seen = (last?.Seen ?? []).Append(new SeenMessage(request.BodyHash, request.Stamp));
        return new Sighting(
            request.Trip, request.Guest, request.Requests, request.Stamp ?? received, [.. seen.TakeLast(SeenLimit)]);
    }

    /// <summary>How a message relates to what was said before.</summary>
    public SightingVerdict Judge(BookingRequest request)
    {
        var message = new SeenMessage(request.BodyHash, request.Stamp);
        if (Seen.Contains(message) && request.Stamp is not null) return SightingVerdict.SameAgain;
        if (request.Stamp is { } stamp) return stamp < Stamp ? SightingVerdict.SameAgain : SightingVerdict.News;
        if (Seen[^1].Body == request.BodyHash) return SightingVerdict.SameAgain;
        return Seen.Any(seen => seen.Body == request.BodyHash) ? SightingVerdict.Reappeared : SightingVerdict.News;
    }
}

/// <summary>One message seen: the hash of its body, and its own stamp if it had one.</summary>
public sealed record SeenMessage(string Body, Instant? Stamp);

/// <summary>How a message relates to what its source said before.</summary>
public enum SightingVerdict
{
    /// <summary>Known or older: nothing changes.</summary>
    SameAgain,

    /// <summary>
    /// Unstamped and equal to an earlier message, not the last: a late copy, or a change back? A person
    /// decides.
    /// </summary>
    Reappeared,

    /// <summary>Newer: what it changed is applied.</summary>
    News,
}
