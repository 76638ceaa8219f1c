using Purser.Bookings;
using Purser.Outside.Records;

namespace Purser.Aws.Dynamo;

/// <summary>
/// Remembers a compartment's epoch for a minute, as nearly every commit reads it and only an import sets it.
/// One that is out of date gives a lower number to what is made in that minute, and never one that falls.
/// </summary>
internal sealed class EpochMemory(IRecords records, TimeProvider time) : IRecords
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private (StoredRecord? Record, long At)? _known;
    private int _sets;

    public Compartment Compartment => records.Compartment;

    public async Task<StoredRecord?> Get(RecordKey key, CancellationToken stop)
    {
        if (key != OfficeRows.Epoch) return await records.Get(key, stop);
        if (Known is { } known) return known.Record;
        var asked = Asked;
        return Learned(await records.Get(key, stop), asked);
    }

    public async Task<IReadOnlyList<StoredRecord?>> GetMany(
        IReadOnlyList<RecordKey> keys, CancellationToken stop)
    {
        if (!keys.Contains(OfficeRows.Epoch)) return await records.GetMany(keys, stop);
        if (Known is { } known)
        {
            List<RecordKey> others = [.. keys.Where(key => key != OfficeRows.Epoch)];
            var read = new Queue<StoredRecord?>(await records.GetMany(others, stop));
            return [.. keys.Select(key => key == OfficeRows.Epoch ? known.Record : read.Dequeue())];
        }

        var asked = Asked;
        var all = await records.GetMany(keys, stop);
        Learned(all[keys.Index().First(key => key.Item == OfficeRows.Epoch).Index], asked);
        return all;
    }

    public Task<RecordPage> Range(RangeQuery query, CancellationToken stop) => records.Range(query, stop);

    public Task<RecordPage> RangeIndex(RangeQuery query, CancellationToken stop) =>
        records.RangeIndex(query, stop);

    public async Task<IReadOnlyList<RecordKey>?> Commit(
        IReadOnlyList<RecordChange> changes, CancellationToken stop)
    {
        try
        {
            return await records.Commit(changes, stop);
        }
        finally
        {
            if (changes.Any(change => change.Key == OfficeRows.Epoch)) Forget();
        }
    }

    private (StoredRecord? Record, long At)? Known
    {
        get
        {
            lock (_lock)
                return _known is { } known && time.GetElapsedTime(known.At) < Remembered ? known : null;
        }
    }

    private (long At, int Sets) Asked
    {
        get
        {
            lock (_lock) return (time.GetTimestamp(), _sets);
        }
    }

    private StoredRecord? Learned(StoredRecord? record, (long At, int Sets) asked)
    {
        lock (_lock)
        {
            // What was read while another set it may be what was there before.
            if (asked.Sets == _sets) _known = (record, asked.At);
        }

        return record;
    }

    private void Forget()
    {
        lock (_lock) (_known, _sets) = (null, _sets + 1);
    }
}
