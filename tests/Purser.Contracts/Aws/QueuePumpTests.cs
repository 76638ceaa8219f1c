using System.Collections.Concurrent;
using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using NodaTime;
using Purser.Aws;
using Purser.Aws.Queue;
using Purser.Bookings;
using Purser.Embedded;
using Purser.Outside;

namespace Purser.Contracts.Aws;

public sealed class QueuePumpTests : IAsyncLifetime
{
    private readonly Told<QueuePump> _told = new();
    private readonly ConcurrentQueue<Hint> _begun = [];
    private readonly ConcurrentQueue<Hint> _done = [];
    private readonly AwsClients _clients = Emulator.Clients(Emulator.Fresh());
    private readonly string _name = Emulator.Fresh().SiteBucket;
    private Uri _queue = new("http://unset");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AmazonSQSClient Client => _clients.Queue.Value;

    public async ValueTask InitializeAsync() => _queue = await Queues.Ensure(Client, _name, Stop);

    public ValueTask DisposeAsync()
    {
        _clients.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Making_the_queues_may_be_repeated_and_sets_what_they_must_be()
    {
        await Set("VisibilityTimeout", "7");
        Assert.Equal(_queue, await Queues.Ensure(Client, _name, Stop));
        var set = (await Client.GetQueueAttributesAsync(_queue.AbsoluteUri, ["All"], Stop)).Attributes;
        Assert.Equal("120", set["VisibilityTimeout"]);
        Assert.Equal("true", set["SqsManagedSseEnabled"]);
        Assert.Contains($":{Queues.DeadOf(_name)}\"", set["RedrivePolicy"], StringComparison.Ordinal);
        Assert.Contains("maxReceiveCount", set["RedrivePolicy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_succeeded_is_taken_off_the_queue_and_no_more_run_at_once_than_may()
    {
        var running = 0;
        var most = 0;
        using var pump = Pump(
            async _ =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
            },
            atOnce: 3);
        for (var i = 0; i < 25; i++) await Send(HintText.Write(Booking(i)));
        await pump.StartAsync(Stop);
        await Watching.Until(() => _done.Count == 25);
        await pump.StopAsync(Stop);
        Assert.Equal(25, _done.Distinct().Count());
        Assert.Equal(0, await Left(_queue));
        Assert.InRange(most, 1, 3);
        Assert.Equal((25, 0, 0), (pump.State.Performed, pump.State.Failed, pump.State.FailedPolls));
        Assert.NotNull(pump.State.LastPoll);
    }

    [Fact]
    public async Task What_failed_comes_again_and_lies_in_the_dead_letter_queue_after_its_receives()
    {
        await Set("VisibilityTimeout", "0");
        using var pump = Pump(_ => throw new OutsideUnavailable("commit office"));
        await Send(HintText.Write(Booking(1)));
        await pump.StartAsync(Stop);
        var dead = new Uri((await Client.GetQueueUrlAsync(Queues.DeadOf(_name), Stop)).QueueUrl);
        await Watching.Until(async () => await Left(dead) == 1);
        await pump.StopAsync(Stop);
        Assert.Equal(Queues.Receives, _begun.Count);
        Assert.Empty(_done);
        Assert.Equal(Queues.Receives, pump.State.Failed);
        Assert.Equal(0, await Left(_queue));
        Assert.Equal(HintText.Write(Booking(1)), Assert.Single(await Receive(dead)).Body);
    }

    [Fact]
    public async Task Doubled_and_reordered_messages_are_all_performed_and_broken_ones_taken_off()
    {
        using var pump = Pump(_ => Task.CompletedTask);
        int[] order = [3, 1, 3, 2, 1];
        foreach (var number in order) await Send(HintText.Write(Booking(number)));
        await Send("a-guests-word");
        await pump.StartAsync(Stop);
        await Watching.Until(async () => _done.Distinct().Count() == 3 && await Left(_queue) == 0);
        await pump.StopAsync(Stop);
        Assert.Equal(order.Select(Booking).ToHashSet<Hint>(), _done.ToHashSet());
        var line = Assert.Single(_told.Lines);
        Assert.DoesNotContain("a-guests-word", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_one_subject_one_hint_is_performed_at_a_time()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var pump = Pump(_ => held.Task);
        await Send(HintText.Write(Booking(1)));
        await pump.StartAsync(Stop);
        await Watching.Until(() => _begun.Count == 1);
        var follow = new Hint.Follow(Booking(1).Id);
        await Send(HintText.Write(follow));
        await Send(HintText.Write(Booking(2)));
        await Watching.Until(() => _begun.Count == 2);
        Assert.Equal([Booking(1), Booking(2)], _begun);
        held.SetResult();
        await Watching.Until(async () => _done.Count == 3 && await Left(_queue) == 0);
        await pump.StopAsync(Stop);
        Assert.Equal(follow, _begun.Last());
    }

    [Fact]
    public async Task Photos_have_places_of_their_own_and_keep_nobody_waiting()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var pump = Pump(hint => hint is Hint.Photo ? held.Task : Task.CompletedTask, atOnce: 2);
        for (var i = 0; i < 8; i++) await Send(HintText.Write(new Hint.Photo(Booking(1).Id, $"photo{i}")));
        await pump.StartAsync(Stop);
        await Watching.Until(() => _begun.Count == 4);
        await Send(HintText.Write(Booking(2)));
        await Watching.Until(() => _done.Contains(Booking(2)));
        Assert.Equal(4, _begun.Count(hint => hint is Hint.Photo));
        var stopping = pump.StopAsync(Stop);
        held.SetResult();
        await stopping.WaitAsync(Watching.Patience, Stop);
        // Those that had not begun come again.
        Assert.Equal(4, _done.Count(hint => hint is Hint.Photo));
    }

    [Fact]
    public async Task Stopping_takes_no_more_and_finishes_what_it_began()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var pump = Pump(_ => held.Task, atOnce: 2);
        await Send(HintText.Write(Booking(1)));
        await Send(HintText.Write(Booking(2)));
        await pump.StartAsync(Stop);
        await Watching.Until(() => _begun.Count == 2);
        var stopping = pump.StopAsync(Stop);
        await Send(HintText.Write(Booking(3)));
        Assert.False(stopping.IsCompleted);
        held.SetResult();
        await stopping.WaitAsync(Watching.Patience, Stop);
        Assert.Equal(2, _done.Count);
        Assert.Equal(1, await Left(_queue));
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_an_empty_queue_to_answer()
    {
        await using var aws = await ScriptedAws.With(new WireReply.Silence());
        using var client = ClientOf(aws);
        using var pump = Pump(_ => Task.CompletedTask, client: client);
        await pump.StartAsync(Stop);
        await Watching.Until(() => aws.Seen.Count == 1);
        await pump.StopAsync(Stop).WaitAsync(Watching.Patience, Stop);
        Assert.Equal(0, pump.State.FailedPolls);
        Assert.Contains("\"WaitTimeSeconds\":20", aws.Seen[0].Text, StringComparison.Ordinal);
        Assert.Contains("\"MaxNumberOfMessages\":10", aws.Seen[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_has_an_end_when_the_work_has_none()
    {
        using var pump = Pump(_ => new TaskCompletionSource().Task);
        await Send(HintText.Write(Booking(1)));
        await pump.StartAsync(Stop);
        await Watching.Until(() => _begun.Count == 1);
        using var impatient = new CancellationTokenSource();
        var stopping = pump.StopAsync(impatient.Token);
        await impatient.CancelAsync();
        await stopping.WaitAsync(Watching.Patience, Stop);
        Assert.Empty(_done);
    }

    [Fact]
    public async Task A_queue_that_does_not_answer_is_asked_ever_more_seldom_until_it_does()
    {
        var denied = WireReply.Json(403, "AccessDeniedException");
        await using var aws = await ScriptedAws.With((_, number) => number switch
        {
            1 => denied,
            2 => WireReply.Json(400, "ThrottlingException"),
            3 => WireReply.Json(500, "InternalFailure"),
            4 => WireReply.Json(400, "ExpiredTokenException"),
            5 => new WireReply.Answer(200, "{}"),
            _ => new WireReply.Silence(),
        });
        using var client = ClientOf(aws);
        var time = new StandingTime();
        using var pump = Pump(_ => Task.CompletedTask, client: client, time: time);
        await pump.StartAsync(Stop);
        for (var failed = 1; failed <= 4; failed++)
        {
            await Watching.Until(() => time.Waits.Count == failed);
            Assert.Equal(failed, pump.State.FailedPolls);
            var longest = TimeSpan.FromSeconds(1 << (failed - 1));
            Assert.InRange(time.Waits[^1], longest / 2, longest);
            time.Advance(time.Waits[^1]);
        }

        await Watching.Until(() => pump.State.LastPoll is not null);
        Assert.Equal((0, null), (pump.State.FailedPolls, pump.State.LastFailure));
        Assert.Equal(4, _told.Lines.Count);
        await pump.StopAsync(Stop);
    }

    [Fact]
    public async Task What_could_not_be_taken_off_is_logged_and_comes_again()
    {
        var body = HintText.Write(Booking(1));
        const string sum = "6430115e453e2dca7faf687b53b46684";
        var quoted = body.Replace("\"", "\\\"", StringComparison.Ordinal);
        var message = $$"""{"Messages":[{"MessageId":"m","ReceiptHandle":"r","MD5OfBody":"{{sum}}","Body":"{{quoted}}"}]}""";
        await using var aws = await ScriptedAws.With((request, number) => (number, request.Headers["X-Amz-Target"]) switch
        {
            (1, _) => new WireReply.Answer(200, message),
            (_, "AmazonSQS.DeleteMessageBatch") => WireReply.Json(400, "ThrottlingException"),
            _ => new WireReply.Silence(),
        });
        using var client = ClientOf(aws);
        using var pump = Pump(_ => Task.CompletedTask, client: client);
        await pump.StartAsync(Stop);
        await Watching.Until(() => _told.Lines.Count == 1);
        await pump.StopAsync(Stop);
        Assert.Equal([Booking(1)], _done);
    }

    private static Hint.Booking Booking(int number) =>
        new(Texts.Parse<BookingId>($"{number}".PadLeft(26, 'a')));

    private static AmazonSQSClient ClientOf(ScriptedAws aws) => new(Emulator.Credentials, aws.Config(new AmazonSQSConfig()));

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = most; value > known; known = most)
            Interlocked.CompareExchange(ref most, value, known);
    }

    private QueuePump Pump(
        Func<Hint, Task> work, int atOnce = 10, IAmazonSQS? client = null, TimeProvider? time = null) => new(
        client ?? Client, _queue,
        async (hint, stop) =>
        {
            _begun.Enqueue(hint);
            await work(hint).WaitAsync(stop);
            _done.Enqueue(hint);
        },
        atOnce, new QueueMeans(SystemClock.Instance, time ?? TimeProvider.System, new SystemTokens(), _told));

    private Task<SendMessageResponse> Send(string body) => Client.SendMessageAsync(_queue.AbsoluteUri, body, Stop);

    private Task<SetQueueAttributesResponse> Set(string name, string value) =>
        Client.SetQueueAttributesAsync(_queue.AbsoluteUri, new() { [name] = value }, Stop);

    private async Task<List<Message>> Receive(Uri queue)
    {
        var request = new ReceiveMessageRequest(queue.AbsoluteUri) { MaxNumberOfMessages = 10, WaitTimeSeconds = 0 };
        return (await Client.ReceiveMessageAsync(request, Stop)).Messages ?? [];
    }

    /// <summary>Those that wait and those that are hidden.</summary>
    private async Task<int> Left(Uri queue)
    {
        List<string> names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
        var counts = (await Client.GetQueueAttributesAsync(queue.AbsoluteUri, names, Stop)).Attributes;
        return names.Sum(name => int.Parse(counts[name], CultureInfo.InvariantCulture));
    }
}
