using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside.Outbox;

namespace Purser.Outside;

/// <summary>
/// The crew system as the office sees it. Puts are guarded by the generation: a higher one is stored, an
/// equal one with equal content is done, an equal one with other content has diverged, a lower one is stale.
/// Storing invites, changes and releases crew in the same commit. A time-out is followed by
/// <see cref="Read"/>, never by a blind repeat.
/// </summary>
public interface ICrewDesk
{
    /// <summary>Puts the trip half of a booked event.</summary>
    /// <exception cref="OutsideRefused">Its wishes name a figure of pay or charge.</exception>
    Task<CrewPutReply> Put(CrewTrip trip, CancellationToken stop);

    /// <summary>The event as it stands, tombstones included; null if never put.</summary>
    Task<CrewSummary?> Read(BookingId id, CancellationToken stop);

    /// <summary>What the desk has told, or will tell, its people about a booking's event.</summary>
    Task<IReadOnlyList<Notice>> Notices(BookingId id, CancellationToken stop);

    /// <summary>Live booked events whose trip touches the dates, for the drift check.</summary>
    Task<IReadOnlyList<CrewSummary>> List(LocalDate from, LocalDate to, CancellationToken stop);
}

/// <summary>The trip half of a crew event. No money, no phone number, no mail address, no surname.</summary>
/// <param name="Booking">The booking, also the event's id.</param>
/// <param name="Generation">Of the booking.</param>
/// <param name="Live">False: the charter is cancelled, crew is released.</param>
/// <param name="Title">"Charter for Robin, party of 6".</param>
/// <param name="Trip">Vessel and times.</param>
/// <param name="Dock">The exact dock.</param>
/// <param name="Guests">Party size.</param>
/// <param name="Requests">The guest's wishes with every passage about money withheld.</param>
/// <param name="Payment">The payment word; guarded by its own counter, since a payment never raises the
/// generation.</param>
/// <param name="Roles">Who is needed.</param>
public sealed record CrewTrip(
    BookingId Booking, long Generation, bool Live, string Title, Trip Trip, string Dock, int Guests, string? Requests,
    CrewPayment Payment, IReadOnlyList<VesselRole> Roles)
{
    /// <summary>What crew may know of the guests' papers; guarded by its own counter.</summary>
    public CrewPapers Papers { get; init; } = CrewPapers.None;

    /// <summary>
    /// True if the guest's wishes name a figure of pay or charge: the desk takes no such put. The office withholds such
    /// passages before.
    /// </summary>
    [JsonIgnore]
    public bool SpeaksOfPay => Requests is not null && AmountDetector.Finds(Requests);

    /// <summary>The trip of a body, or null if it is none that an office sends.</summary>
    public static CrewTrip? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var read = JsonSerializer.Deserialize(body, CrewDeskJson.Default.CrewTrip);
            return read is { Sound: true } ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool Sound => this is
    {
        Booking.Text.Length: > 0, Generation: > 0, Title.Length: <= MostText, Dock.Length: <= MostText,
        Guests: >= 0 and <= 10_000, Requests: null or { Length: <= MostWishes }, Payment.Version: >= 0,
        Payment.Word: null or { Length: <= 40 }, Roles.Count: <= MostRoles,
    } && Trip.Sound && Roles.All(role => role is
    {
        Role.Text.Length: > 0, BeforeMinutes: >= 0 and <= MostMinutes, AfterMinutes: >= 0 and <= MostMinutes,
        Tasks.Count: <= 200,
    }) && Roles.Select(role => role.Role).Distinct().Count() == Roles.Count;

    private const int MostText = 300;
    private const int MostWishes = 10_000;
    private const int MostRoles = 50;
    private const int MostMinutes = 14_400;
}

/// <summary>What crew may know of the guests' papers: counts, and first names of who is missing.</summary>
/// <param name="Code">With which everybody aboard may add photos and sign; null: there is none.</param>
/// <param name="Signed">Waivers that hold.</param>
/// <param name="Of">How many come aboard; 0: no waiver is asked for.</param>
/// <param name="Missing">First names of those known to be missing, joined by commas; may be empty.</param>
/// <param name="Version">Of the guests' papers; a put with a lower one leaves these as they are.</param>
public sealed record CrewPapers(string? Code, int Signed, int Of, string Missing, long Version)
{
    /// <summary>None known.</summary>
    public static readonly CrewPapers None = new(null, 0, 0, "", -1);

    /// <summary>The guests' page, as everybody may know it; null: there is none.</summary>
    public string? Page { get; init; }
}

/// <summary>How far a charter is paid, as crew may know it.</summary>
/// <param name="Word">tentative, deposit_received, paid_in_full, refund_due or refunded; never an amount.
/// Null: not known.</param>
/// <param name="Version">Of the annex's facts; a put with a lower one leaves the word as it is, with a higher
/// one replaces it.</param>
public sealed record CrewPayment(string? Word, long Version);

/// <summary>What became of a put.</summary>
public sealed record CrewPutReply(PutOutcome Outcome, CrewSummary Now);

/// <summary>What became of a guarded put.</summary>
public enum PutOutcome
{
    /// <summary>Written.</summary>
    Stored,

    /// <summary>It was there already.</summary>
    Same,

    /// <summary>The desk has a higher counter: plan again from current facts.</summary>
    Stale,

    /// <summary>Equal counter, other content: somebody broke a promise; shown to the owner.</summary>
    Diverged,
}

/// <summary>What the office may know of an event.</summary>
/// <param name="Booking">The event's booking.</param>
/// <param name="Generation">Of the trip half.</param>
/// <param name="Version">Of the desk's own half; raised by answers too.</param>
/// <param name="Live">False for a tombstone.</param>
/// <param name="Roles">Each role with who is asked or has said yes.</param>
public sealed record CrewSummary(
    BookingId Booking, long Generation, long Version, bool Live, IReadOnlyList<CrewRoleSummary> Roles)
{
    /// <summary>The captain, if he has said yes.</summary>
    public string? Captain => Roles.FirstOrDefault(role => role.Role == CrewRole.Captain && role.Answer == CrewAnswer.Yes)?.Name;

    /// <summary>Everybody who has said yes, in the order of the roles.</summary>
    public IReadOnlyList<string> Confirmed =>
        [.. Roles.Where(role => role.Answer == CrewAnswer.Yes && role.Name is not null).Select(role => role.Name!)];
}

/// <summary>One role of an event: whom it is with now (null: nobody left to ask).</summary>
public sealed record CrewRoleSummary(CrewRole Role, string? Member, string? Name, CrewAnswer Answer, int Ask);

/// <summary>What a person asked has said.</summary>
[JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<CrewAnswer>))]
public enum CrewAnswer
{
    /// <summary>Nothing yet.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Comes.</summary>
    [JsonStringEnumMemberName("yes")]
    Yes,

    /// <summary>Does not come.</summary>
    [JsonStringEnumMemberName("no")]
    No,
}
