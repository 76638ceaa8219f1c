using System.Collections.Concurrent;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Provisioning.Rehearsal;

/// <summary>
/// The records of one compartment as a rehearsal sees them: what stands, and over it what the rehearsal has
/// written, which is kept in memory and never reaches the store.
/// </summary>
/// <param name="real">Only ever read.</param>
public sealed class RehearsedRecords(IRecords real) : IRecords
{
    private const char Between = '\n';
    private readonly Dictionary<RecordKey, StoredRecord?> _written = [];
    /// <inheritdoc />
    public Compartment Compartment => real.Compartment;

    /// <inheritdoc />
    public async Task<StoredRecord?> Get(RecordKey key, CancellationToken stop) =>
        Own(key, await real.Get(key, stop));

    /// <inheritdoc />
    public async Task<IReadOnlyList<StoredRecord?>> GetMany(
        IReadOnlyList<RecordKey> keys, CancellationToken stop) =>
        [.. keys.Zip(await real.GetMany(keys, stop), Own)];

    /// <inheritdoc />
    public async Task<RecordPage> Range(RangeQuery query, CancellationToken stop)
    {
        var whole = await All(page => real.Range(query with { Cursor = page }, stop));
        var rows = Over(whole, row => row.Key.Partition == query.Partition);
        return Page(query, rows.Select(row => (row.Key.Sort, row)));
    }

    /// <inheritdoc />
    public async Task<RecordPage> RangeIndex(RangeQuery query, CancellationToken stop)
    {
        var whole = await All(page => real.RangeIndex(query with { Cursor = page }, stop));
        var rows = Over(whole, row => row.Index?.Partition == query.Partition);
        return Page(query, rows.Select(row => (row.Index!.Value.Sort, row)));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RecordKey>?> Commit(
        IReadOnlyList<RecordChange> changes, CancellationToken stop)
    {
        CommitRules.Require(changes);
        var there = new List<StoredRecord?>();
        foreach (var change in changes) there.Add(await real.Get(change.Key, stop));
        lock (_written)
        {
            var failed = changes.Zip(there)
                .Where(pair => (Own(pair.First.Key, pair.Second)?.Version ?? 0) != pair.First.Expected)
                .Select(pair => pair.First.Key).ToList();
            if (failed.Count > 0) return failed;
            foreach (var change in changes) Apply(change);
            return null;
        }
    }

    private void Apply(RecordChange change)
    {
        if (change.Kind == ChangeKind.Delete) _written[change.Key] = null;
        if (change.Kind != ChangeKind.Put) return;
        _written[change.Key] = new StoredRecord(
            change.Key, change.Expected + 1, change.Body.ToArray(), change.Index, change.Expires);
    }

    private StoredRecord? Own(RecordKey key, StoredRecord? there)
    {
        lock (_written) return _written.TryGetValue(key, out var own) ? own : there;
    }

    private List<StoredRecord> Over(IEnumerable<StoredRecord> whole, Func<StoredRecord, bool> belongs)
    {
        lock (_written)
        {
            var own = _written.Values.OfType<StoredRecord>().Where(belongs);
            return [.. whole.Where(row => !_written.ContainsKey(row.Key)), .. own];
        }
    }

    private static async Task<List<StoredRecord>> All(Func<string?, Task<RecordPage>> read)
    {
        var all = new List<StoredRecord>();
        string? cursor = null;
        do
        {
            var page = await read(cursor);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    private static RecordPage Page(RangeQuery query, IEnumerable<(string Sort, StoredRecord Row)> found)
    {
        var rows = found
            .Where(one => string.CompareOrdinal(one.Sort, query.From) >= 0
                && (query.To is null || string.CompareOrdinal(one.Sort, query.To) < 0))
            .Select(one => (Place: $"{one.Sort}{Between}{one.Row.Key.Partition}{Between}{one.Row.Key.Sort}",
                one.Row));
        var sign = query.Descending ? -1 : 1;
        if (query.Cursor is { } cursor)
        {
            if (cursor.Split(Between).Length != 3) throw new CursorUnknown();
            rows = rows.Where(one => string.CompareOrdinal(one.Place, cursor) * sign > 0);
        }

        var ordered = query.Descending
            ? rows.OrderByDescending(one => one.Place, StringComparer.Ordinal).ToList()
            : [.. rows.OrderBy(one => one.Place, StringComparer.Ordinal)];
        var items = ordered.Take(query.Most).ToList();
        return new RecordPage(
            [.. items.Select(one => one.Row)], ordered.Count > items.Count ? items[^1].Place : null);
    }
}

/// <summary>All compartments of a rehearsal.</summary>
/// <param name="real">Only ever read.</param>
public sealed class RehearsedStore(IStore real) : IStore
{
    // Rooms are opened side by side, and two copies of one compartment would not see each other's writes.
    private readonly ConcurrentDictionary<Compartment, RehearsedRecords> _open = [];

    /// <inheritdoc />
    public IRecords Open(Compartment compartment) =>
        _open.GetOrAdd(compartment, one => new RehearsedRecords(real.Open(one)));
}
