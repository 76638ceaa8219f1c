using Microsoft.Extensions.Time.Testing;
using Purser.Aws.Dynamo;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Outside.Records;

namespace Purser.Contracts.Aws;

public sealed class EpochMemoryTests
{
    private static readonly RecordKey Other = new("booking#a", "booking");
    private readonly CountedRecords _counted = new(new MemoryStore().Open(Compartment.Office));
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_epoch_is_read_once_a_minute_and_after_it_was_set()
    {
        var records = new EpochMemory(_counted, _time);
        Assert.Null(await records.Get(OfficeRows.Epoch, Stop));
        Assert.Null(await records.Get(OfficeRows.Epoch, Stop));
        Assert.Equal(1, _counted.Reads);
        Assert.Null(await records.Commit([RecordChange.Put(OfficeRows.Epoch, 0, "{}"u8.ToArray())], Stop));
        Assert.Equal(1, (await records.Get(OfficeRows.Epoch, Stop))!.Version);
        Assert.Equal(2, _counted.Reads);
        // Set by another process: seen within the minute.
        Assert.Null(await _counted.Commit([RecordChange.Put(OfficeRows.Epoch, 1, "{}"u8.ToArray())], Stop));
        Assert.Equal(1, (await records.Get(OfficeRows.Epoch, Stop))!.Version);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await records.Get(OfficeRows.Epoch, Stop))!.Version);
    }

    [Fact]
    public async Task Beside_others_it_is_left_out_of_what_is_read_and_stands_in_its_place()
    {
        var records = new EpochMemory(_counted, _time);
        Assert.Null(await records.Commit([RecordChange.Put(OfficeRows.Epoch, 0, "{}"u8.ToArray())], Stop));
        Assert.Null(await records.Commit([RecordChange.Put(Other, 0, "{}"u8.ToArray())], Stop));
        RecordKey[] keys = [OfficeRows.Epoch, Other, OfficeRows.Epoch];
        for (var turn = 0; turn < 2; turn++)
            Assert.Equal(keys, (await records.GetMany(keys, Stop)).Select(record => record!.Key));
        Assert.Equal([3, 1], _counted.Asked);
    }

    /// <summary>Counts what is read.</summary>
    private sealed class CountedRecords(IRecords records) : IRecords
    {
        private readonly List<int> _asked = [];

        public int Reads { get; private set; }

        public IReadOnlyList<int> Asked => _asked;

        public Compartment Compartment => records.Compartment;

        public Task<StoredRecord?> Get(RecordKey key, CancellationToken stop)
        {
            Reads++;
            return records.Get(key, stop);
        }

        public Task<IReadOnlyList<StoredRecord?>> GetMany(IReadOnlyList<RecordKey> keys, CancellationToken stop)
        {
            _asked.Add(keys.Count);
            return records.GetMany(keys, stop);
        }

        public Task<RecordPage> Range(RangeQuery query, CancellationToken stop) => records.Range(query, stop);

        public Task<RecordPage> RangeIndex(RangeQuery query, CancellationToken stop) => records.RangeIndex(query, stop);

        public Task<IReadOnlyList<RecordKey>?> Commit(IReadOnlyList<RecordChange> changes, CancellationToken stop) =>
            records.Commit(changes, stop);
    }
}
