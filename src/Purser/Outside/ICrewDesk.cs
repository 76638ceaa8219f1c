using System.Text;
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
    /// <exception cref="OutsideRefused">A text that crew read names a figure of pay or charge.</exception>
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
    /// Where a text that crew read names a figure of pay or charge, as a JSON pointer; null: none does. The
    /// desk takes no such put; the office withholds such passages before.
    /// </summary>
    [JsonIgnore]
    public string? PayAt => Texts().FirstOrDefault(text => AmountDetector.Finds(text.Text)).Field;

    /// <summary>The trip of a body, or null if it is none that an office sends.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="flaw">A JSON pointer to the first field that is missing or out of its bounds; "", which is
    /// the whole, if the body cannot be read as a trip, or is one.</param>
    public static CrewTrip? Read(ReadOnlySpan<byte> body, out string flaw)
    {
        flaw = "";
        try
        {
            var read = JsonSerializer.Deserialize(body, CrewDeskJson.Default.CrewTrip);
            if (read is null) return null;
            flaw = read.Fields().FirstOrDefault(field => !field.Right).Field ?? "";
            return flaw.Length == 0 ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IEnumerable<(string Field, string Text)> Texts()
    {
        yield return ("/title", Title);
        yield return ("/dock", Dock);
        if (Requests is not null) yield return ("/requests", Requests);
        yield return ("/papers/missing", Papers.Missing);
        for (var role = 0; role < Roles.Count; role++)
        {
            for (var task = 0; task < Roles[role].Tasks.Count; task++)
                yield return ($"/roles/{role}/tasks/{task}", Roles[role].Tasks[task]);
        }
    }

    /// <summary>Each is asked only when those before it are right.</summary>
    private IEnumerable<(string Field, bool Right)> Fields()
    {
        yield return ("/booking", Booking.Text.Length > 0);
        yield return ("/generation", Generation is > 0 and <= Counters.Most);
        yield return ("/title", Title.Length <= MostText);
        yield return ("/trip", Trip.Sound);
        yield return ("/dock", Dock.Length <= MostText);
        yield return ("/guests", Guests is >= 0 and <= MostPeople);
        yield return ("/requests", Requests is null or { Length: <= MostWishes });
        yield return ("/payment/word", Payment.Word is null || PaymentWords.Parse(Payment.Word) is not null);
        yield return ("/payment/version", Payment.Version is >= 0 and <= Counters.Most);
        yield return ("/roles", Roles.Count <= MostRoles && Roles.All(IsSound)
            && Roles.Select(role => role.Role).Distinct().Count() == Roles.Count);
        // The reader of JSON leaves out what is not given, also what has a default.
        yield return ("/papers", Papers is not null);
        foreach (var (field, right) in Papers!.Fields()) yield return ("/papers" + field, right);
    }

    private static bool IsSound(VesselRole? role) => role is
    {
        Role.Text.Length: > 0, BeforeMinutes: >= 0 and <= MostMinutes, AfterMinutes: >= 0 and <= MostMinutes,
        Tasks.Count: <= MostTasks,
    } && role.Tasks.All(task => task is { Length: <= MostText });

    /// <summary>No more come aboard of any charter.</summary>
    internal const int MostPeople = 10_000;

    private const int MostText = 300;
    private const int MostWishes = 10_000;
    private const int MostRoles = 50;
    private const int MostTasks = 200;
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

    /// <summary>The longest list of who is missing, in characters; the office lists no more.</summary>
    public const int MostMissing = 10_000;

    /// <summary>
    /// As many names as crew are told of, with an ellipsis in place of the others. What somebody wrote in place
    /// of a name may be an amount, which crew must not read; several may be one only together.
    /// </summary>
    public static string Listed(IEnumerable<string> names)
    {
        const string more = ", \u2026";
        var list = new StringBuilder();
        foreach (var name in names.Where(name => !AmountDetector.Finds(name)))
        {
            if (list.Length + name.Length + 2 + more.Length > MostMissing)
            {
                list.Append(more);
                break;
            }

            list.Append(list.Length == 0 ? "" : ", ").Append(name);
        }

        return AmountDetector.Withhold(list.ToString()).Clean;
    }

    /// <summary>Which fields are within the bounds of what an office sends.</summary>
    internal IEnumerable<(string Field, bool Right)> Fields()
    {
        yield return ("/code", Code is null || IsCode(Code));
        yield return ("/of", Of is >= 0 and <= CrewTrip.MostPeople);
        yield return ("/signed", Signed >= 0 && Signed <= Of);
        yield return ("/missing", Missing.Length <= MostMissing);
        yield return ("/version", Version is >= -1 and <= Counters.Most);
        yield return ("/page", Page is null || (Page.Length <= 2_000 && IsWebAddress(Page)));
    }

    private static bool IsCode(string text) =>
        text.Length is > 0 and <= 20 && text.All(char.IsAsciiLetterOrDigit);

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";
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
