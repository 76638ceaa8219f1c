using System.Globalization;
using System.Text;
using NodaTime;
using Purser.Outside.Moving;
using Purser.Outside.Records;

namespace Purser.Contracts.Ports;

/// <summary>What every way to read and write all records of a store keeps.</summary>
/// <param name="fixture">The store.</param>
/// <param name="transfer">All of it; asked for once the store has begun.</param>
public abstract class StoreTransferContract(RecordsFixture fixture, Func<IStoreTransfer> transfer) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IRecords Crew => fixture.Store.Open(Compartment.Crew);

    public async ValueTask InitializeAsync() => await fixture.Start();

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_empty_store_gives_nothing() =>
        Assert.Empty(await transfer().Read(Compartment.Office, Stop).ToListAsync(Stop));

    [Fact]
    public async Task Every_record_comes_once_and_only_those_of_its_compartment()
    {
        var keys = Enumerable.Range(0, 230).Select(Key).ToList();
        foreach (var some in keys.Chunk(100))
            Assert.Null(await Crew.Commit([.. some.Select(key => RecordChange.Put(key, 0, Bytes(key.Sort)))], Stop));
        var office = fixture.Store.Open(Compartment.Office);
        Assert.Null(await office.Commit([RecordChange.Put(new("booking#a", "fact"), 0, Bytes("x"))], Stop));
        var found = await transfer().Read(Compartment.Crew, Stop).ToListAsync(Stop);
        Assert.Equal(keys.Order(KeyOrder), found.Select(record => record.Key).Order(KeyOrder));
        Assert.All(found, record => Assert.Equal(record.Key.Sort, Encoding.UTF8.GetString(record.Body.Span)));
        Assert.Single(await transfer().Read(Compartment.Office, Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task What_is_written_is_read_back_as_it_was_with_its_version_and_goes_on_from_there()
    {
        var expires = Instant.FromUtc(2099, 1, 1, 0, 0);
        StoredRecord listed = new(Key(1), 7, Bytes("{\"a\":1}"), new IndexKey("events", "2027"), expires);
        StoredRecord bare = new(new RecordKey("roster", "member#ines"), 3, new byte[] { 0xff, 0 });
        await transfer().Write(Compartment.Crew, [listed, bare], Stop);
        await fixture.Reopen();
        var found = (await transfer().Read(Compartment.Crew, Stop).ToListAsync(Stop))
            .ToDictionary(record => record.Key);
        Assert.Equal((7L, listed.Index, (Instant?)expires), About(found[listed.Key]));
        Assert.Equal((3L, (IndexKey?)null, (Instant?)null), About(found[bare.Key]));
        Assert.Equal(bare.Body.ToArray(), found[bare.Key].Body.ToArray());
        Assert.Equal([bare.Key], await Crew.Commit([RecordChange.Put(bare.Key, 2, Bytes("late"))], Stop));
        Assert.Null(await Crew.Commit([RecordChange.Put(bare.Key, 3, Bytes("next"))], Stop));
        Assert.Equal(4, (await Crew.Get(bare.Key, Stop))!.Version);
        await fixture.Settle();
        Assert.Equal(listed.Key, Assert.Single(await Indexed("events")).Key);
    }

    [Fact]
    public async Task Writing_again_replaces_and_doubles_nothing()
    {
        var records = Enumerable.Range(0, 60).Select(i => new StoredRecord(Key(i), i + 1, Bytes("{}"))).ToList();
        await transfer().Write(Compartment.Crew, records, Stop);
        await transfer().Write(Compartment.Crew, records, Stop);
        await transfer().Write(Compartment.Crew, [records[0] with { Body = Bytes("[]") }], Stop);
        var found = await transfer().Read(Compartment.Crew, Stop).ToListAsync(Stop);
        Assert.Equal(60, found.Count);
        Assert.Equal("[]", Encoding.UTF8.GetString(found.Single(one => one.Key == Key(0)).Body.Span));
    }

    [Fact]
    public async Task Whoever_stops_reading_early_leaves_nothing_behind()
    {
        var records = Enumerable.Range(0, 50).Select(i => new StoredRecord(Key(i), 1, Bytes("{}"))).ToList();
        await transfer().Write(Compartment.Crew, records, Stop);
        Assert.True(await transfer().Read(Compartment.Crew, Stop).AnyAsync(Stop));
        Assert.Equal(50, await transfer().Read(Compartment.Crew, Stop).CountAsync(Stop));
    }

    private async Task<List<StoredRecord>> Indexed(string partition)
    {
        var all = new List<StoredRecord>();
        string? cursor = null;
        do
        {
            var page = await Crew.RangeIndex(new RangeQuery(partition, Cursor: cursor), Stop);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>Partitions of both of the tables that the crew's records lie in.</summary>
    private static RecordKey Key(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"{(number % 2 == 0 ? "event" : "person")}#{number % 7}"),
        string.Create(CultureInfo.InvariantCulture, $"row#{number:d4}"));

    private static Comparer<RecordKey> KeyOrder { get; } = Comparer<RecordKey>.Create((one, other) =>
        string.CompareOrdinal(one.ToString(), other.ToString()));

    private static (long Version, IndexKey? Index, Instant? Expires) About(StoredRecord record) =>
        (record.Version, record.Index, record.Expires);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
