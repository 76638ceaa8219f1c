using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>
/// What a notice has become now that it is looked at: composed from current facts, never from those of its
/// cause.
/// </summary>
public abstract record Letter
{
    private Letter()
    {
    }

    /// <summary>Ready to be sent.</summary>
    /// <param name="Mail">The message.</param>
    /// <param name="Told">What is recorded with the sending: what the person knows from then on.</param>
    public sealed record Ready(Mail Mail, IReadOnlyList<RecordChange> Told) : Letter;

    /// <summary>The person has no mail address: somebody must send it by hand.</summary>
    /// <param name="Text">The whole text with the person's own link.</param>
    /// <param name="Name">The person.</param>
    /// <param name="Phone">E.164, or null.</param>
    /// <param name="Told">What is recorded once it is said to be sent.</param>
    public sealed record ByHand(string Text, string Name, string? Phone, IReadOnlyList<RecordChange> Told) : Letter;

    /// <summary>No longer true, or no longer news.</summary>
    public sealed record Dropped(string Why) : Letter;

    /// <summary>What it needs is not done yet.</summary>
    public sealed record Waits : Letter;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(Func<Ready, T> ready, Func<ByHand, T> byHand, Func<Dropped, T> dropped, Func<Waits, T> waits) => this switch
    {
        Ready letter => ready(letter),
        ByHand letter => byHand(letter),
        Dropped letter => dropped(letter),
        Waits letter => waits(letter),
        _ => throw new BugException("an unknown letter"),
    };
}

/// <summary>Composes the letters of one compartment's notices.</summary>
public interface ILetters
{
    /// <summary>
    /// Who composes letters of one partition from its facts as they stand at the first of them; what is
    /// written later is not seen any more.
    /// </summary>
    /// <param name="rows">All records of the partition, where they have just been read.</param>
    IComposer Open(IReadOnlyList<StoredRecord>? rows = null);
}

/// <summary>Composes letters of one partition from facts that are read once.</summary>
public interface IComposer
{
    /// <summary>The letter that a notice is now.</summary>
    Task<Letter> Compose(Notice notice, CancellationToken stop);
}
