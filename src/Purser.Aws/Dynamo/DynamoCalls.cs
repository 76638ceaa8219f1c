using Amazon.DynamoDBv2;
using Purser.Outside;

namespace Purser.Aws.Dynamo;

/// <summary>
/// Asks DynamoDB. The SDK tries again what was throttled or lost; here is tried again what the SDK gives back
/// at once: a conflict with somebody else's transaction.
/// </summary>
/// <param name="clients">The wire.</param>
/// <param name="tokens">For the pauses; the operating system's, not seeded ones.</param>
/// <param name="time">Of the pauses.</param>
internal sealed class DynamoCalls(AwsClients clients, ITokens tokens, TimeProvider time)
{
    private const int MostConflicts = 8;
    private const int MostBusy = 2;
    private static readonly Pauses Between = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));

    /// <summary>A new random id.</summary>
    public string Id() => tokens.Id();

    /// <summary>The time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Asks until there is an answer, or it is given up.</summary>
    /// <param name="operation">For the fault: what is being done, with the key.</param>
    /// <param name="tables">For the fault: which table, or which two.</param>
    /// <param name="ask">May be called more than once.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<T> Ask<T>(
        string operation, string tables, Func<AmazonDynamoDBClient, Task<T>> ask, CancellationToken stop)
    {
        var (conflicts, busy) = (0, 0);
        while (true)
        {
            try
            {
                return await ask(clients.Dynamo.Value);
            }
            catch (Exception fault) when (DynamoFaults.IsOutside(fault, stop))
            {
                var again = (DynamoFaults.IsConflict(fault) && ++conflicts < MostConflicts)
                    || (DynamoFaults.IsBusy(fault) && ++busy < MostBusy);
                if (!again) throw DynamoFaults.Of(operation, tables, fault);
            }

            await Pause(conflicts + busy, stop);
        }
    }

    /// <summary>Waits longer after each failure, and never as long as another who failed.</summary>
    /// <param name="failures">So far.</param>
    /// <param name="stop">Gives up.</param>
    public Task Pause(int failures, CancellationToken stop) =>
        Wait(Between.After(Math.Max(1, failures), tokens), stop);

    /// <summary>Waits this long.</summary>
    public Task Wait(TimeSpan pause, CancellationToken stop) => Task.Delay(pause, time, stop);
}
