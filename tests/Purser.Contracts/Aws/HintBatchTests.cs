using System.Collections.Concurrent;
using Purser.Aws.Lambda;
using Purser.Aws.Queue;
using Purser.Bookings;
using Purser.Outside;

namespace Purser.Contracts.Aws;

public sealed class HintBatchTests
{
    private readonly Told<HintBatch> _told = new();
    private readonly ConcurrentQueue<Hint> _done = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ids_of_those_that_failed_are_given_back_and_no_others()
    {
        var failed = await Batch(hint => hint == Booking(2)).Perform(
            Records(("one", Text(1)), ("two", Text(2)), ("three", Text(3))), Stop);
        Assert.Equal(["two"], failed);
        Assert.Equal(2, _done.Count);
        Assert.Single(_told.Lines);
    }

    [Fact]
    public async Task Equal_hints_are_performed_once_and_fail_together()
    {
        var failed = await Batch(hint => hint == Booking(2)).Perform(
            Records(("a", Text(1)), ("b", Text(2)), ("c", Text(1)), ("d", Text(2))), Stop);
        Assert.Equal(["b", "d"], failed.Order());
        Assert.Equal([Booking(1)], _done);
    }

    [Fact]
    public async Task Hints_of_one_subject_are_performed_one_after_another_and_fail_apart()
    {
        var follow = new Hint.Follow(Booking(1).Id);
        var running = 0;
        var batch = new HintBatch(
            async (hint, _) =>
            {
                Assert.Equal(1, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
                _done.Enqueue(hint);
                if (hint is Hint.Follow) throw new OutsideUnavailable("read crew");
            },
            atOnce: 3, _told);
        var failed = await batch.Perform(Records(("a", Text(1)), ("b", HintText.Write(follow)), ("c", Text(1))), Stop);
        Assert.Equal(["b"], failed);
        Assert.Equal([Booking(1), follow], _done);
    }

    [Fact]
    public async Task A_broken_message_is_done_and_what_it_says_is_not_logged()
    {
        var failed = await Batch(_ => false).Perform(
            Records(("one", "a-guests-word"), ("two", ""), ("three", Text(1))), Stop);
        Assert.Empty(failed);
        Assert.Equal([Booking(1)], _done);
        Assert.Equal(2, _told.Lines.Count);
        Assert.DoesNotContain(_told.Lines, line => line.Contains("a-guests-word", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_there_was_no_time_for_is_given_back()
    {
        using var late = new CancellationTokenSource();
        await late.CancelAsync();
        var failed = await Batch(_ => false).Perform(Records(("one", Text(1)), ("two", Text(2))), late.Token);
        Assert.Equal(2, failed.Count);
        Assert.Empty(_done);
    }

    private static Hint.Booking Booking(int number) =>
        new(Texts.Parse<BookingId>($"{number}".PadLeft(26, 'a')));

    private static string Text(int number) => HintText.Write(Booking(number));

    private static QueueRecord[] Records(params (string Id, string Body)[] messages) =>
        [.. messages.Select(message => new QueueRecord(message.Id, message.Body))];

    private HintBatch Batch(Func<Hint, bool> fails) => new(
        (hint, _) =>
        {
            if (fails(hint)) throw new OutsideUnavailable("commit office");
            _done.Enqueue(hint);
            return Task.CompletedTask;
        },
        atOnce: 3, _told);
}
