using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Purser.Outside.Records;

namespace Purser.Aws.Dynamo;

/// <summary>
/// Commits to the tables of one compartment. A reply can be lost after the commit has happened, and the SDK
/// then sends the request once more; that must not look like somebody else's commit:
/// <list type="bullet">
/// <item>A put carries the commit's id in its item. Where its condition fails and the item there carries that
/// id, the put has happened. If somebody has overwritten it meanwhile, it is reported as failed: the caller
/// reads again and decides from what stands, its own work beneath the other's.</item>
/// <item>A transaction carries the id as its token: for ten minutes DynamoDB answers the second time as it
/// did the first. All tries together end long before. Items found with the id say the same.</item>
/// <item>A delete leaves no item that could tell: a lone one goes as a transaction, for its token, at two
/// write units instead of one.</item>
/// </list>
/// </summary>
internal sealed class DynamoCommits(DynamoCalls calls, TableNames tables, Compartment compartment)
{
    private static readonly ReturnValuesOnConditionCheckFailure Old =
        ReturnValuesOnConditionCheckFailure.ALL_OLD;

    /// <summary>As <see cref="IRecords.Commit"/>.</summary>
    public Task<IReadOnlyList<RecordKey>?> Commit(IReadOnlyList<RecordChange> changes, CancellationToken stop)
    {
        CommitRules.Require(changes);
        return changes switch
        {
            [] => Task.FromResult<IReadOnlyList<RecordKey>?>(null),
            [{ Kind: ChangeKind.Put } put] => Put(put, stop),
            [var one] when IsCheck(one) => Look(one, stop),
            _ => Transact(changes, stop),
        };
    }

    private async Task<IReadOnlyList<RecordKey>?> Put(RecordChange put, CancellationToken stop)
    {
        var (id, condition) = (calls.Id(), Condition.Of(put));
        var request = new PutItemRequest
        {
            TableName = TableOf(put),
            Item = ItemLayout.Of(put, id),
            ConditionExpression = condition.Text,
            ExpressionAttributeValues = condition.Values,
            ReturnValuesOnConditionCheckFailure = Old,
        };
        return await calls.Ask<IReadOnlyList<RecordKey>?>(Operation(put), request.TableName, Write, stop);

        async Task<IReadOnlyList<RecordKey>?> Write(AmazonDynamoDBClient client)
        {
            try
            {
                await client.PutItemAsync(request, stop);
                return null;
            }
            catch (ConditionalCheckFailedException failed)
            {
                return ItemLayout.Wrote(id, failed.Item) ? null : [put.Key];
            }
        }
    }

    private async Task<IReadOnlyList<RecordKey>?> Look(RecordChange check, CancellationToken stop)
    {
        var request = new GetItemRequest
        {
            TableName = TableOf(check),
            Key = ItemLayout.Key(check.Key),
            ConsistentRead = true,
            ProjectionExpression = ItemLayout.Version,
        };
        var found = await calls.Ask(
            Operation(check), request.TableName, client => client.GetItemAsync(request, stop), stop);
        var version = found.Item is { Count: > 0 } item ? ItemLayout.VersionOf(item) : 0;
        return version == check.Expected ? null : [check.Key];
    }

    private async Task<IReadOnlyList<RecordKey>?> Transact(
        IReadOnlyList<RecordChange> changes, CancellationToken stop)
    {
        var (id, now, together) = (calls.Id(), calls.Now.ToUnixTimeSeconds(), Together.Of(changes));
        var request = new TransactWriteItemsRequest
        {
            ClientRequestToken = id,
            TransactItems = [.. changes.Select(change => Write(change, id))],
        };
        foreach (var item in request.TransactItems)
        {
            if (item.Put?.Item is not { } put) continue;
            if (!together.TryGetValue(put[ItemLayout.Partition].S, out var list)) continue;
            put[ItemLayout.Together] = list;
            put[ItemLayout.Written] = ItemLayout.Number(now);
        }

        var names = string.Join(" or ", changes.Select(TableOf).Distinct());
        var operation = $"{Operation(changes[0])} and {changes.Count - 1} more";
        return await calls.Ask<IReadOnlyList<RecordKey>?>(operation, names, All, stop);

        async Task<IReadOnlyList<RecordKey>?> All(AmazonDynamoDBClient client)
        {
            try
            {
                await client.TransactWriteItemsAsync(request, stop);
                return null;
            }
            catch (TransactionCanceledException cancelled)
            {
                var failed = (cancelled.CancellationReasons ?? []).Zip(changes)
                    .Where(one => one.First.Code == "ConditionalCheckFailed").ToList();
                if (failed.Count == 0) throw;
                if (failed.Exists(one => ItemLayout.Wrote(id, one.First.Item))) return null;
                return [.. failed.Select(one => one.Second.Key)];
            }
        }
    }

    private TransactWriteItem Write(RecordChange change, string id)
    {
        var (table, condition) = (TableOf(change), Condition.Of(change));
        if (change.Kind == ChangeKind.Put)
            return new TransactWriteItem
            {
                Put = new Put
                {
                    TableName = table,
                    Item = ItemLayout.Of(change, id),
                    ConditionExpression = condition.Text,
                    ExpressionAttributeValues = condition.Values,
                    ReturnValuesOnConditionCheckFailure = Old,
                },
            };
        var key = ItemLayout.Key(change.Key);
        if (IsCheck(change))
            return new TransactWriteItem
            {
                ConditionCheck = new ConditionCheck
                {
                    TableName = table,
                    Key = key,
                    ConditionExpression = condition.Text,
                    ExpressionAttributeValues = condition.Values,
                },
            };
        return new TransactWriteItem
        {
            Delete = new Delete
            {
                TableName = table,
                Key = key,
                ConditionExpression = condition.Text,
                ExpressionAttributeValues = condition.Values,
            },
        };
    }

    /// <summary>To delete what is not there changes nothing: it only looks.</summary>
    private static bool IsCheck(RecordChange change) =>
        change.Kind == ChangeKind.Check || change is { Kind: ChangeKind.Delete, Expected: 0 };

    private string TableOf(RecordChange change) => tables.Of(compartment, change.Key.Partition);

    private string Operation(RecordChange change) => $"commit {compartment} {change.Key}";

    /// <summary>The version that a change expects, as DynamoDB checks it.</summary>
    private readonly record struct Condition(string Text, Dictionary<string, AttributeValue>? Values)
    {
        public static Condition Of(RecordChange change) => change.Expected == 0
            ? new($"attribute_not_exists({ItemLayout.Partition})", null)
            : new($"{ItemLayout.Version} = :v", new() { [":v"] = ItemLayout.Number(change.Expected) });
    }
}
