using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Purser.Aws.Lambda;
using Purser.Outside;

namespace Purser.Aws.Queue;

/// <summary>
/// Performs the hints that a queue hands to a function: of one subject one after another, equal ones once.
/// Those that failed come again, and no others; text that is no hint can never succeed, so it is done.
/// </summary>
/// <param name="perform">Does what a hint speaks of.</param>
/// <param name="atOnce">Hints performed at the same time.</param>
/// <param name="log">Told of what failed, and never of what a message says.</param>
internal sealed class HintBatch(Func<Hint, CancellationToken, Task> perform, int atOnce, ILogger log)
{
    /// <summary>
    /// Performs each, as <see cref="LambdaWork.Queue"/> asks; returns the ids of those that failed, also
    /// because <paramref name="stop"/> came first.
    /// </summary>
    public async Task<IReadOnlyList<string>> Perform(
        IReadOnlyList<QueueRecord> records, CancellationToken stop)
    {
        var failed = new ConcurrentQueue<string>();
        var read = records.Select(record => (record.Id, Hint: HintText.Parse(record.Body))).ToList();
        foreach (var (id, hint) in read)
            if (hint is null) QueueLog.Broken(log, id);
        await Parallel.ForEachAsync(
            read.Where(record => record.Hint is not null).GroupBy(record => record.Hint!)
                .GroupBy(same => same.Key.Subject),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (subject, _) =>
            {
                foreach (var same in subject)
                {
                    if (await Succeeds(same.Key, stop)) continue;
                    foreach (var record in same) failed.Enqueue(record.Id);
                }
            });
        return [.. failed];
    }

    private async Task<bool> Succeeds(Hint hint, CancellationToken stop)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            await perform(hint, stop);
            return true;
        }
        catch (Exception fault)
        {
            QueueLog.Failed(log, hint, fault);
            return false;
        }
    }
}
