namespace Purser.Finance.Entries;

/// <summary>What became of a command on a desk-only entry.</summary>
public abstract record DeskOutcome
{
    private DeskOutcome()
    {
    }

    /// <summary>Written anew.</summary>
    public sealed record Created(Entry Entry) : DeskOutcome;

    /// <summary>Written over.</summary>
    public sealed record Changed(Entry Entry) : DeskOutcome;

    /// <summary>It stood so already.</summary>
    public sealed record Same(Entry Entry) : DeskOutcome;

    /// <summary>There is no such entry.</summary>
    public sealed record Unknown : DeskOutcome;

    /// <summary>Another entry has this id.</summary>
    public sealed record Taken(Entry Entry) : DeskOutcome;

    /// <summary>It was cancelled, and stays so.</summary>
    public sealed record Cancelled(Entry Entry) : DeskOutcome;

    /// <summary>The field belongs to the booking with the entry's id, and is changed there.</summary>
    public sealed record OwnedByBooking(Entry Entry) : DeskOutcome;

    /// <summary>The caller saw an earlier version.</summary>
    public sealed record Outdated(Entry Entry) : DeskOutcome;

    /// <summary>The fields do not make an entry.</summary>
    public sealed record Flawed(IReadOnlyList<EntryFlaw> Flaws) : DeskOutcome;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(
        Func<Created, T> created, Func<Changed, T> changed, Func<Same, T> same, Func<Unknown, T> unknown, Func<Taken, T> taken,
        Func<Cancelled, T> cancelled, Func<OwnedByBooking, T> owned, Func<Outdated, T> outdated, Func<Flawed, T> flawed) =>
        this switch
        {
            Created outcome => created(outcome),
            Changed outcome => changed(outcome),
            Same outcome => same(outcome),
            Unknown outcome => unknown(outcome),
            Taken outcome => taken(outcome),
            Cancelled outcome => cancelled(outcome),
            OwnedByBooking outcome => owned(outcome),
            Outdated outcome => outdated(outcome),
            Flawed outcome => flawed(outcome),
            _ => throw new BugException("an unknown outcome of the calendar desk"),
        };
}
