using System.Text.Json.Serialization;
using NodaTime;

namespace Purser.Bookings;

/// <summary>Something that a person must look at; nothing is sent for it.</summary>
/// <param name="Id">Its sort key.</param>
/// <param name="Kind">Why it is here.</param>
/// <param name="Since">When it came.</param>
/// <param name="Booking">The booking, if there is one.</param>
/// <param name="What">One sentence for the list.</param>
/// <param name="Understood">What was understood, by field; of a dispute, ours.</param>
/// <param name="Open">What was not, by field, with the reason; of a dispute, theirs.</param>
/// <param name="Resolved">When a person closed it.</param>
public sealed record ReviewItem(
    string Id, ReviewKind Kind, Instant Since, BookingId? Booking, string What,
    IReadOnlyDictionary<string, string> Understood, IReadOnlyDictionary<string, string> Open, Instant? Resolved = null);

/// <summary>Why something is in review.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReviewKind>))]
public enum ReviewKind
{
    /// <summary>A mail that could not be read with confidence.</summary>
    UnclearMail,

    /// <summary>A field that both sides changed.</summary>
    Disputed,

    /// <summary>A message equal to an earlier one, not the last.</summary>
    Reappeared,

    /// <summary>A newer message for a cancelled booking.</summary>
    AfterCancellation,

    /// <summary>A source moved its booking to a time that is taken.</summary>
    MovedOntoTaken,

    /// <summary>A marketplace sold a time that is taken.</summary>
    Conflict,

    /// <summary>Words about payment in a guest's wishes, withheld from crew and guests.</summary>
    Withheld,
}
