using System.Text.Json.Serialization;
using NodaTime;
using Purser.Fleet;

namespace Purser.Bookings;

/// <summary>A booking: the owned facts of one charter. Everything else about it is a projection.</summary>
/// <param name="Id">Also the id of its entry and event.</param>
/// <param name="Generation">Raised by every change of these facts.</param>
/// <param name="Status">Confirmed, conflict or cancelled.</param>
/// <param name="Channel">Who sold it.</param>
/// <param name="Reference">The channel's name for it.</param>
/// <param name="Trip">Vessel and times.</param>
/// <param name="Guest">Who booked.</param>
/// <param name="Requests">The guest's wishes, as sent; at most 2,000 characters.</param>
/// <param name="Slug">The address of its page; null while it has never been confirmed.</param>
/// <param name="Aliases">Earlier addresses, which forward.</param>
/// <param name="Booked">When it was first accepted.</param>
/// <param name="Changed">When these facts last changed.</param>
/// <param name="CancelReason">Why it was cancelled; for the office.</param>
/// <param name="CancelSaid">When whoever cancelled it said so; a message older than this is old news.</param>
public sealed record Booking(
    BookingId Id, long Generation, BookingStatus Status, ChannelId Channel, ChannelReference Reference, Trip Trip, Guest Guest,
    string? Requests, Slug? Slug, IReadOnlyList<Slug> Aliases, Instant Booked, Instant Changed, string? CancelReason = null,
    Instant? CancelSaid = null)
{
    /// <summary>The name that stands for a person who was forgotten.</summary>
    public const string ErasedName = "Erased guest";

    /// <summary>When everything of its guest was erased; null: it was not.</summary>
    public Instant? Erased { get; init; }

    /// <summary>True while the charter is to sail.</summary>
    [JsonIgnore]
    public bool Live => Status == BookingStatus.Confirmed;
}

/// <summary>Where a booking stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BookingStatus>))]
public enum BookingStatus
{
    /// <summary>It sails.</summary>
    [JsonStringEnumMemberName("confirmed")]
    Confirmed,

    /// <summary>
    /// Sold by a marketplace for a time that is taken: nothing is sent until a person decides.
    /// </summary>
    [JsonStringEnumMemberName("conflict")]
    Conflict,

    /// <summary>It does not sail.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
