using System.Collections.Concurrent;
using System.Text.Json;
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
        var reply = await Batch(hint => hint == Booking(2)).Perform(
            Event(("one", Text(1)), ("two", Text(2)), ("three", Text(3))), Stop);
        Assert.Equal(["two"], reply.BatchItemFailures.Select(item => item.ItemIdentifier));
        Assert.Equal(2, _done.Count);
        Assert.Single(_told.Lines);
    }

    [Fact]
    public async Task Equal_hints_are_performed_once_and_fail_together()
    {
        var reply = await Batch(hint => hint == Booking(2)).Perform(
            Event(("a", Text(1)), ("b", Text(2)), ("c", Text(1)), ("d", Text(2))), Stop);
        Assert.Equal(["b", "d"], reply.BatchItemFailures.Select(item => item.ItemIdentifier).Order());
        Assert.Equal([Booking(1)], _done);
    }

    [Fact]
    public async Task A_broken_message_is_done_and_what_it_says_is_not_logged()
    {
        var reply = await Batch(_ => false).Perform(
            Event(("one", "a-guests-word"), ("two", null), ("three", Text(1))), Stop);
        Assert.Empty(reply.BatchItemFailures);
        Assert.Equal([Booking(1)], _done);
        Assert.Equal(2, _told.Lines.Count);
        Assert.DoesNotContain(_told.Lines, line => line.Contains("a-guests-word", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_there_was_no_time_for_is_given_back()
    {
        using var late = new CancellationTokenSource();
        await late.CancelAsync();
        var reply = await Batch(_ => false).Perform(Event(("one", Text(1)), ("two", Text(2))), late.Token);
        Assert.Equal(2, reply.BatchItemFailures.Count);
        Assert.Empty(_done);
    }

    [Fact]
    public async Task An_event_as_Lambda_hands_it_over_is_read_and_answered()
    {
        var text = $$"""
            {"Records":[{"messageId":"059f36b4-87a3-44ab-83d2-661975830a7d","receiptHandle":"AQEB","body":"{{Text(2).Replace("\"", "\\\"", StringComparison.Ordinal)}}",
            "attributes":{"ApproximateReceiveCount":"1"},"messageAttributes":{},"md5OfBody":"e4e6","eventSource":"aws:sqs",
            "eventSourceARN":"arn:aws:sqs:us-east-1:123456789012:hints","awsRegion":"us-east-1"}]}
            """;
        var given = JsonSerializer.Deserialize(text, QueueJson.Default.QueueEvent)!;
        var reply = await Batch(_ => true).Perform(given, Stop);
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661975830a7d"}]}""",
            JsonSerializer.Serialize(reply, QueueJson.Default.QueueEventReply));
    }

    private static Hint.Booking Booking(int number) => new Hint.Booking(Texts.Parse<BookingId>($"{number}".PadLeft(26, 'a')));

    private static string Text(int number) => HintText.Write(Booking(number));

    private static QueueEvent Event(params (string Id, string? Body)[] messages) =>
        new([.. messages.Select(message => new QueueRecord(message.Id, message.Body))]);

    private HintBatch Batch(Func<Hint, bool> fails) => new(
        (hint, _) =>
        {
            if (fails(hint)) throw new OutsideUnavailable("commit office");
            _done.Enqueue(hint);
            return Task.CompletedTask;
        },
        atOnce: 3, _told);
}
