using System.Text.Json.Nodes;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Aws;

/// <summary>What all records of a table do where AWS answers as the emulator never does.</summary>
public sealed class DynamoTransferTests : IAsyncDisposable
{
    private static readonly StoredRecord One = new(new RecordKey("booking#a", "fact"), 3, "{}"u8.ToArray());
    private static readonly StoredRecord Two = new(new RecordKey("booking#b", "fact"), 5, "{}"u8.ToArray());
    private readonly DynamoFixture _fixture = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Of_a_batch_that_was_taken_in_part_the_rest_is_sent_again()
    {
        await _fixture.Create();
        await using var wire = await DynamoWire.Start();
        wire.Tell(HalfTaken());
        await _fixture.MadeTransfer(wire.Clients).Write(Compartment.Office, [One, Two], Stop);
        var sent = wire.Calls.Where(call => call.Operation == "BatchWriteItem").ToList();
        Assert.Equal([2, 1], sent.Select(call => PutsOf(call).Count));
        Assert.Equal("booking#b", PutsOf(sent[1])[0]!["PutRequest"]!["Item"]!["p"]!["S"]!.ToString());
    }

    [Fact]
    public async Task A_batch_of_which_nothing_is_taken_ends_as_unavailable()
    {
        await using var wire = await DynamoWire.Start();
        wire.Then = HalfTaken();
        var fault = await Assert.ThrowsAsync<OutsideUnavailable>(() =>
            _fixture.MadeTransfer(wire.Clients).Write(Compartment.Office, [One, Two], Stop));
        Assert.Contains(_fixture.Tables.Office, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_all_that_breaks_off_is_a_fault_and_never_a_shorter_list()
    {
        await _fixture.Create();
        await _fixture.Transfer.Write(Compartment.Office, [One, Two], Stop);
        await using var wire = await DynamoWire.Start();
        wire.Tell(new TableReply.Real());
        wire.Then = TableReply.Fault("AccessDeniedException", "not authorized to perform: dynamodb:Scan");
        var fault = await Assert.ThrowsAsync<OutsideRefused>(async () =>
            await _fixture.MadeTransfer(wire.Clients).Read(Compartment.Office, Stop).CountAsync(Stop));
        Assert.Contains("allow it in its policy", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_read_consistently_and_in_segments()
    {
        await _fixture.Create();
        await using var wire = await DynamoWire.Start();
        Assert.Empty(await _fixture.MadeTransfer(wire.Clients).Read(Compartment.Crew, Stop).ToListAsync(Stop));
        Assert.All(wire.Calls, call => Assert.Equal("Scan", call.Operation));
        Assert.All(wire.Calls, call => Assert.True(call.Body["ConsistentRead"]!.GetValue<bool>()));
        Assert.Equal(
            [_fixture.Tables.CrewEvents, _fixture.Tables.CrewPeople],
            wire.Calls.Select(call => call.Body["TableName"]!.ToString()).Distinct()
                .Order(StringComparer.Ordinal).Reverse());
    }

    /// <summary>An answer that gives the second record back.</summary>
    private TableReply.Told HalfTaken()
    {
        var item = new JsonObject
        {
            ["p"] = new JsonObject { ["S"] = "booking#b" },
            ["s"] = new JsonObject { ["S"] = "fact" },
            ["v"] = new JsonObject { ["N"] = "5" },
            ["b"] = new JsonObject { ["B"] = Convert.ToBase64String("{}"u8) },
        };
        var left = new JsonArray(new JsonObject { ["PutRequest"] = new JsonObject { ["Item"] = item } });
        return new TableReply.Told(
            200, new JsonObject { ["UnprocessedItems"] = new JsonObject { [_fixture.Tables.Office] = left } });
    }

    private JsonArray PutsOf(WireCall call) =>
        call.Body["RequestItems"]![_fixture.Tables.Office]!.AsArray();
}
