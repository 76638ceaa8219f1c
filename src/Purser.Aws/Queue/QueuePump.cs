using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Purser.Outside;

namespace Purser.Aws.Queue;

/// <summary>
/// Takes hints from the queue and has them performed, several at the same time, of one subject one after
/// another. Photos, whose work takes long, have places of their own. What succeeded is taken off the queue;
/// what failed comes again when its time of hiding ends, and after some receives lies in the dead-letter
/// queue. Stopping takes no more, and finishes what was begun.
/// </summary>
public sealed class QueuePump : BackgroundService
{
    private const int MostInBatch = 10;
    private const int WaitSeconds = 20;
    private const int SlowAtOnce = 4;

    // So many photos are done long before they would lie in the dead-letter queue for having waited here.
    private const int SlowWaiting = 200;
    private static readonly Pauses Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    private readonly Lock _lock = new();
    private readonly IAmazonSQS _client;
    private readonly Uri _queue;
    private readonly Func<Hint, CancellationToken, Task> _perform;
    private readonly int _atOnce;
    private readonly QueueMeans _means;
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _slow = new(SlowAtOnce);
    private readonly HintLines _lines = new();
    private readonly Gathering<string> _done;
    private readonly CancellationTokenSource _draining = new();
    private int _slowWaiting;
    private QueueState _state = new(null, 0, null, 0, 0);

    internal QueuePump(
        IAmazonSQS client, Uri queue, Func<Hint, CancellationToken, Task> perform, int atOnce,
        QueueMeans means)
    {
        (_client, _queue, _perform, _atOnce, _means) = (client, queue, perform, atOnce, means);
        _room = new SemaphoreSlim(atOnce);
        _done = new Gathering<string>(MostInBatch, atOnce: 2, Delete, TimeSpan.Zero, means.Time);
    }

    /// <summary>How it fares now.</summary>
    public QueueState State
    {
        get
        {
            lock (_lock) return _state;
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _draining.CancelAsync();
        if (ExecuteTask is { } running)
            await Task.WhenAny(running, Task.Delay(Timeout.Infinite, cancellationToken));
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _draining.Dispose();
        _room.Dispose();
        _slow.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Require.That(_atOnce > 0);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _draining.Token);
        try
        {
            while (!either.IsCancellationRequested) await Turn(either.Token, stoppingToken);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // No more is taken.
        }

        try
        {
            for (var taken = 0; taken < _atOnce; taken++) await _room.WaitAsync(stoppingToken);
            for (var taken = 0; taken < SlowAtOnce; taken++) await _slow.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            QueueLog.Cut(_means.Log);
        }
    }

    /// <summary>Takes no more than there is room for: nothing waits here while it is hidden.</summary>
    private async Task Turn(CancellationToken stop, CancellationToken cut)
    {
        await _room.WaitAsync(stop);
        var room = 1;
        try
        {
            while (room < MostInBatch && _room.Wait(0, CancellationToken.None)) room++;
            foreach (var message in await Take(room, stop))
            {
                room--;
                _ = Task.Run(() => Finish(message, cut), CancellationToken.None);
            }
        }
        finally
        {
            if (room > 0) _room.Release(room);
        }
    }

    private async Task<IReadOnlyList<Message>> Take(int most, CancellationToken stop)
    {
        try
        {
            var request = new ReceiveMessageRequest(_queue.AbsoluteUri)
            {
                MaxNumberOfMessages = most,
                WaitTimeSeconds = WaitSeconds,
            };
            var reply = await _client.ReceiveMessageAsync(request, stop);
            var now = _means.Clock.GetCurrentInstant();
            Change(state => state with { LastPoll = now, FailedPolls = 0, LastFailure = null });
            return reply.Messages ?? [];
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            Change(state => state with { FailedPolls = state.FailedPolls + 1, LastFailure = fault.Message });
            var failed = State.FailedPolls;
            QueueLog.PollFailed(_means.Log, _queue, failed, fault);
            await Task.Delay(Backoff.After(failed, _means.Tokens), _means.Time, stop);
            return [];
        }
    }

