using NodaTime;
using Purser.Outside.Records;

namespace Purser.Contracts.Memory;

/// <summary>One compartment of a <see cref="MemoryStore"/>.</summary>
public sealed class MemoryRecords : IRecords
{
    private readonly SplitMix _random;
    private readonly Faults _faults;
    private readonly IClock? _clock;
    private readonly int _indexLag;
    private readonly bool _splitPages;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedDictionary<string, StoredRecord>> _partitions = [];
    private readonly SortedDictionary<RecordKey, StoredRecord> _index = new(KeyOrder.Instance);
    private readonly Queue<IReadOnlyList<RecordChange>> _unindexed = [];

    internal MemoryRecords(
        Compartment compartment, SplitMix random, Faults faults, IClock? clock, int indexLag, bool splitPages)
    {
        Compartment = compartment;
        (_random, _faults, _clock, _indexLag, _splitPages) = (random, faults, clock, indexLag, splitPages);
    }

    /// <inheritdoc />
    public Compartment Compartment { get; }

    /// <summary>
    /// Every record, in the order of its keys: for a test's invariants, not for the program.
    /// </summary>
    public IReadOnlyList<StoredRecord> All
    {
        get
        {
            lock (_lock)
            {
                var partitions = _partitions.OrderBy(partition => partition.Key, StringComparer.Ordinal);
                return [.. partitions.SelectMany(partition => partition.Value.Values)];
            }
        }
    }

    /// <summary>Commits that took effect so far.</summary>
    public int Commits { get; private set; }

    /// <inheritdoc />
    public Task<StoredRecord?> Get(RecordKey key, CancellationToken stop) =>
        _faults.Call($"get {Compartment} {key}", () => Read(key), stop);

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredRecord?>> GetMany(IReadOnlyList<RecordKey> keys, CancellationToken stop)
    {
        Require.That(keys.Count <= Limits.GetMany);
        return _faults.Call<IReadOnlyList<StoredRecord?>>(
            $"get {Compartment} {keys.Count} records", () => [.. keys.Select(Read)], stop);
    }

    /// <inheritdoc />
    public Task<RecordPage> Range(RangeQuery query, CancellationToken stop) => _faults.Call(
        $"range {Compartment} {query.Partition}",
        () =>
        {
            lock (_lock)
            {
                List<StoredRecord> all = _partitions.GetValueOrDefault(query.Partition)?.Values.ToList() ?? [];
                var found = all.Where(record => !IsOver(record));
                return Page(query, found.Select(record => new Placed(record.Key.Sort, record)));
            }
        },
        stop);

    /// <inheritdoc />
    public Task<RecordPage> RangeIndex(RangeQuery query, CancellationToken stop) => _faults.Call(
        $"range {Compartment} index {query.Partition}",
        () =>
        {
            lock (_lock)
            {
                var found = _index.Values
                    .Where(record => record.Index!.Value.Partition == query.Partition && !IsOver(record))
                    .Select(record => new Placed(record.Index!.Value.Sort, record))
                    .OrderBy(placed => placed, PlacedOrder.Instance);
                var page = Page(query, found);
                if (_unindexed.TryDequeue(out var changes)) Index(changes);
                return page;
            }
        },
        stop);

    /// <inheritdoc />
    public Task<IReadOnlyList<RecordKey>?> Commit(IReadOnlyList<RecordChange> changes, CancellationToken stop)
    {
        CommitRules.Require(changes);
        var first = changes.Count > 0 ? changes[0].Key.ToString() : "nothing";
        return _faults.Call<IReadOnlyList<RecordKey>?>(
            $"commit {Compartment} {first}", () => Apply(changes), stop);
    }

    /// <summary>Puts records there as they are, in the index too.</summary>
    internal void Restore(IReadOnlyList<StoredRecord> records)
    {
        lock (_lock)
        {
            foreach (var record in records)
            {
                Set(record);
                if (record.Index is null) _index.Remove(record.Key);
                else _index[record.Key] = record;
            }
        }
    }

    /// <summary>Lets the index catch up wholly.</summary>
    public void CatchUp()
    {
        lock (_lock)
        {
            while (_unindexed.TryDequeue(out var changes)) Index(changes);
        }
    }

    private StoredRecord? Read(RecordKey key)
    {
        lock (_lock) return Find(key) is { } record && !IsOver(record) ? record : null;
    }

    private List<RecordKey>? Apply(IReadOnlyList<RecordChange> changes)
    {
        lock (_lock)
        {
            var failed = changes.Where(change => VersionOf(change.Key) != change.Expected).ToList();
            if (failed.Count > 0) return failed.ConvertAll(change => change.Key);
            foreach (var change in changes)
            {
                if (change.Kind == ChangeKind.Delete) Remove(change.Key);
                if (change.Kind == ChangeKind.Put) Set(Stored(change));
            }

            Commits++;
            _unindexed.Enqueue(changes);
            var lag = _random.UpTo(_indexLag);
            while (_unindexed.Count > lag) Index(_unindexed.Dequeue());
            return null;
        }
    }

    private long VersionOf(RecordKey key)
    {
        if (Find(key) is not { } record) return 0;
        if (!IsOver(record)) return record.Version;
        Remove(key);
        _index.Remove(key);
        return 0;
    }

    private StoredRecord? Find(RecordKey key) =>
        _partitions.GetValueOrDefault(key.Partition)?.GetValueOrDefault(key.Sort);

    private void Set(StoredRecord record)
    {
        if (!_partitions.TryGetValue(record.Key.Partition, out var partition))
            _partitions[record.Key.Partition] = partition = new(StringComparer.Ordinal);
        partition[record.Key.Sort] = record;
    }

    private void Remove(RecordKey key) => _partitions.GetValueOrDefault(key.Partition)?.Remove(key.Sort);

    private bool IsOver(StoredRecord record) =>
        _clock is not null && record.Expires <= _clock.GetCurrentInstant();

    private void Index(IReadOnlyList<RecordChange> changes)
    {
        foreach (var change in changes.Where(change => change.Kind != ChangeKind.Check))
        {
            if (change.Kind == ChangeKind.Put && change.Index is not null)
                _index[change.Key] = Stored(change);
            else _index.Remove(change.Key);
        }
    }

    private static StoredRecord Stored(RecordChange change) =>
        new(change.Key, change.Expected + 1, change.Body.ToArray(), change.Index, change.Expires);

    private RecordPage Page(RangeQuery query, IEnumerable<Placed> inOrder)
    {
        Require.That(query.Most > 0);
        var after = Cursors.Open(query.Cursor);
        var found = inOrder.Where(placed => string.CompareOrdinal(placed.Sort, query.From) >= 0
            && (query.To is null || string.CompareOrdinal(placed.Sort, query.To) < 0));
        if (query.Descending) found = found.Reverse();
        if (after is { } place)
        {
            var sign = query.Descending ? -1 : 1;
            found = found.Where(
                placed =>
                    PlacedOrder.Compare(placed.Sort, placed.Record.Key, place.Sort, place.Key) * sign > 0);
        }

        var rest = found.ToList();
        var most = Math.Min(query.Most, rest.Count);
        var size = _splitPages && rest.Count > 0 ? _random.UpTo(most) : most;
        var items = rest.Take(size).ToList();
        if (size == rest.Count) return new RecordPage([.. items.Select(placed => placed.Record)], null);
        var next = size > 0
            ? Cursors.After(items[^1].Sort, items[^1].Record.Key)
            : query.Cursor ?? Cursors.Start;
        return new RecordPage([.. items.Select(placed => placed.Record)], next);
    }
}
