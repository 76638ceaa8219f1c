using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Purser.Aws.Dynamo;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Aws;

/// <summary>What only this store promises.</summary>
public sealed class DynamoTests : IAsyncLifetime
{
    private static readonly RecordKey Event = new("event#1", "event");
    private static readonly RecordKey Assignment = new("event#1", "assignment#captain#ann");
    private static readonly RecordKey Member = new("roster", "member#ann");
    private readonly DynamoFixture _fixture = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IRecords Crew => _fixture.Store.Open(Compartment.Crew);

    private IRecords Office => _fixture.Store.Open(Compartment.Office);

    public async ValueTask InitializeAsync() => await _fixture.Start();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_commit_of_the_crew_spans_its_two_tables()
    {
        Assert.Null(await Crew.Commit([Put(Event), Put(Assignment), Put(Member)], Stop));
        Assert.Equal([Member], await Crew.Commit([Put(Event, 1), Put(Member, 7)], Stop));
        var found = await Crew.GetMany([Member, Event, Assignment], Stop);
        Assert.Equal([1L, 1L, 1L], found.Select(record => record!.Version));
        Assert.Equal(2, await Count(_fixture.Tables.CrewEvents));
        Assert.Equal(1, await Count(_fixture.Tables.CrewPeople));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_index_of_the_crew_is_merged_from_its_two_tables(bool descending)
    {
        var changes = Enumerable.Range(0, 40).Select(i => Put(
            new RecordKey(i % 3 == 0 ? $"event#{i}" : $"person#{i}", "x"),
            index: new IndexKey("due", Two(i < 30 ? i / 4 : 9)))).ToList();
        Assert.Null(await Crew.Commit(changes, Stop));
        foreach (var most in (int[])[1, 3, 39, 40, 100])
        {
            var found = await All(Crew, new RangeQuery("due", "01", "09", most, Descending: descending));
            var sorts = found.Select(record => record.Index!.Value.Sort).ToList();
            Assert.Equal(26, found.Select(record => record.Key).Distinct().Count());
            Assert.Equal(26, found.Count);
            Assert.Equal(descending ? sorts.OrderDescending() : sorts.Order(), sorts);
        }
    }

    [Fact]
    public async Task A_page_says_more_only_if_there_is_more()
    {
        Assert.Null(await Office.Commit([.. Enumerable.Range(0, 10).Select(i => Put(new RecordKey("p", Two(i))))], Stop));
        foreach (var descending in (bool[])[false, true])
        {
            Assert.Null((await Office.Range(new RangeQuery("p", Most: 10, Descending: descending), Stop)).Next);
            Assert.Null((await Office.Range(new RangeQuery("p", "03", "06", 3, null, descending), Stop)).Next);
            Assert.NotNull((await Office.Range(new RangeQuery("p", "03", "07", 3, null, descending), Stop)).Next);
        }
    }

    [Fact]
    public async Task A_page_is_full_also_when_it_is_larger_than_one_of_DynamoDBs()
    {
        var body = new byte[Limits.RecordBytes];
        for (var i = 0; i < 10; i++)
            Assert.Null(await Office.Commit([RecordChange.Put(new RecordKey("p", Two(i)), 0, body)], Stop));
        var page = await Office.Range(new RangeQuery("p", Most: 9), Stop);
        Assert.Equal(9, page.Items.Count);
        Assert.Single((await Office.Range(new RangeQuery("p", Most: 9, Cursor: page.Next), Stop)).Items);
    }

    [Fact]
    public async Task A_cursor_goes_on_where_its_record_is_gone()
    {
        Assert.Null(await Office.Commit([.. Enumerable.Range(0, 4).Select(i => Put(new RecordKey("p", Two(i))))], Stop));
        var page = await Office.Range(new RangeQuery("p", Most: 2), Stop);
        Assert.Null(await Office.Commit([RecordChange.Delete(page.Items[1].Key, 1)], Stop));
        var next = await Office.Range(new RangeQuery("p", Most: 2, Cursor: page.Next), Stop);
        Assert.Equal(["02", "03"], next.Items.Select(record => record.Key.Sort));
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_unknown()
    {
        var changes = Enumerable.Range(0, 4).Select(i => Put(new RecordKey("p", Two(i)), index: new IndexKey("p", Two(i))));
        Assert.Null(await Office.Commit([.. changes], Stop));
        var cursor = (await Office.Range(new RangeQuery("p", Most: 2), Stop)).Next;
        foreach (var query in (RangeQuery[])
            [
                new("p", Cursor: "???"), new("p", Cursor: ""), new("p", Cursor: "bm8"), new("p", Cursor: "W10"),
                new("q", Cursor: cursor), new("p", Descending: true, Cursor: cursor), new("p", "02", Cursor: cursor),
                new("p", To: "01", Cursor: cursor),
            ])
            await Assert.ThrowsAsync<CursorUnknown>(() => Office.Range(query, Stop));
        await Assert.ThrowsAsync<CursorUnknown>(() => Office.RangeIndex(new RangeQuery("p", Cursor: cursor), Stop));
        await Assert.ThrowsAsync<CursorUnknown>(() => Crew.Range(new RangeQuery("p", Cursor: cursor), Stop));
    }

    [Fact]
    public async Task A_range_that_ends_before_it_begins_is_empty()
    {
        Assert.Null(await Office.Commit([Put(new RecordKey("p", "05"))], Stop));
        foreach (var (from, to) in ((string, string)[])[("09", "01"), ("05", "05"), ("", "")])
            Assert.Equivalent(new RecordPage([], null), await Office.Range(new RangeQuery("p", from, to), Stop));
    }

    [Fact]
    public async Task An_item_lies_as_it_is_written_down()
    {
        var expires = NodaTime.Instant.FromUnixTimeSeconds(4_000_000_000);
        Assert.Null(await Office.Commit(
            [RecordChange.Put(new RecordKey("p", "1"), 0, new byte[] { 7 }, new IndexKey("due", "x"), expires)], Stop));
        Assert.Null(await Office.Commit([Put(new RecordKey("p", "2"))], Stop));
        var items = (await _fixture.Dynamo.ScanAsync(new ScanRequest(_fixture.Tables.Office), Stop)).Items;
        var (listed, bare) = (items.Single(item => item["s"].S == "1"), items.Single(item => item["s"].S == "2"));
        Assert.Equal(["b", "c", "ip", "is", "p", "s", "ttl", "v"], listed.Keys.Order());
        Assert.Equal(("1", "due", "x", "4000000000"), (listed["v"].N, listed["ip"].S, listed["is"].S, listed["ttl"].N));
        Assert.Equal([7], listed["b"].B.ToArray());
        Assert.Equal(["b", "c", "p", "s", "v"], bare.Keys.Order());
        Assert.NotEqual(listed["c"].S, bare["c"].S);
        RecordKey other = new("q", "1");
        var delete = RecordChange.Delete(new("p", "2"), 1);
        Assert.Null(await Office.Commit([Put(new RecordKey("p", "3")), delete, Put(other)], Stop));
        items = (await _fixture.Dynamo.ScanAsync(new ScanRequest(_fixture.Tables.Office), Stop)).Items;
        var (three, lone) = (items.Single(item => item["s"].S == "3"), items.Single(item => item["p"].S == "q"));
        Assert.Equal("""{"3":1,"2":-1}""", Encoding.UTF8.GetString(Packed.Open(three["w"].B.ToArray())));
        Assert.Equal(["b", "c", "p", "s", "t", "v", "w"], three.Keys.Order());
        Assert.Equal(["b", "c", "p", "s", "v"], lone.Keys.Order());
        var large = new byte[2_000];
        Assert.Null(await Office.Commit([RecordChange.Put(new RecordKey("p", "4"), 0, large)], Stop));
        items = (await _fixture.Dynamo.ScanAsync(new ScanRequest(_fixture.Tables.Office), Stop)).Items;
        var packed = items.Single(item => item["s"].S == "4");
        Assert.Equal(["c", "p", "s", "v", "z"], packed.Keys.Order());
        Assert.Equal(large, (await Office.Get(new RecordKey("p", "4"), Stop))!.Body.ToArray());
    }

    [Fact]
    public async Task Tables_are_made_once_with_all_that_they_need()
    {
        Assert.Null(await Office.Commit([Put(Member)], Stop));
        await _fixture.Create(keep: true);
        await _fixture.Create();
        Assert.NotNull(await Office.Get(Member, Stop));
        foreach (var name in _fixture.Tables.All)
        {
            var table = (await _fixture.Dynamo.DescribeTableAsync(name, Stop)).Table;
            Assert.Equal(BillingMode.PAY_PER_REQUEST, table.BillingModeSummary.BillingMode);
            Assert.True(table.DeletionProtectionEnabled);
            var expiry = await _fixture.Dynamo.DescribeTimeToLiveAsync(name, Stop);
            Assert.Equal("ttl", expiry.TimeToLiveDescription.AttributeName);
            var history = await _fixture.Dynamo.DescribeContinuousBackupsAsync(new() { TableName = name }, Stop);
            Assert.Equal(
                PointInTimeRecoveryStatus.ENABLED,
                history.ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus);
            await _fixture.Dynamo.UpdateTableAsync(new() { TableName = name, DeletionProtectionEnabled = false }, Stop);
        }
    }

    [Fact]
    public async Task A_table_of_somebody_else_is_refused_by_name()
    {
        await _fixture.DisposeAsync();
        var name = _fixture.Tables.Guest;
        await _fixture.Dynamo.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = name,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new("id", ScalarAttributeType.S)],
                KeySchema = [new("id", KeyType.HASH)],
            },
            Stop);
        var refused = await Assert.ThrowsAsync<OutsideRefused>(() => _fixture.Create());
        Assert.Contains(name, refused.Reason, StringComparison.Ordinal);
    }

    private static string Two(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    private static RecordChange Put(RecordKey key, long expected = 0, IndexKey? index = null) =>
        RecordChange.Put(key, expected, new byte[] { 1 }, index);

    private static async Task<IReadOnlyList<StoredRecord>> All(IRecords records, RangeQuery query)
    {
        var all = new List<StoredRecord>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await records.RangeIndex(query with { Cursor = cursor.Length > 0 ? cursor : null }, Stop);
            Assert.True(page.Items.Count <= query.Most);
            all.AddRange(page.Items);
            cursor = page.Next;
        }

        return all;
    }

    private async Task<int> Count(string table) =>
        (await _fixture.Dynamo.ScanAsync(new ScanRequest(table), Stop)).Items.Count;
}
