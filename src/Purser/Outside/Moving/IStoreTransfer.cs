using Purser.Outside.Records;

namespace Purser.Outside.Moving;

/// <summary>
/// All records at once, for moving an installation and for nothing else (docs/decisions/021): every other
/// question goes to <see cref="IRecords"/>, which cannot ask for everything. Nobody else writes meanwhile.
/// </summary>
public interface IStoreTransfer
{
    /// <summary>
    /// Every record of a compartment that the store still holds, each once, in no order that means anything.
    /// Never more than a few pages of them are in memory.
    /// </summary>
    /// <exception cref="OutsideUnavailable">It did not answer: what was read so far is not all.</exception>
    IAsyncEnumerable<StoredRecord> Read(Compartment compartment, CancellationToken stop);

    /// <summary>
    /// Writes records as they are, versions included; one that is there is replaced. Durable when it returns.
    /// A part of them may be written when it throws: a repeat finishes.
    /// </summary>
    /// <param name="compartment">Whose.</param>
    /// <param name="records">At most <see cref="Limits.CommitChanges"/>, no two of the same place.</param>
    /// <param name="stop">Gives up.</param>
    Task Write(Compartment compartment, IReadOnlyList<StoredRecord> records, CancellationToken stop);
}
