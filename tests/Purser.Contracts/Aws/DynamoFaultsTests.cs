using System.Text.Json.Nodes;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Aws;

/// <summary>What the emulator never does, and AWS now and then.</summary>
public sealed class DynamoFaultsTests : IAsyncLifetime
{
    private static readonly RecordKey A = new("booking#a", "fact");
    private static readonly RecordKey B = new("booking#b", "fact");
    private static readonly byte[] Body = [1];
    private readonly DynamoFixture _fixture = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IRecords Real => _fixture.Store.Open(Compartment.Office);

    public async ValueTask InitializeAsync() => await _fixture.Start();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("ProvisionedThroughputExceededException")]
    [InlineData("ThrottlingException")]
    [InlineData("RequestLimitExceeded")]
    public async Task What_is_throttled_is_tried_again(string type)
    {
        await using var wire = await DynamoWire.Start(TableReply.Fault(type));
        Assert.Null(await Over(wire).Commit([Put(A)], Stop));
        Assert.Equal(["PutItem", "PutItem"], wire.Calls.Select(call => call.Operation));
        Assert.Equal(1, (await Real.Get(A, Stop))!.Version);
    }

    [Fact]
    public async Task A_put_that_meets_a_transaction_is_tried_again()
    {
        await using var wire = await DynamoWire.Start(TableReply.Fault("TransactionConflictException"));
        Assert.Null(await Over(wire).Commit([Put(A)], Stop));
        Assert.Equal(2, wire.Calls.Count);
    }

    [Fact]
    public async Task A_transaction_that_meets_another_is_tried_again_under_its_token()
    {
        await using var wire = await DynamoWire.Start(
            TableReply.Cancelled("None", "TransactionConflict"), TableReply.Cancelled("ThrottlingError", "None"),
            TableReply.Fault("TransactionInProgressException"));
        Assert.Null(await Over(wire).Commit([Put(A), Put(B)], Stop));
        Assert.Single(wire.Calls.Select(Token).Distinct());
        Assert.Null(await Over(wire).Commit([Put(A, 1), Put(B, 1)], Stop));
        Assert.Equal(2, wire.Calls.Select(Token).Distinct().Count());
    }

    [Fact]
    public async Task A_conflict_without_end_is_unavailable()
    {
        await using var wire = await DynamoWire.Start();
        wire.Then = TableReply.Cancelled("TransactionConflict", "None");
        var fault = await Assert.ThrowsAsync<OutsideUnavailable>(() => Over(wire).Commit([Put(A), Put(B)], Stop));
        Assert.Contains("booking#a/fact", fault.Operation, StringComparison.Ordinal);
        Assert.Equal(8, wire.Calls.Count);
        Assert.Null(await Real.Get(A, Stop));
    }

    [Fact]
    public async Task A_failed_expectation_is_told_also_beside_a_conflict()
    {
        await using var wire = await DynamoWire.Start(TableReply.Cancelled("TransactionConflict", "ConditionalCheckFailed"));
        Assert.Equal([B], await Over(wire).Commit([Put(A), Put(B)], Stop));
        Assert.Single(wire.Calls);
    }

    [Fact]
    public async Task A_put_whose_reply_was_lost_is_done_and_done_once()
    {
        await using var wire = await DynamoWire.Start(new TableReply.Lost());
        Assert.Null(await Over(wire).Commit([Put(A)], Stop));
        Assert.True(wire.Calls.Count >= 2);
        Assert.Equal(1, (await Real.Get(A, Stop))!.Version);
    }

    [Fact]
    public async Task A_put_that_another_was_faster_with_has_failed()
    {
        Assert.Null(await Real.Commit([Put(A)], Stop));
        await using var wire = await DynamoWire.Start(TableReply.Fault("InternalServerError", status: 500));
        Assert.Equal([A], await Over(wire).Commit([Put(A)], Stop));
    }

    [Fact]
    public async Task A_transaction_whose_reply_was_lost_is_done_and_done_once()
    {
        await using var wire = await DynamoWire.Start(new TableReply.Lost());
        Assert.Null(await Over(wire).Commit([Put(A), Put(B)], Stop));
        Assert.True(wire.Calls.Count >= 2);
        Assert.Single(wire.Calls.Select(Token).Distinct());
        Assert.Equal(1, (await Real.Get(B, Stop))!.Version);
    }

    [Fact]
    public async Task A_transaction_knows_its_items_again_when_its_token_is_forgotten()
    {
        await using var wire = await DynamoWire.Start();
        wire.Forgets = true;
        wire.Tell(new TableReply.Lost());
        Assert.Null(await Over(wire).Commit([Put(A), Put(B)], Stop));
        Assert.True(wire.Calls.Count >= 2);
    }

    [Fact]
    public async Task A_delete_whose_reply_was_lost_is_done()
    {
        Assert.Null(await Real.Commit([Put(A)], Stop));
        await using var wire = await DynamoWire.Start(new TableReply.Lost());
        Assert.Null(await Over(wire).Commit([RecordChange.Delete(A, 1)], Stop));
        Assert.True(wire.Calls.Count >= 2);
        Assert.Null(await Real.Get(A, Stop));
    }

    [Fact]
    public async Task The_SDK_sends_the_same_token_again()
    {
        await using var wire = await DynamoWire.Start(TableReply.Fault("InternalServerError", status: 500));
        Assert.Null(await Over(wire).Commit([Put(A), Put(B)], Stop));
        Assert.Equal(2, wire.Calls.Count);
        Assert.Single(wire.Calls.Select(Token).Distinct());
        Assert.InRange(Token(wire.Calls[0])!.Length, 20, 36);
    }

    [Fact]
    public async Task A_missing_table_is_named_with_the_remedy()
    {
        await _fixture.DisposeAsync();
        await using var wire = await DynamoWire.Start();
        var records = Over(wire);
        foreach (var ask in (Func<Task>[])
            [
                () => records.Get(A, Stop), () => records.GetMany([A, B], Stop), () => records.Commit([Put(A)], Stop),
                () => records.Range(new RangeQuery("p"), Stop), () => records.RangeIndex(new RangeQuery("p"), Stop),
            ])
        {
            var asked = wire.Calls.Count;
            var refused = await Assert.ThrowsAsync<OutsideRefused>(ask);
            Assert.Contains(_fixture.Tables.Office, refused.Reason, StringComparison.Ordinal);
            Assert.Contains("purser aws init", refused.Reason, StringComparison.Ordinal);
            Assert.Equal(asked + 1, wire.Calls.Count);
        }
    }

    [Theory]
    [InlineData("AccessDeniedException", "policy")]
    [InlineData("UnrecognizedClientException", "renew")]
    [InlineData("InvalidSignatureException", "renew")]
    [InlineData("ValidationException", "as told")]
    public async Task What_is_refused_for_good_is_asked_once(string type, string remedy)
    {
        await using var wire = await DynamoWire.Start();
        wire.Then = TableReply.Fault(type);
        foreach (var changes in (RecordChange[][])[[Put(A)], [Put(A), Put(B)], [RecordChange.Check(A, 1)]])
        {
            var refused = await Assert.ThrowsAsync<OutsideRefused>(() => Over(wire).Commit(changes, Stop));
            Assert.Contains(_fixture.Tables.Office, refused.Reason, StringComparison.Ordinal);
            Assert.Contains(remedy, refused.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(3, wire.Calls.Count);
    }

    [Fact]
    public async Task A_token_that_has_expired_passes_for_who_holds_it_gets_a_new_one()
    {
        await using var wire = await DynamoWire.Start();
        wire.Then = TableReply.Fault("ExpiredTokenException");
        await Assert.ThrowsAsync<OutsideUnavailable>(() => Over(wire).Get(A, Stop));
    }

    [Fact]
    public async Task Nothing_of_the_credentials_is_told()
    {
        await using var wire = await DynamoWire.Start();
        wire.Then = TableReply.Fault("InvalidSignatureException", "x-amz-security-token:FwoGZXIvYXdz");
        var refused = await Assert.ThrowsAsync<OutsideRefused>(() => Over(wire).Get(A, Stop));
        Assert.DoesNotContain("FwoGZXIvYXdz", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_waiting_is_not_told_of_a_fault()
    {
        await using var wire = await DynamoWire.Start();
        wire.Then = new TableReply.Silence();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var waiting = Over(wire).Commit([Put(A)], stop.Token);
        await wire.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Where_nobody_listens_it_is_unavailable()
    {
        using var clients = Emulator.Clients(_fixture.Options with { Endpoint = new Uri("http://127.0.0.1:9") });
        var records = _fixture.Made(clients).Open(Compartment.Office);
        await Assert.ThrowsAsync<OutsideUnavailable>(() => records.Get(A, Stop));
    }

    [Fact]
    public async Task What_a_batch_leaves_out_is_asked_for_again()
    {
        Assert.Null(await Real.Commit([Put(A), Put(B)], Stop));
        await using var wire = await DynamoWire.Start(Left(A, B));
        var found = await Over(wire).GetMany([A, B], Stop);
        Assert.All(found, Assert.NotNull);
        Assert.Equal(["BatchGetItem", "BatchGetItem"], wire.Calls.Select(call => call.Operation));
    }

    [Fact]
    public async Task A_batch_that_always_leaves_something_out_is_unavailable()
    {
        await using var wire = await DynamoWire.Start();
        wire.Then = Left(A, B);
        await Assert.ThrowsAsync<OutsideUnavailable>(() => Over(wire).GetMany([A, B], Stop));
        Assert.Equal(8, wire.Calls.Count);
    }

    [Fact]
    public async Task Reads_ask_for_what_is_committed()
    {
        await using var wire = await DynamoWire.Start();
        var records = Over(wire);
        await records.Get(A, Stop);
        await records.Range(new RangeQuery("p"), Stop);
        await records.Commit([RecordChange.Check(A, 0)], Stop);
        Assert.All(wire.Calls, call => Assert.True((bool?)call.Body["ConsistentRead"]));
        await records.GetMany([A], Stop);
        Assert.True((bool?)wire.Calls[^1].Body["RequestItems"]![_fixture.Tables.Office]!["ConsistentRead"]);
    }

    private static RecordChange Put(RecordKey key, long expected = 0) => RecordChange.Put(key, expected, Body);

    private static string? Token(WireCall call) => call.Body["ClientRequestToken"]?.ToString();

    private TableReply.Told Left(params RecordKey[] keys) => new TableReply.Told(200, new JsonObject
    {
        ["Responses"] = new JsonObject(),
        ["UnprocessedKeys"] = new JsonObject
        {
            [_fixture.Tables.Office] = new JsonObject
            {
                ["ConsistentRead"] = true,
                ["Keys"] = new JsonArray([.. keys.Select(key => new JsonObject
                {
                    ["p"] = new JsonObject { ["S"] = key.Partition },
                    ["s"] = new JsonObject { ["S"] = key.Sort },
                })]),
            },
        },
    });

    private IRecords Over(DynamoWire wire) => _fixture.Made(wire.Clients).Open(Compartment.Office);
}
