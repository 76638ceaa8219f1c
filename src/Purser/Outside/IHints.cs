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

    /// <summary>The calendar desk changed an entry of its own: the vessel's days follow it.</summary>
    public sealed record Entry(string Id) : Hint;

    /// <summary>
    /// Somebody asked for the link of a guest's page. If this is lost, whoever asked asks again.
    /// </summary>
    public sealed record GuestLink(Slug Slug, string Email) : Hint
    {
        /// <summary>Without the address: this text may be logged.</summary>
        public override string ToString() => $"GuestLink {{ Slug = {Slug} }}";
    }

    /// <summary>Somebody asked for the link to his own trips.</summary>
    public sealed record CrewLink(string Email) : Hint
    {
        /// <summary>Without the address: this text may be logged.</summary>
        public override string ToString() => "CrewLink";
    }

    /// <summary>Whose work it is.</summary>
    public Compartment Whose => Match(
        _ => Compartment.Office, _ => Compartment.Office, outbox => outbox.Compartment,
        _ => Compartment.Guest, _ => Compartment.Office, _ => Compartment.Office, _ => Compartment.Crew);

    /// <summary>
    /// What it is about: hints of one subject are performed one after another, as they read and write the
    /// same records. A booking and what is to be followed of it are one subject. Not to be logged: it may
    /// hold a right.
    /// </summary>
    public string Subject => Match(
        booking => booking.Id.Text,
        follow => follow.Id.Text,
        outbox => $"{outbox.Compartment}/{outbox.Partition}",
        photo => $"photo/{photo.Charter}/{photo.Id}",
        entry => $"entry/{entry.Id}",
        link => $"link/{link.Slug}",
        _ => "links");

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(
        Func<Booking, T> booking, Func<Follow, T> follow, Func<Outbox, T> outbox, Func<Photo, T> photo,
        Func<Entry, T> entry, Func<GuestLink, T> guestLink, Func<CrewLink, T> crewLink) => this switch
        {
            Booking hint => booking(hint),
            Follow hint => follow(hint),
            Outbox hint => outbox(hint),
            Photo hint => photo(hint),
            Entry hint => entry(hint),
            GuestLink hint => guestLink(hint),
            CrewLink hint => crewLink(hint),
            _ => throw new BugException("an unknown hint"),
        };
}
