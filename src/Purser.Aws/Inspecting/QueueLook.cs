using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Purser.Aws.Inspecting;

/// <summary>
/// Looks at the queue of hints: is it there, how much waits, and has anything failed too often?
/// </summary>
internal sealed class QueueLook(IAmazonSQS client)
{
    private const string Name = "hints";
    private const string Messages = "ApproximateNumberOfMessages";
    private const string UnderWay = "ApproximateNumberOfMessagesNotVisible";
    private const string Redrive = "RedrivePolicy";

    public Task<AwsFinding> Look(Uri queue, CancellationToken stop) => Findings.Try(
        Name, "sqs:GetQueueAttributes and sqs:GetQueueUrl", () => Found(queue, stop), stop);

    private async Task<AwsFinding> Found(Uri queue, CancellationToken stop)
    {
        List<string> wanted = [Messages, UnderWay, Redrive];
        Dictionary<string, string> found;
        try
        {
            found = (await client.GetQueueAttributesAsync(queue.AbsoluteUri, wanted, stop)).Attributes ?? [];
        }
        catch (QueueDoesNotExistException)
        {
            return new AwsFinding(
                Name, false, $"there is no queue {queue}",
                "Set PURSER_QUEUE_URL to what the stack or `purser aws init` prints; until then the sweep "
                + "does the work, later.");
        }

        if (DeadOf(found.GetValueOrDefault(Redrive)) is not { } dead)
        {
            return new AwsFinding(
                Name, false, "it has no dead-letter queue",
                "Give it one: a hint that fails each time would come back for days.");
        }

        var url = (await client.GetQueueUrlAsync(dead, stop)).QueueUrl;
        var left = (await client.GetQueueAttributesAsync(url, [Messages], stop)).Attributes ?? [];
        var count = long.Parse(left.GetValueOrDefault(Messages, "0"), CultureInfo.InvariantCulture);
        var waiting = $"{found.GetValueOrDefault(Messages, "0")} wait, "
            + $"{found.GetValueOrDefault(UnderWay, "0")} are being worked on";
        return count == 0
            ? new AwsFinding(Name, true, waiting)
            : new AwsFinding(
                Name, false, $"{waiting}, {count} have failed too often and lie in {dead}",
                "See `purser bookings` and the log for what fails; mend it; then purge that queue: the sweep "
                + "has taken the work up already.");
    }

    /// <summary>The name of the dead-letter queue.</summary>
    private static string? DeadOf(string? policy)
    {
        try
        {
            var known = policy is null ? null : JsonNode.Parse(policy);
            var arn = known?["deadLetterTargetArn"]?.GetValue<string>();
            return arn?[(arn.LastIndexOf(':') + 1)..];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