    private async Task Finish(Message message, CancellationToken cut)
    {
        SemaphoreSlim? places = _room;
        try
        {
            if (HintText.Parse(message.Body) is not { } hint)
            {
                QueueLog.Broken(_means.Log, message.MessageId);
                await _done.Add(message.ReceiptHandle);
                return;
            }

            if (!_lines.Join(hint, message.ReceiptHandle)) return;
            if (hint is Hint.Photo)
            {
                _room.Release();
                places = null;
                if (!await SlowPlace(hint)) return;
                places = _slow;
            }

            await WorkOff(hint.Subject, cut);
        }
        finally
        {
            places?.Release();
        }
    }

    /// <summary>Performs all that stands in a subject's line, and never leaves the line standing.</summary>
    private async Task WorkOff(string subject, CancellationToken cut)
    {
        try
        {
            while (_lines.Next(subject) is { } waiting) await Finish(waiting, cut);
        }
        catch
        {
            _lines.Leave(subject);
            throw;
        }
    }

    /// <summary>
    /// False: it stops, or too many wait. What is not begun comes again, or is found by the sweep.
    /// </summary>
    private async Task<bool> SlowPlace(Hint hint)
    {
        try
        {
            if (Interlocked.Increment(ref _slowWaiting) <= SlowWaiting)
            {
                await _slow.WaitAsync(_draining.Token);
                return true;
            }
        }
        catch (OperationCanceledException)
        {
            // It stops.
        }
        finally
        {
            Interlocked.Decrement(ref _slowWaiting);
        }

        _lines.Leave(hint.Subject);
        return false;
    }

    private async Task Finish(HintLines.Waiting waiting, CancellationToken cut)
    {
        if (!await Perform(waiting.Hint, cut)) return;
        foreach (var receipt in waiting.Receipts) await _done.Add(receipt);
    }

    private async Task<bool> Perform(Hint hint, CancellationToken cut)
    {
        try
        {
            await _perform(hint, cut);
            Change(state => state with { Performed = state.Performed + 1 });
            return true;
        }
        catch (Exception fault)
        {
            if (!cut.IsCancellationRequested) QueueLog.Failed(_means.Log, hint, fault);
            Change(state => state with { Failed = state.Failed + 1 });
            return false;
        }
    }

    private async Task Delete(IReadOnlyList<string> receipts)
    {
        try
        {
            var entries = receipts.Index().Select(receipt =>
                new DeleteMessageBatchRequestEntry($"{receipt.Index}", receipt.Item)).ToList();
            var reply = await _client.DeleteMessageBatchAsync(_queue.AbsoluteUri, entries);
            if (reply.Failed is { Count: > 0 } failed)
                QueueLog.NotDeleted(_means.Log, failed.Count, fault: null);
        }
        catch (Exception fault)
        {
            QueueLog.NotDeleted(_means.Log, receipts.Count, fault);
        }
    }

    private void Change(Func<QueueState, QueueState> change)
    {
        lock (_lock) _state = change(_state);
    }
}

/// <summary>How the pump of a queue fares, for the owner and for readiness.</summary>
/// <param name="LastPoll">When the queue last answered; null: never.</param>
/// <param name="FailedPolls">How often it has not answered since then.</param>
/// <param name="LastFailure">What the last of these said.</param>
/// <param name="Performed">Hints performed since the start.</param>
/// <param name="Failed">Hints that failed since the start, each time counted.</param>
public sealed record QueueState(
    Instant? LastPoll, int FailedPolls, string? LastFailure, long Performed, long Failed);

/// <summary>What the pump of a queue is given.</summary>
internal sealed record QueueMeans(IClock Clock, TimeProvider Time, ITokens Tokens, ILogger Log);
