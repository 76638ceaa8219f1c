using Purser.Outside.Records;

namespace Purser.Embedded.Sqlite;

/// <summary>
/// One compartment of a <see cref="SqliteStore"/>. Reads are done before they return: SQLite has no waiting
/// to give away.
/// </summary>
internal sealed class SqliteRecords(SqliteStore store, Compartment compartment) : IRecords
{
    public Compartment Compartment => compartment;

    public Task<StoredRecord?> Get(RecordKey key, CancellationToken stop) => Task.FromResult(
        store.Read(
            key.Partition, (compartment, key), static (reader, of) => reader.Get(of.compartment, of.key)));

    public Task<IReadOnlyList<StoredRecord?>> GetMany(IReadOnlyList<RecordKey> keys, CancellationToken stop)
    {
        Require.That(keys.Count <= Limits.GetMany);
        return Task.FromResult<IReadOnlyList<StoredRecord?>>(store.Read(
            "many", (compartment, keys), static (reader, of) => reader.GetMany(of.compartment, of.keys)));
    }

    public Task<RecordPage> Range(RangeQuery query, CancellationToken stop)
    {
        Require.That(query.Most is > 0 and <= Limits.Page);
        return Task.FromResult(store.Read(
            query.Partition, (compartment, query),
            static (reader, of) => reader.Range(of.compartment, of.query)));
    }

    public Task<RecordPage> RangeIndex(RangeQuery query, CancellationToken stop)
    {
        Require.That(query.Most is > 0 and <= Limits.Page);
        return Task.FromResult(store.Read(
            query.Partition, (compartment, query),
            static (reader, of) => reader.RangeIndex(of.compartment, of.query)));
    }

    public Task<IReadOnlyList<RecordKey>?> Commit(
        IReadOnlyList<RecordChange> changes, CancellationToken stop) =>
        store.Writer.Commit(compartment, changes, stop);
}
