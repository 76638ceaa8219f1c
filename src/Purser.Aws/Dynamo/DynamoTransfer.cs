using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Amazon.DynamoDBv2.Model;
using Purser.Outside;
using Purser.Outside.Moving;
using Purser.Outside.Records;

namespace Purser.Aws.Dynamo;

/// <summary>
/// All records of the tables: the one place where a table is scanned, and written without conditions. Only
/// the role of whoever moves an installation may do either (docs/decisions/021).
/// </summary>
internal sealed class DynamoTransfer(
    AwsClients clients, TableNames tables, ITokens tokens, TimeProvider time) : IStoreTransfer
{
    private const int Segments = 4;
    private const int PagesAhead = 4;

    /// <summary>DynamoDB's limit for one batch.</summary>
    private const int MostInBatch = 25;
    private const int MostIdle = 10;

    private readonly DynamoCalls _calls = new(clients, tokens, time);

    public async IAsyncEnumerable<StoredRecord> Read(
        Compartment compartment, [EnumeratorCancellation] CancellationToken stop)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pages = Channel.CreateBounded<List<Dictionary<string, AttributeValue>>>(PagesAhead);
        var reading = ReadAll(compartment, pages.Writer, left);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(stop))
            {
                foreach (var item in page) yield return ItemLayout.Read(item);
            }
        }
        finally
        {
            // Whoever reads no further leaves nobody waiting.
            await left.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task Write(
        Compartment compartment, IReadOnlyList<StoredRecord> records, CancellationToken stop)
    {
        Require.That(records.Count <= Limits.CommitChanges);
        var commit = _calls.Id();
        foreach (var batch in records.GroupBy(record => tables.Of(compartment, record.Key.Partition)))
        {
            var puts = batch.Select(
                record => new WriteRequest(new PutRequest(ItemLayout.Of(record, commit))));
            foreach (var some in puts.Chunk(MostInBatch)) await Write(batch.Key, [.. some], stop);
        }
    }

    private async Task ReadAll(
        Compartment compartment, ChannelWriter<List<Dictionary<string, AttributeValue>>> pages,
        CancellationTokenSource left)
    {
        await Task.WhenAll(
            from table in tables.Of(compartment)
            from segment in Enumerable.Range(0, Segments)
            select OrEndAll(table, segment));
        pages.TryComplete();

        // Without one segment the others are read in vain.
        async Task OrEndAll(string table, int segment)
        {
            try
            {
                await Read(table, segment, pages, left.Token);
            }
            catch (Exception fault)
            {
                pages.TryComplete(fault);
                await left.CancelAsync();
            }
        }
    }

    private async Task Read(
        string table, int segment, ChannelWriter<List<Dictionary<string, AttributeValue>>> pages,
        CancellationToken stop)
    {
        var request = new ScanRequest
        {
            TableName = table,
            ConsistentRead = true,
            Segment = segment,
            TotalSegments = Segments,
        };
        do
        {
            var page = await _calls.Ask(
                $"read all of {table}", table, client => client.ScanAsync(request, stop), stop);
            if (page.Items is { Count: > 0 } items) await pages.WriteAsync(items, stop);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    /// <summary>A batch may be taken in part only: what is left over goes again, after a pause.</summary>
    private async Task Write(string table, List<WriteRequest> puts, CancellationToken stop)
    {
        var operation = $"write {puts.Count} records to {table}";
        for (var idle = 0; puts.Count > 0;)
        {
            var items = new Dictionary<string, List<WriteRequest>> { [table] = puts };
            var request = new BatchWriteItemRequest(items);
            var reply = await _calls.Ask(
                operation, table, client => client.BatchWriteItemAsync(request, stop), stop);
            var left = reply.UnprocessedItems?.GetValueOrDefault(table) ?? [];
            idle = left.Count < puts.Count ? 0 : idle + 1;
            if (idle == MostIdle) throw new OutsideUnavailable(operation, why: "AWS takes none of them");
            puts = left;
            if (puts.Count > 0) await _calls.Pause(idle, stop);
        }
    }
}
