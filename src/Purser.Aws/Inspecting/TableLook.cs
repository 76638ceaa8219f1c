using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Purser.Aws.Dynamo;

namespace Purser.Aws.Inspecting;

/// <summary>Looks at a table: keys, index, expiry, history.</summary>
internal sealed class TableLook(IAmazonDynamoDB dynamo)
{
    private const string Needs =
        "dynamodb:DescribeTable, dynamodb:DescribeTimeToLive and dynamodb:DescribeContinuousBackups";

    public Task<AwsFinding> Look(string table, CancellationToken stop) => Findings.Try(
        $"table {table}", Needs, () => Found(table, stop), stop);

    private async Task<AwsFinding> Found(string table, CancellationToken stop)
    {
        var name = $"table {table}";
        TableDescription found;
        try
        {
            found = (await dynamo.DescribeTableAsync(table, stop)).Table;
        }
        catch (ResourceNotFoundException)
        {
            return new AwsFinding(
                name, false, "it is not there",
                "Deploy it, or run `purser aws init`; see PURSER_AWS_PREFIX and AWS_REGION.");
        }

        var faults = new List<(string, string)>();
        if (found.TableStatus != TableStatus.ACTIVE)
            faults.Add(($"it is {found.TableStatus}", "Wait until it is active."));
        if (!DynamoTables.Fits(found))
            faults.Add((
                "its keys or its index are others", "Make it anew under another name, and move to it."));
        if (!await Expires(table, stop))
            faults.Add((
                "nothing expires in it", $"Switch its time to live on, attribute {ItemLayout.Expires}."));
        if (!await HasHistory(table, stop))
            faults.Add(("it keeps no history", "Switch point-in-time recovery on: it is the backup."));
        var guarded = found.DeletionProtectionEnabled == true
            ? "protected from being deleted"
            : "not protected from being deleted";
        return Findings.Of(name, $"is as it must be, {guarded}", faults);
    }

    private async Task<bool> Expires(string table, CancellationToken stop)
    {
        var reply = (await dynamo.DescribeTimeToLiveAsync(table, stop)).TimeToLiveDescription;
        return reply?.AttributeName == ItemLayout.Expires
            && (reply.TimeToLiveStatus == TimeToLiveStatus.ENABLED
                || reply.TimeToLiveStatus == TimeToLiveStatus.ENABLING);
    }

    private async Task<bool> HasHistory(string table, CancellationToken stop)
    {
        var request = new DescribeContinuousBackupsRequest { TableName = table };
        var reply = (await dynamo.DescribeContinuousBackupsAsync(request, stop)).ContinuousBackupsDescription;
        return reply?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
            == PointInTimeRecoveryStatus.ENABLED;
    }
}
