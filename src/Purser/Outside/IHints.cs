using Purser.Bookings;
using Purser.Outside.Records;

namespace Purser.Outside;

/// <summary>
/// Says that there may be something to do. A hint may be lost, doubled, late or out of order: the records are
/// the truth, and the sweep finds what a lost hint would have said.
/// </summary>
public interface IHints
{
    /// <summary>
    /// Leaves the hint. Never throws for a hint that is lost: that is the sweep's business.
    /// </summary>
    Task Leave(Hint hint, CancellationToken stop);
}

/// <summary>What may be waiting.</summary>
public abstract record Hint
{
    private Hint()
    {
    }

    /// <summary>The booking's surfaces may lag behind its facts.</summary>
    public sealed record Booking(BookingId Id) : Hint;

    /// <summary>A desk changed something that the office follows (a crew answer): read it back.</summary>
    public sealed record Follow(BookingId Id) : Hint;

    /// <summary>A notice may be due in this outbox.</summary>
    public sealed record Outbox(Compartment Compartment, string Partition) : Hint;

    /// <summary>A guest's photo has arrived, or its files are not as its state says.</summary>
    public sealed record Photo(BookingId Charter, string Id) : Hint
    {
        /// <summary>Without the id, which is a right: this text may be logged.</summary>
        public override string ToString() => $"Photo {{ Charter = {Charter} }}";
    }

    /// <summary>
    /// What it is about: hints of one subject are performed one after another, as they read and write the
    /// same records. A booking and what is to be followed of it are one subject. Not to be logged: it may
    /// hold a right.
    /// </summary>
    public string Subject => Match(
        booking => booking.Id.Text,
        follow => follow.Id.Text,
        outbox => $"{outbox.Compartment}/{outbox.Partition}",
        photo => $"photo/{photo.Charter}/{photo.Id}");

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(
        Func<Booking, T> booking, Func<Follow, T> follow, Func<Outbox, T> outbox, Func<Photo, T> photo) =>
        this switch
        {
            Booking hint => booking(hint),
            Follow hint => follow(hint),
            Outbox hint => outbox(hint),
            Photo hint => photo(hint),
            _ => throw new BugException("an unknown hint"),
        };
}
