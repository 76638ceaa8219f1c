using Purser.Bookings;

namespace Purser.Reception;

/// <summary>What became of a command at the front desk.</summary>
public abstract record FrontDeskReply
{
    private FrontDeskReply()
    {
    }

    /// <summary>A new booking, confirmed or in conflict.</summary>
    public sealed record Created(BookingFile File) : FrontDeskReply;

    /// <summary>The booking changed.</summary>
    public sealed record Changed(BookingFile File) : FrontDeskReply;

    /// <summary>Nothing changed. <paramref name="Review"/>: but a person must look.</summary>
    public sealed record Same(BookingFile File, bool Review) : FrontDeskReply;

    /// <summary>Nothing happened.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Taken">Of <see cref="RefusalReason.Taken"/>: what is in the way, without its
    /// guest.</param>
    /// <param name="Current">The booking as it stands, if there is one.</param>
    public sealed record Refused(RefusalReason Reason, TakenTime? Taken = null, BookingFile? Current = null) : FrontDeskReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(
        Func<Created, T> created, Func<Changed, T> changed, Func<Same, T> same, Func<Refused, T> refused) => this switch
        {
            Created reply => created(reply),
            Changed reply => changed(reply),
            Same reply => same(reply),
            Refused reply => refused(reply),
            _ => throw new BugException("an unknown reply"),
        };
}

/// <summary>Why the front desk refuses.</summary>
public enum RefusalReason
{
    /// <summary>There is no such booking.</summary>
    NotFound,

    /// <summary>Something else takes the vessel then, its turnaround included.</summary>
    Taken,

    /// <summary>It is cancelled: nothing about it can change any more.</summary>
    AlreadyCancelled,

    /// <summary>There is nothing to confirm: it sails already.</summary>
    NotInConflict,

    /// <summary>The caller's <c>If-Match</c> names an older generation.</summary>
    NotCurrent,

    /// <summary>The idempotency key was used for another body.</summary>
    IdempotencyMismatch,

    /// <summary>It is still to sail: its guest cannot be forgotten yet.</summary>
    StillToSail,

    /// <summary>Its guest was forgotten: nothing about it can change any more.</summary>
    Erased,

    /// <summary>The edit itself was refused by the caller's own parser, which knows why.</summary>
    EditRefused,
}

/// <summary>What is in the way, in harbour time.</summary>
public sealed record TakenTime(HarbourTime Start, HarbourTime End);
