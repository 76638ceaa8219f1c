using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Purser.Bookings;
using Purser.Links;
using Purser.Outside;

namespace Purser.Guests.Waivers;

/// <summary>
/// What lets somebody sign for a charter: the signed link of a mail, the code for everybody aboard, the grant
/// of the guest's own page. A new salt of the booking ends all three.
/// </summary>
public static class WaiverLinks
{
    private static readonly Duration After = Duration.FromDays(7);

    /// <summary>The path of a charter's waiver.</summary>
    public static string Path(Slug slug) => $"{PagePlace.Path(slug)}/waiver";

    /// <summary>Its address under the site's base address.</summary>
    public static Uri Address(Uri site, Slug slug) => new(site, Path(slug));

    /// <summary>The address with the link that a mail carries.</summary>
    public static Uri Address(Uri site, Slug slug, MagicLink link, ReadOnlySpan<byte> key) =>
        new(site, $"{Path(slug)}/l/{link.Sign(key)}");

    /// <summary>The link of a charter: for everybody aboard, until some days after the return.</summary>
    public static MagicLink For(BookingId booking, string grantHash, Trip trip) =>
        new(LinkPurpose.Waiver, Subject(booking, grantHash), 0, trip.Span.End + After);

    /// <summary>
    /// What links and sessions are bound to: the charter, and 64 bits of its grant, which are others as soon
    /// as the guest's own link is revoked. In letters: a row of random digits could be read as an amount.
    /// </summary>
    public static string Subject(BookingId booking, string grantHash)
    {
        var mark = grantHash[..16].Select(digit => (char)('a' + Convert.ToInt32(digit.ToString(), 16)));
        return $"{booking}~{string.Concat(mark)}";
    }

    /// <summary>True if the link is this charter's.</summary>
    public static bool Opens(PageGrant? grant, MagicLink link) =>
        grant is not null && link.Purpose == LinkPurpose.Waiver
        && link.Subject == Subject(grant.Booking, grant.GrantHash);

    /// <summary>
    /// True if the code is this charter's. Takes as long where there is no charter.
    /// </summary>
    public static bool Opens(PageGrant? grant, EventCode code, ReadOnlySpan<byte> pepper) =>
        Equal(code.Hash(pepper, grant?.Booking ?? default), grant?.CodeHash);

    /// <summary>True if it is the grant of this charter's page, hashed.</summary>
    public static bool Opens(PageGrant? grant, string hash) => Equal(hash, grant?.GrantHash);

    private static bool Equal(string given, string? stored) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(stored ?? new string('-', given.Length)));
}
