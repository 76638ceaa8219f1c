using NodaTime;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Outside;

/// <summary>
/// What guests give, as the office sees it: photos and waivers of a page. The office puts who may give what,
/// and when; it reads back what has come, and never writes it.
/// </summary>
public interface IGuestDesk
{
    /// <summary>
    /// Puts a page's grant, guarded by the page's revision: a higher one is stored, an equal one with equal
    /// content is done, a lower one is stale.
    /// </summary>
    Task<PutOutcome> Put(PageGrant grant, CancellationToken stop);

    /// <summary>What has come; null if no grant was ever put.</summary>
    Task<GuestSummary?> Read(BookingId id, CancellationToken stop);

    /// <summary>A signed waiver, whole; null if there is none of this id.</summary>
    Task<WaiverPaper?> Waiver(BookingId booking, string id, CancellationToken stop);

    /// <summary>Pages whose charter departs between these instants, for the drift check.</summary>
    Task<IReadOnlyList<BookingId>> List(Instant from, Instant to, CancellationToken stop);
}

/// <summary>Who may give photos and waivers for a charter, and when. No name of any guest.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="Revision">Of the page that goes with it.</param>
/// <param name="Live">False: cancelled; nothing is taken any more.</param>
/// <param name="Slugs">The page's addresses, the present one first.</param>
/// <param name="Trip">Vessel and times.</param>
/// <param name="Channel">Who sold it: decides the brand.</param>
/// <param name="Party">How many come aboard.</param>
/// <param name="Opens">From when photos are taken.</param>
/// <param name="Closes">Until when.</param>
/// <param name="GrantHash">Lower-case hex SHA-256 of the link's upload grant.</param>
/// <param name="CodeHash">Of the event code, see <c>EventCode</c>.</param>
public sealed record PageGrant(
    BookingId Booking, long Revision, bool Live, IReadOnlyList<Slug> Slugs, Trip Trip, ChannelId Channel,
    int Party,
    Instant Opens, Instant Closes, string GrantHash, string CodeHash)
{
    /// <summary>
    /// In place of a hash: nothing opens it. Not empty, so that a proof which was not given is never equal.
    /// </summary>
    public const string NoProof = "closed";
}

/// <summary>What guests have given for a charter.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="Version">Rises with every change of anything below.</param>
/// <param name="PapersVersion">Rises with every change of waivers and passengers alone.</param>
/// <param name="Waivers">Those that hold, by the time of signing.</param>
/// <param name="Passengers">Names that were given of who comes aboard.</param>
/// <param name="Photos">How many.</param>
public sealed record GuestSummary(
    BookingId Booking, long Version, long PapersVersion, IReadOnlyList<WaiverMark> Waivers,
    IReadOnlyList<string> Passengers,
    PhotoTally Photos);

/// <summary>That somebody has signed.</summary>
/// <param name="Id">Of the waiver.</param>
/// <param name="Passenger">Who sails, as written.</param>
/// <param name="Minor">True: signed by a guardian.</param>
/// <param name="Signed">When.</param>
/// <param name="Expires">Until when it holds.</param>
/// <param name="Mail">Where a copy is to go; null: nowhere.</param>
public sealed record WaiverMark(string Id, string Passenger, bool Minor, Instant Signed, Instant Expires,
    string? Mail);

/// <summary>How many photos there are.</summary>
/// <param name="Published">Seen by the guests.</param>
/// <param name="Waiting">Wait for the owner's eye.</param>
/// <param name="Kept">For the owner only.</param>
/// <param name="LastGiven">When the last one arrived.</param>
/// <param name="LastWaiting">When the last of those that wait arrived.</param>
public sealed record PhotoTally(int Published, int Waiting, int Kept, Instant? LastGiven,
    Instant? LastWaiting)
{
    /// <summary>None.</summary>
    public static readonly PhotoTally None = new(0, 0, 0, null, null);
}
