using Purser.Outside.Records;

namespace Purser.Reception;

/// <summary>
/// The office's records, of which some were read at once because one decision asks for them one after
/// another: each question costs a way to the store. For one attempt: what has changed meanwhile, the commit's
/// versions find out.
/// </summary>
internal sealed class ReadAhead : IRecords
{
    /// <summary>Addresses for a charter that are looked at together.</summary>
    public const int Slugs = 8;

    private readonly IRecords _records;
    private readonly IReadOnlyDictionary<RecordKey, StoredRecord?> _read;

    private ReadAhead(IRecords records, IReadOnlyDictionary<RecordKey, StoredRecord?> read) =>
        (_records, _read) = (records, read);

    public Compartment Compartment => _records.Compartment;

    /// <summary>Reads them.</summary>
    public static async Task<ReadAhead> Of(IRecords records, IEnumerable<RecordKey> keys, CancellationToken stop)
    {
        RecordKey[] wanted = [.. keys.Distinct()];
        var read = await records.GetMany(wanted, stop);
        return new ReadAhead(records, wanted.Zip(read).ToDictionary(row => row.First, row => row.Second));
    }

    public Task<StoredRecord?> Get(RecordKey key, CancellationToken stop) =>
        _read.TryGetValue(key, out var read) ? Task.FromResult(read) : _records.Get(key, stop);

    public async Task<IReadOnlyList<StoredRecord?>> GetMany(
        IReadOnlyList<RecordKey> keys, CancellationToken stop)
    {
        RecordKey[] others = [.. keys.Where(key => !_read.ContainsKey(key))];
        if (others.Length == keys.Count) return await _records.GetMany(keys, stop);
        var late = others.Length == 0
            ? new Dictionary<RecordKey, StoredRecord?>()
            : others.Zip(await _records.GetMany(others, stop)).ToDictionary(row => row.First, row => row.Second);
        return [.. keys.Select(key => _read.TryGetValue(key, out var read) ? read : late[key])];
    }

    public Task<RecordPage> Range(RangeQuery query, CancellationToken stop) => _records.Range(query, stop);

    public Task<RecordPage> RangeIndex(RangeQuery query, CancellationToken stop) =>
        _records.RangeIndex(query, stop);

    public Task<IReadOnlyList<RecordKey>?> Commit(IReadOnlyList<RecordChange> changes, CancellationToken stop) =>
        _records.Commit(changes, stop);
}
