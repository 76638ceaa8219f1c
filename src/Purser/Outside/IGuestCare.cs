using NodaTime;
using Purser.Bookings;

namespace Purser.Outside;

/// <summary>
/// Who looks after what guests have given: forgets it when the time has come or the guest asks, and keeps a
/// light log of how often pages are opened.
/// </summary>
public interface IGuestCare
{
    /// <summary>
    /// Removes everything of a charter and every copy of it, but the claim on its addresses and a grant under
    /// which nothing is taken. Throws <see cref="OutsideUnavailable"/> if something could not be removed yet:
    /// a repeat finishes.
    /// </summary>
    /// <returns>How many of each kind this call removed.</returns>
    Task<IReadOnlyDictionary<string, int>> Erase(BookingId id, CancellationToken stop);

    /// <summary>Removes one kind of a charter's things, because it has been kept long enough.</summary>
    /// <returns>How many this call removed.</returns>
    Task<int> Forget(BookingId id, GuestThing kind, CancellationToken stop);

    /// <summary>How often the charter's pages were opened, by harbour hour, oldest first.</summary>
    Task<IReadOnlyList<Visits>> Opened(BookingId id, CancellationToken stop);

    /// <summary>
    /// Adds visits of published addresses. Those of an address that nobody has, or that was left behind, and
    /// those of a charter whose log is no longer kept, are dropped.
    /// </summary>
    Task Count(IReadOnlyList<VisitCount> counts, CancellationToken stop);

    /// <summary>Notes that an address wants no mails that ask for something. May be repeated.</summary>
    /// <param name="address">Its hash, as <c>MailHash</c> makes it: the address itself is not kept.</param>
    /// <param name="now">The time.</param>
    /// <param name="stop">Gives up.</param>
    Task Unsubscribe(string address, Instant now, CancellationToken stop);

    /// <summary>True if such mails are not wanted at this address.</summary>
    Task<bool> IsUnsubscribed(string address, CancellationToken stop);
}

/// <summary>What is kept for its own number of days.</summary>
public enum GuestThing
{
    /// <summary>Published photos and their gallery, and what is left of their originals.</summary>
    Photos,

    /// <summary>Files as guests sent them.</summary>
    Originals,

    /// <summary>Signed waivers.</summary>
    Waivers,

    /// <summary>The log of who opened what.</summary>
    Visits,
}

/// <summary>What was opened.</summary>
public enum VisitKind
{
    /// <summary>The guest's page.</summary>
    Page,

    /// <summary>The waiver.</summary>
    Waiver,

    /// <summary>The gallery.</summary>
    Gallery,

    /// <summary>All photos as one archive.</summary>
    Archive,
}

/// <summary>So many visits in one hour: no address of a visitor, no name.</summary>
/// <param name="Hour">By the harbour's clock, on the hour.</param>
/// <param name="Kind">Of what.</param>
/// <param name="Count">How many.</param>
public sealed record Visits(LocalDateTime Hour, VisitKind Kind, int Count);

/// <summary>Visits of one address, as they were counted in memory.</summary>
/// <param name="Slug">The address.</param>
/// <param name="Kind">Of what.</param>
/// <param name="At">About when.</param>
/// <param name="Count">How many.</param>
public sealed record VisitCount(Slug Slug, VisitKind Kind, Instant At, int Count);
