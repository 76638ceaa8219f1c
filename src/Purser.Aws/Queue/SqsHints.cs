using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;
using Purser.Outside;

namespace Purser.Aws.Queue;

/// <summary>
/// Hints as messages of a queue. Hints left while others are being sent go together, and equal ones go once.
/// A queue that does not answer costs a caller a few seconds and the hint, never more.
/// </summary>
internal sealed class SqsHints : IHints
{
    private const int MostInBatch = 10;
    private const int BatchesAtOnce = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly IAmazonSQS _client;
    private readonly Uri _queue;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Gathering<Hint> _gathering;

    public SqsHints(IAmazonSQS client, Uri queue, TimeProvider time, ILogger<SqsHints> log)
    {
        (_client, _queue, _time, _log) = (client, queue, time, log);
        _gathering = new Gathering<Hint>(MostInBatch, BatchesAtOnce, Send, TimeSpan.Zero, time);
    }

    // Whoever gives up waiting has left his hint all the same.
    public async Task Leave(Hint hint, CancellationToken stop) =>
        await _gathering.Add(hint).WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task Send(IReadOnlyList<Hint> hints)
    {
        var messages = hints.Distinct().Index().Select(hint => new SendMessageBatchRequestEntry(
            hint.Index.ToString(CultureInfo.InvariantCulture), HintText.Write(hint.Item))).ToList();
        try
        {
            using var limit = new CancellationTokenSource(Patience, _time);
            var reply = await _client.SendMessageBatchAsync(_queue.AbsoluteUri, messages, limit.Token);
            if (reply.Failed is { Count: > 0 } failed) QueueLog.Lost(_log, failed.Count, fault: null);
        }
        catch (Exception fault)
        {
            QueueLog.Lost(_log, messages.Count, fault);
        }
    }
}
