using NodaTime;
using Purser.Outside;

namespace Purser.Guests.Photos;

/// <summary>When photos of a charter are taken.</summary>
public static class PhotoWindow
{
    /// <summary>So long a right to send one file holds; it can be renewed.</summary>
    public static readonly Duration Right = Duration.FromMinutes(15);

    /// <summary>So long a batch may be sent at least, and its sender may take things back.</summary>
    public static readonly Duration Day = Duration.FromDays(1);

    /// <summary>True while new batches are taken.</summary>
    public static bool IsOpen(PageGrant grant, Instant now) =>
        grant.Live && now >= grant.Opens && now < grant.Closes;

    /// <summary>Until when a batch that was announced then may be sent.</summary>
    public static Instant BatchEnds(PageGrant grant, Instant announced) =>
        Instant.Max(grant.Closes, announced + Day);
}
