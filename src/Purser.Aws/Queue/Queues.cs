using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Purser.Aws.Queue;

/// <summary>Makes the queue of an installation for development; a template makes a deployment's.</summary>
internal static class Queues
{
    /// <summary>How often a hint is handed out before it lies in the dead-letter queue.</summary>
    public const int Receives = 5;

    private const int HiddenSeconds = 120;
    private const int WaitSeconds = 20;
    private const int DaysOfDead = 14;

    /// <summary>The name of the queue in which hints lie that failed too often.</summary>
    public static string DeadOf(string name) => $"{name}-dead";

    /// <summary>
    /// Makes both queues, or brings those that are there to what they must be. May be repeated.
    /// </summary>
    /// <returns>The address of the queue.</returns>
    public static async Task<Uri> Ensure(IAmazonSQS client, string name, CancellationToken stop)
    {
        try
        {
            var dead = await Ensure(client, DeadOf(name), DeadSettings, stop);
            List<string> address = ["QueueArn"];
            var arn = (await client.GetQueueAttributesAsync(dead, address, stop)).Attributes["QueueArn"];
            return new Uri(await Ensure(client, name, SettingsWith(arn), stop));
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            throw Refusals.Of(
                fault, $"make queue {name}",
                $"let these credentials create and change the queues {name} and {DeadOf(name)}");
        }
    }

    private static Dictionary<string, string> DeadSettings => new(StringComparer.Ordinal)
    {
        ["MessageRetentionPeriod"] = Text((long)TimeSpan.FromDays(DaysOfDead).TotalSeconds),
        ["SqsManagedSseEnabled"] = "true",
    };

    private static Dictionary<string, string> SettingsWith(string dead) => new(StringComparer.Ordinal)
    {
        ["VisibilityTimeout"] = Text(HiddenSeconds),
        ["ReceiveMessageWaitTimeSeconds"] = Text(WaitSeconds),
        ["SqsManagedSseEnabled"] = "true",
        ["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{dead}}","maxReceiveCount":"{{Text(Receives)}}"}""",
    };

    private static async Task<string> Ensure(
        IAmazonSQS client, string name, Dictionary<string, string> settings, CancellationToken stop)
    {
        try
        {
            var known = (await client.GetQueueUrlAsync(name, stop)).QueueUrl;
            await client.SetQueueAttributesAsync(known, settings, stop);
            return known;
        }
        catch (QueueDoesNotExistException)
        {
            var request = new CreateQueueRequest(name) { Attributes = settings };
            return (await client.CreateQueueAsync(request, stop)).QueueUrl;
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
