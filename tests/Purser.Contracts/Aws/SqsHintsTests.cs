using Amazon.SQS;
using Purser.Aws.Queue;
using Purser.Bookings;
using Purser.Outside;

namespace Purser.Contracts.Aws;

public sealed class SqsHintsTests
{
    private static readonly Hint One = new Hint.Booking(Texts.Parse<BookingId>("abcdefghijklmnopqrstuvwxyz"));
    private readonly Told<SqsHints> _told = new();
    private readonly StandingTime _time = new();

    public static TheoryData<object> Faults =>
    [
        WireReply.Json(400, "ThrottlingException"), WireReply.Json(403, "AccessDeniedException"),
        WireReply.Json(400, "ExpiredTokenException"), WireReply.Json(400, "QueueDoesNotExist"),
        WireReply.Json(500, "InternalFailure"), new WireReply.Answer(200, "{"), new WireReply.Cut(),
        new WireReply.Answer(200, """{"Successful":[],"Failed":[{"Id":"0","SenderFault":false,"Code":"InternalError"}]}"""),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task A_hint_that_is_lost_is_logged_once_and_throws_nothing(object reply)
    {
        await using var aws = await ScriptedAws.With((WireReply)reply);
        using var client = ClientOf(aws);
        await Hints(client, aws).Leave(One, Stop);
        Assert.Single(_told.Lines);
    }

    [Fact]
    public async Task A_queue_that_is_silent_costs_a_caller_a_few_seconds()
    {
        await using var aws = await ScriptedAws.With(new WireReply.Silence());
        using var client = ClientOf(aws);
        var leaving = Hints(client, aws).Leave(One, Stop);
        await Watching.Until(() => aws.Seen.Count == 1);
        _time.Advance(TimeSpan.FromSeconds(3));
        await leaving.WaitAsync(Watching.Patience, Stop);
        Assert.Single(_told.Lines);
    }

    [Fact]
    public async Task A_caller_who_gives_up_goes_at_once()
    {
        await using var aws = await ScriptedAws.With(new WireReply.Silence());
        using var client = ClientOf(aws);
        using var gone = new CancellationTokenSource();
        var leaving = Hints(client, aws).Leave(One, gone.Token);
        await Watching.Until(() => aws.Seen.Count == 1);
        await gone.CancelAsync();
        await leaving.WaitAsync(Watching.Patience, Stop);
    }

    [Fact]
    public async Task Hints_left_while_others_are_sent_go_together_and_equal_ones_once()
    {
        var held = new TaskCompletionSource();
        await using var aws = await ScriptedAws.With((_, number) =>
        {
            if (number <= 2) held.Task.Wait(Stop);
            return WireReply.Json(500, "InternalFailure");
        });
        using var client = ClientOf(aws);
        var hints = Hints(client, aws);
        var first = new[] { hints.Leave(One, Stop), hints.Leave(One, Stop) };
        await Watching.Until(() => aws.Seen.Count == 2);
        var rest = Enumerable.Range(0, 24).Select(number => hints.Leave(Outbox(number % 8), Stop)).ToList();
        held.SetResult();
        await Task.WhenAll([.. first, .. rest]);
        Assert.Equal(5, aws.Seen.Count);
        foreach (var number in Enumerable.Range(0, 8))
            Assert.Contains(aws.Seen.Skip(2), seen => seen.Text.Contains($"event#{number}", StringComparison.Ordinal));
        Assert.Contains(aws.Seen.Skip(2), seen => seen.Text.Split("MessageBody").Length - 1 == 8);
    }

    private static Hint.Outbox Outbox(int number) => new(Purser.Outside.Records.Compartment.Crew, $"event#{number}");

    private static AmazonSQSClient ClientOf(ScriptedAws aws) => new(Emulator.Credentials, aws.Config(new AmazonSQSConfig()));

    private SqsHints Hints(IAmazonSQS client, ScriptedAws aws) => new(client, new Uri(aws.Address, "/1/hints"), _time, _told);
}
