using Microsoft.Extensions.Logging;
using Purser.Aws.Lambda;
using Purser.Outside;

namespace Purser.Aws.Queue;

/// <summary>Hints that Lambda hands over.</summary>
public static class QueueParts
{
    private const int AtOnce = 10;

    /// <summary>Performs a batch's hints, as <see cref="LambdaWork.Queue"/> asks.</summary>
    /// <param name="records">Of the batch.</param>
    /// <param name="perform">Does what a hint speaks of.</param>
    /// <param name="log">Told of what failed, and never of what a message says.</param>
    /// <param name="stop">Gives up; what is not done then comes again.</param>
    public static Task<IReadOnlyList<string>> Perform(
        IReadOnlyList<QueueRecord> records, Func<Hint, CancellationToken, Task> perform, ILogger log,
        CancellationToken stop) => new HintBatch(perform, AtOnce, log).Perform(records, stop);
}
