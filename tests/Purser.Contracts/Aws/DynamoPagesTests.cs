using System.Globalization;
using System.Text.Json.Nodes;
using Purser.Outside.Records;

namespace Purser.Contracts.Aws;

/// <summary>
/// DynamoDB shows the items of a transaction one after another to a query that comes in between. The emulator never
/// does: the test changes one of its items back, under the store.
/// </summary>
public sealed class DynamoPagesTests : IAsyncLifetime
{
    private static readonly RecordKey Fact = new("booking#a", "booking");
    private static readonly RecordKey Work = new("booking#a", "work");
    private static readonly RecordKey Notice = new("booking#a", "notice#1");
    private static readonly RecordKey Private = new("booking#a", "private");
    private readonly DynamoFixture _fixture = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IRecords Real => _fixture.Store.Open(Compartment.Office);

    public async ValueTask InitializeAsync()
    {
        await _fixture.Start();
        Assert.Null(await Real.Commit([Put(Fact), Put(Work), Put(Private)], Stop));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_page_that_shows_half_of_a_commit_is_read_again()
    {
        await using var wire = await DynamoWire.Start();
        var before = await Raw(wire);
        Assert.Null(await Real.Commit(
            [Put(Fact, 1), Put(Work, 1), Put(Notice), RecordChange.Delete(Private, 1)], Stop));
        var after = await Raw(wire);
        // Every mixture of old and new: which of the four are written yet.
        for (var mixture = 1; mixture < 15; mixture++)
        {
            var half = Mixed(before, after, mixture);
            // Where only the delete is done nothing new is there to tell of it.
            if (!half.Exists(after.Contains)) continue;
            wire.Tell(Page(half));
            var asked = wire.Calls.Count;
            var page = await Over(wire).Range(new RangeQuery("booking#a"), Stop);
            Assert.Equal(asked + 2, wire.Calls.Count);
            Assert.Equal(["booking 2", "notice#1 1", "work 2"], Shown(page));
        }
    }

    [Fact]
    public async Task What_lies_outside_of_a_page_is_not_missed()
    {
        Assert.Null(await Real.Commit([Put(Fact, 1), Put(Work, 1), Put(Notice), Put(Private, 1)], Stop));
        await using var wire = await DynamoWire.Start();
        foreach (var down in (bool[])[false, true])
        {
            var first = await Over(wire).Range(new RangeQuery("booking#a", Most: 2, Descending: down), Stop);
            await Over(wire).Range(new RangeQuery("booking#a", Most: 2, Cursor: first.Next, Descending: down), Stop);
            await Over(wire).Range(new RangeQuery("booking#a", "c", "q", Descending: down), Stop);
        }

        Assert.Equal(6, wire.Calls.Count);
    }

    [Fact]
    public async Task What_was_changed_or_deleted_since_is_not_missed()
    {
        Assert.Null(await Real.Commit([Put(Work, 1)], Stop));
        Assert.Null(await Real.Commit([Put(Fact, 1), RecordChange.Delete(Private, 1)], Stop));
        await using var wire = await DynamoWire.Start();
        var page = await Over(wire).Range(new RangeQuery("booking#a"), Stop);
        Assert.Equal(["booking 2", "work 2"], Shown(page));
        Assert.Single(wire.Calls);
    }

    [Fact]
    public async Task What_was_deleted_alone_is_looked_for_no_longer_than_a_commit_lasts()
    {
        Assert.Null(await Real.Commit([RecordChange.Delete(Private, 1)], Stop));
        await using var wire = await DynamoWire.Start();
        var page = await Over(wire).Range(new RangeQuery("booking#a"), Stop);
        Assert.Equal(["booking 1", "work 1"], Shown(page));
        Assert.Equal(7, wire.Calls.Count);
        var later = new LaterTime();
        page = await _fixture.Made(wire.Clients, later).Open(Compartment.Office).Range(new RangeQuery("booking#a"), Stop);
        Assert.Equal(["booking 1", "work 1"], Shown(page));
        Assert.Equal(8, wire.Calls.Count);
    }

    private static RecordChange Put(RecordKey key, long expected = 0) =>
        RecordChange.Put(key, expected, new byte[] { 1 });

    private static List<string> Shown(RecordPage page) => [.. page.Items.Select(
        record => string.Create(CultureInfo.InvariantCulture, $"{record.Key.Sort} {record.Version}"))];

    private static TableReply.Told Page(IEnumerable<JsonNode> items) => new(200, new JsonObject
    {
        ["Items"] = new JsonArray([.. items.Select(item => item.DeepClone())]),
    });

    private static string Sort(JsonNode item) => item["s"]!["S"]!.ToString();

    /// <summary>Of each sort key the new item where the mixture's bit is set, else the old one.</summary>
    private static List<JsonNode> Mixed(List<JsonNode> before, List<JsonNode> after, int mixture)
    {
        string[] sorts = ["booking", "notice#1", "private", "work"];
        return [.. sorts.Select((sort, bit) => ((mixture >> bit) & 1) == 1 ? after : before)
            .Zip(sorts, (items, sort) => items.Find(item => Sort(item) == sort)).OfType<JsonNode>()];
    }

    /// <summary>The items as they come over the wire.</summary>
    private async Task<List<JsonNode>> Raw(DynamoWire wire)
    {
        await Over(wire).Range(new RangeQuery("booking#a"), Stop);
        return [.. JsonNode.Parse(wire.LastReply)!["Items"]!.AsArray().Select(item => item!)];
    }

    private IRecords Over(DynamoWire wire) => _fixture.Made(wire.Clients).Open(Compartment.Office);

    private sealed class LaterTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromMinutes(3);
    }
}
