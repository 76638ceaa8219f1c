using Amazon.DynamoDBv2.Model;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Aws.Dynamo;

/// <summary>One compartment: one table, or the two of the crew.</summary>
internal sealed class DynamoRecords : IRecords
{
    private const int MostEmptyBatches = 8;
    private readonly DynamoCalls _calls;
    private readonly TableNames _tables;
    private readonly DynamoRanges _ranges;
    private readonly DynamoCommits _commits;

    public DynamoRecords(DynamoCalls calls, TableNames tables, Compartment compartment)
    {
        (_calls, _tables, Compartment) = (calls, tables, compartment);
        (_ranges, _commits) = (new DynamoRanges(calls), new DynamoCommits(calls, tables, compartment));
    }

    public Compartment Compartment { get; }

    /// <summary>Where the index lies.</summary>
    private IReadOnlyList<string> Tables => Compartment == Compartment.Crew
        ? [_tables.CrewEvents, _tables.CrewPeople] : [_tables.Of(Compartment, "")];

    public async Task<StoredRecord?> Get(RecordKey key, CancellationToken stop)
    {
        var request = new GetItemRequest
        {
            TableName = TableOf(key),
            Key = ItemLayout.Key(key),
            ConsistentRead = true,
        };
        var operation = $"read {Compartment} {key}";
        var found = await _calls.Ask(
            operation, request.TableName, client => client.GetItemAsync(request, stop), stop);
        return found.Item is { Count: > 0 } item ? ItemLayout.Read(item) : null;
    }

    public async Task<IReadOnlyList<StoredRecord?>> GetMany(
        IReadOnlyList<RecordKey> keys, CancellationToken stop)
    {
        Require.That(keys.Count <= Limits.GetMany);
        if (keys.Count == 0) return [];
        var found = new Dictionary<RecordKey, StoredRecord>();
        var operation = $"read {Compartment} {keys[0]} and {keys.Count - 1} more";
        var left = keys.Distinct().GroupBy(TableOf).ToDictionary(
            table => table.Key,
            table => new KeysAndAttributes
            {
                Keys = [.. table.Select(ItemLayout.Key)],
                ConsistentRead = true,
            });
        // What does not fit into one reply, or is throttled, comes back as not processed.
        for (var empty = 0; left.Count > 0;)
        {
            var request = new BatchGetItemRequest { RequestItems = left };
            var names = string.Join(" or ", left.Keys);
            var batch = await _calls.Ask(
                operation, names, client => client.BatchGetItemAsync(request, stop), stop);
            var before = Count(left);
            foreach (var item in (batch.Responses ?? []).Values.SelectMany(items => items))
                found[ItemLayout.KeyOf(item)] = ItemLayout.Read(item);
            left = batch.UnprocessedKeys ?? [];
            if (Count(left) < before) empty = 0;
            else if (++empty == MostEmptyBatches) throw new OutsideUnavailable(operation);
            if (left.Count > 0) await _calls.Pause(empty, stop);
        }

        return [.. keys.Select(key => found.GetValueOrDefault(key))];
    }

    public Task<RecordPage> Range(RangeQuery query, CancellationToken stop) => _ranges.Page(
        $"{Compartment}", [_tables.Of(Compartment, query.Partition)], index: false, query, stop);

    public Task<RecordPage> RangeIndex(RangeQuery query, CancellationToken stop) =>
        _ranges.Page($"{Compartment} index", Tables, index: true, query, stop);

    public Task<IReadOnlyList<RecordKey>?> Commit(
        IReadOnlyList<RecordChange> changes, CancellationToken stop) => _commits.Commit(changes, stop);

    private static int Count(Dictionary<string, KeysAndAttributes> keys) =>
        keys.Values.Sum(table => table.Keys.Count);

    private string TableOf(RecordKey key) => _tables.Of(Compartment, key.Partition);
}
