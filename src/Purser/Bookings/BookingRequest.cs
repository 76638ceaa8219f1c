using NodaTime;
using Purser.Fleet;

namespace Purser.Bookings;

/// <summary>A booking as a source tells it, parsed and checked at the door against the fleet.</summary>
/// <param name="Channel">A channel of the fleet.</param>
/// <param name="Reference">The channel's name for it.</param>
/// <param name="Trip">Within the limits of <see cref="Trip"/>, a time that occurs.</param>
/// <param name="Guest">Checked.</param>
/// <param name="Requests">Null if none.</param>
/// <param name="Stamp">When the source said it: <c>sent</c>, or the innermost mail's date; null = when it was
/// received.</param>
/// <param name="BodyHash">Lower-case hex SHA-256 over what the source said, its price included, without the
/// stamp.</param>
public sealed record BookingRequest(
    ChannelId Channel, ChannelReference Reference, Trip Trip, Guest Guest, string? Requests, Instant? Stamp, string BodyHash);
