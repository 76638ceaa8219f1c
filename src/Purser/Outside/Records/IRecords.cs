namespace Purser.Outside.Records;

/// <summary>
/// The records of one compartment. Reads by key and by partition see every finished commit; reads by index
/// may be late. A commit is atomic and durable when it returns. Throws <see cref="OutsideUnavailable"/> when
/// the store cannot answer: then a commit may or may not have happened, and the caller reads before it tries
/// again.
/// </summary>
public interface IRecords
{
    /// <summary>The compartment this is.</summary>
    Compartment Compartment { get; }

    /// <summary>The record, or null.</summary>
    Task<StoredRecord?> Get(RecordKey key, CancellationToken stop);

    /// <summary>
    /// The records found, in the order of <paramref name="keys"/>, null where there is none.
    /// </summary>
    Task<IReadOnlyList<StoredRecord?>> GetMany(IReadOnlyList<RecordKey> keys, CancellationToken stop);

    /// <summary>
    /// Records of one partition with <c>from &lt;= sort &lt; to</c>. A page shows everything of a commit or
    /// nothing, as far as its range goes; two pages, or two reads, may stand on both sides of one.
    /// </summary>
    Task<RecordPage> Range(RangeQuery query, CancellationToken stop);

    /// <summary>The same over the index. May miss or repeat what changed a moment ago.</summary>
    Task<RecordPage> RangeIndex(RangeQuery query, CancellationToken stop);

    /// <summary>All changes or none; none if any expectation fails.</summary>
    /// <returns>Null when done; else the keys whose expectation failed (at least one).</returns>
    Task<IReadOnlyList<RecordKey>?> Commit(IReadOnlyList<RecordChange> changes, CancellationToken stop);
}

/// <summary>A range of one partition.</summary>
/// <param name="Partition">The partition, of the records or of the index.</param>
/// <param name="From">Inclusive; empty = from the first.</param>
/// <param name="To">Exclusive; null = to the last.</param>
/// <param name="Most">At most this many in a page.</param>
/// <param name="Cursor">What the last page gave as <see cref="RecordPage.Next"/>.</param>
/// <param name="Descending">Last first.</param>
public sealed record RangeQuery(
    string Partition, string From = "", string? To = null, int Most = 100, string? Cursor = null, bool Descending = false);

/// <summary>Opens the records of each compartment.</summary>
public interface IStore
{
    /// <summary>The records of one compartment.</summary>
    IRecords Open(Compartment compartment);
}
