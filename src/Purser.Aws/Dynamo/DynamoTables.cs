using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Purser.Outside;

namespace Purser.Aws.Dynamo;

/// <summary>Makes the tables of an installation. May be repeated: what is there stays.</summary>
internal sealed class DynamoTables(AwsClients clients, ITokens tokens, TimeProvider time)
{
    private const int MostLooks = 300;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private readonly DynamoCalls _calls = new(clients, tokens, time);

    /// <summary>Returns when every table takes records.</summary>
    /// <param name="tables">Their names.</param>
    /// <param name="keep">Whether they shall be protected from being deleted; false takes no protection
    /// away.</param>
    /// <param name="stop">Gives up; the next call goes on.</param>
    public Task Create(TableNames tables, bool keep, CancellationToken stop) =>
        Task.WhenAll(tables.All.Select(table => Create(table, keep, stop)));

    private async Task Create(string table, bool keep, CancellationToken stop)
    {
        var known = await Find(table, stop);
        if (known is null) await Ask(table, client => Made(client, table, keep, stop), stop);
        var active = await Active(table, stop);
        if (!Fits(active))
            throw new OutsideRefused(
                $"create table {table}",
                $"the table {table} is there with other keys or without its index: use other names");
        if (keep && active.DeletionProtectionEnabled != true) await Protect(table, stop);
        await Expire(table, stop);
        await KeepHistory(table, stop);
    }

    private async Task<TableDescription?> Find(string table, CancellationToken stop) => await Ask(
        table,
        async client =>
        {
            try
            {
                return (await client.DescribeTableAsync(table, stop)).Table;
            }
            catch (ResourceNotFoundException)
            {
                return null;
            }
        },
        stop);

    private static async Task<bool> Made(
        AmazonDynamoDBClient client, string table, bool keep, CancellationToken stop)
    {
        string[] keys =
            [ItemLayout.Partition, ItemLayout.Sort, ItemLayout.IndexPartition, ItemLayout.IndexSort];
        var request = new CreateTableRequest
        {
            TableName = table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            DeletionProtectionEnabled = keep,
            AttributeDefinitions =
                [.. keys.Select(name => new AttributeDefinition(name, ScalarAttributeType.S))],
            KeySchema = Keys(ItemLayout.Partition, ItemLayout.Sort),
            GlobalSecondaryIndexes =
            [
                new GlobalSecondaryIndex
                {
                    IndexName = ItemLayout.IndexName,
                    KeySchema = Keys(ItemLayout.IndexPartition, ItemLayout.IndexSort),
                    Projection = new Projection { ProjectionType = ProjectionType.ALL },
                },
            ],
        };
        try
        {
            await client.CreateTableAsync(request, stop);
        }
        catch (ResourceInUseException)
        {
            // Somebody else makes it, or our first try has.
            return false;
        }

        return true;
    }

    private async Task<TableDescription> Active(string table, CancellationToken stop)
    {
        for (var looks = 0; looks < MostLooks; looks++)
        {
            if (looks > 0) await _calls.Wait(BetweenLooks, stop);
            // A table just made may not be found for a moment.
            if (await Find(table, stop) is not { } found || found.TableStatus != TableStatus.ACTIVE) continue;
            var indexes = found.GlobalSecondaryIndexes ?? [];
            if (indexes.TrueForAll(index => index.IndexStatus == IndexStatus.ACTIVE)) return found;
        }

        throw new OutsideUnavailable($"create table {table}");
    }

    /// <summary>Whether records can lie in a table.</summary>
    public static bool Fits(TableDescription table) =>
        Same(table.KeySchema, ItemLayout.Partition, ItemLayout.Sort)
        && table.GlobalSecondaryIndexes?.Find(index => index.IndexName == ItemLayout.IndexName) is { } index
        && Same(index.KeySchema, ItemLayout.IndexPartition, ItemLayout.IndexSort)
        && index.Projection.ProjectionType == ProjectionType.ALL;

    private async Task Protect(string table, CancellationToken stop)
    {
        var request = new UpdateTableRequest { TableName = table, DeletionProtectionEnabled = true };
        await Ask(table, client => client.UpdateTableAsync(request, stop), stop);
        await Active(table, stop);
    }

    private async Task Expire(string table, CancellationToken stop)
    {
        var known = await Ask(table, client => client.DescribeTimeToLiveAsync(table, stop), stop);
        var status = known.TimeToLiveDescription?.TimeToLiveStatus;
        if (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING) return;
        var request = new UpdateTimeToLiveRequest
        {
            TableName = table,
            TimeToLiveSpecification = new() { AttributeName = ItemLayout.Expires, Enabled = true },
        };
        await Ask(table, client => client.UpdateTimeToLiveAsync(request, stop), stop);
    }

    private async Task KeepHistory(string table, CancellationToken stop)
    {
        var known = await Ask(
            table,
            client => client.DescribeContinuousBackupsAsync(new() { TableName = table }, stop), stop);
        var history = known.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
        if (history?.PointInTimeRecoveryStatus == PointInTimeRecoveryStatus.ENABLED) return;
        var request = new UpdateContinuousBackupsRequest
        {
            TableName = table,
            PointInTimeRecoverySpecification = new() { PointInTimeRecoveryEnabled = true },
        };
        for (var looks = 0; looks < MostLooks; looks++)
        {
            if (looks > 0) await _calls.Wait(BetweenLooks, stop);
            if (await Ask(table, Enabled, stop)) return;
        }

        throw new OutsideUnavailable($"create table {table}");

        async Task<bool> Enabled(AmazonDynamoDBClient client)
        {
            try
            {
                await client.UpdateContinuousBackupsAsync(request, stop);
                return true;
            }
            catch (ContinuousBackupsUnavailableException)
            {
                // They are being switched on for a table just made.
                return false;
            }
        }
    }

    private Task<T> Ask<T>(string table, Func<AmazonDynamoDBClient, Task<T>> ask, CancellationToken stop) =>
        _calls.Ask($"create table {table}", table, ask, stop);

    private static List<KeySchemaElement> Keys(string partition, string sort) =>
        [new(partition, KeyType.HASH), new(sort, KeyType.RANGE)];

    private static bool Same(List<KeySchemaElement> keys, string partition, string sort) =>
        keys.Count == 2
        && keys.Exists(key => key.AttributeName == partition && key.KeyType == KeyType.HASH)
        && keys.Exists(key => key.AttributeName == sort && key.KeyType == KeyType.RANGE);
}
