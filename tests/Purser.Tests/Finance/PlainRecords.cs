using Purser.Outside.Records;

namespace Purser.Tests.Finance;

/// <summary>Records in memory that answer at once; a commit can be made to lose a race.</summary>
internal sealed class PlainRecords(Compartment compartment) : IRecords
{
    private readonly SortedDictionary<(string, string), StoredRecord> _records = new(
        Comparer<(string, string)>.Create((one, other) =>
            string.CompareOrdinal(one.Item1, other.Item1) is var first && first != 0
                ? first
                : string.CompareOrdinal(one.Item2, other.Item2)));

    /// <summary>Runs once before the next commit: what somebody else was faster with.</summary>
    public Func<Task>? Before { get; set; }

    public int Commits { get; private set; }

    public Compartment Compartment => compartment;

    public Task<StoredRecord?> Get(RecordKey key, CancellationToken stop) =>
        Task.FromResult(_records.GetValueOrDefault((key.Partition, key.Sort)));

    public Task<IReadOnlyList<StoredRecord?>> GetMany(IReadOnlyList<RecordKey> keys, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<StoredRecord?>>(
            [.. keys.Select(key => _records.GetValueOrDefault((key.Partition, key.Sort)))]);

    public Task<RecordPage> Range(RangeQuery query, CancellationToken stop) => Page(
        query, [.. _records.Values.Where(record => record.Key.Partition == query.Partition).Select(record => (record.Key.Sort, record))]);

    public Task<RecordPage> RangeIndex(RangeQuery query, CancellationToken stop) => Page(
        query,
        [
            .. _records.Values.Where(record => record.Index?.Partition == query.Partition)
                .Select(record => (record.Index!.Value.Sort, record)).OrderBy(pair => pair.Sort, StringComparer.Ordinal),
        ]);

    public async Task<IReadOnlyList<RecordKey>?> Commit(IReadOnlyList<RecordChange> changes, CancellationToken stop)
    {
        if (Before is { } before)
        {
            Before = null;
            await before();
        }

        var failed = changes.Where(change =>
            (_records.GetValueOrDefault((change.Key.Partition, change.Key.Sort))?.Version ?? 0) != change.Expected).ToList();
        if (failed.Count > 0) return [.. failed.Select(change => change.Key)];
        Assert.Equal(changes.Count, changes.Select(change => change.Key).Distinct().Count());
        Commits++;
        foreach (var change in changes)
        {
            var place = (change.Key.Partition, change.Key.Sort);
            if (change.Kind == ChangeKind.Delete) _records.Remove(place);
            if (change.Kind == ChangeKind.Put)
                _records[place] = new StoredRecord(change.Key, change.Expected + 1, change.Body, change.Index, change.Expires);
        }

        return null;
    }

    private static Task<RecordPage> Page(RangeQuery query, IReadOnlyList<(string Sort, StoredRecord Record)> all)
    {
        var wanted = all.Where(pair => string.CompareOrdinal(pair.Sort, query.Cursor ?? query.From) >= 0
            && (query.To is null || string.CompareOrdinal(pair.Sort, query.To) < 0)).ToList();
        var most = Math.Min(query.Most, 2);
        var next = wanted.Count > most ? wanted[most].Sort : null;
        return Task.FromResult(new RecordPage([.. wanted.Take(most).Select(pair => pair.Record)], next));
    }
}
