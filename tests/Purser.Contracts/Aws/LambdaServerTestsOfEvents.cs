using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Purser.Aws.Lambda;
using Purser.Outside;

namespace Purser.Contracts.Aws;

/// <summary>Events that are no requests, and the runtime itself.</summary>
public sealed partial class LambdaServerTests
{
    private const string First = "059f36b4-87a3-44ab-83d2-661975830a7d";
    private const string Second = "2e1424d4-f796-459a-8184-9c92662be6da";

    [Fact]
    public async Task Messages_that_failed_come_again_and_no_others()
    {
        IReadOnlyList<QueueRecord> taken = [];
        await using var app = await LambdaApp.Working(new LambdaWork
        {
            Queue = (records, _) =>
            {
                taken = records;
                return Task.FromResult<IReadOnlyList<string>>([Second, Second]);
            },
        });
        var told = await app.Send(LambdaSamples.Queue);
        Assert.Equal([new(First, "Test message."), new QueueRecord(Second, "Test message.")], taken);
        Assert.Equal("response", told.Kind);
        Assert.Equal($$"""{"batchItemFailures":[{"itemIdentifier":"{{Second}}"}]}""", told.Json.GetRawText());
    }

    [Fact]
    public async Task Messages_that_went_well_are_done()
    {
        await using var app = await LambdaApp.Working(new LambdaWork { Queue = (_, _) => Nobody() });
        Assert.Equal("""{"batchItemFailures":[]}""", (await app.Send(LambdaSamples.Queue)).Json.GetRawText());
    }

    [Fact]
    public async Task A_batch_that_throws_comes_again_whole()
    {
        await using var app = await LambdaApp.Working(new LambdaWork
        {
            Queue = (records, _) => records.Count == 2
                ? throw new OutsideUnavailable("reading office")
                : Task.FromResult<IReadOnlyList<string>>(["another"]),
        });
        var told = await app.Send(LambdaSamples.Queue);
        Assert.Equal(("error", "Function.OutsideUnavailable"), (told.Kind, told.ErrorType));
        Assert.Equal("reading office did not answer", told.Json.GetProperty("errorMessage").GetString());
        Assert.Equal("OutsideUnavailable", told.Json.GetProperty("errorType").GetString());
        Assert.Single(app.Errors);
        var unknownId = await app.Send(LambdaSamples.Queue.But(json => json["Records"]!.AsArray().RemoveAt(1)));
        Assert.Equal(("error", "Function.BugException"), (unknownId.Kind, unknownId.ErrorType));
    }

    [Fact]
    public async Task Schedules_sweep()
    {
        var sweeps = 0;
        await using var app = await LambdaApp.Working(new LambdaWork { Sweep = _ => Task.FromResult(++sweeps) });
        foreach (var sample in new[] { LambdaSamples.Rule, LambdaSamples.Scheduler })
            Assert.Equal("response", (await app.Send(sample)).Kind);
        Assert.Equal(2, sweeps);
    }

    [Fact]
    public async Task Objects_are_told_by_their_own_keys()
    {
        IReadOnlyList<CreatedObject> taken = [];
        await using var app = await LambdaApp.Working(new LambdaWork
        {
            Created = (objects, _) =>
            {
                taken = objects;
                return Task.CompletedTask;
            },
        });
        Assert.Equal("response", (await app.Send(LambdaSamples.Bucket)).Kind);
        Assert.Equal([new CreatedObject("amzn-s3-demo-bucket", "b21b84d653bb07b05b1e6b33684dc11b")], taken);
        await app.Send(LambdaSamples.Bucket.But(json =>
            json["Records"]![0]!["s3"]!["object"]!["key"] = "in/red+flower%2B1+%C3%A9%25.jpg"));
        Assert.Equal("in/red flower+1 é%.jpg", taken[0].Key);
    }

    [Theory]
    [InlineData(
        """{ "key1": "value1", "key2": "value2", "key3": "value3" }""", "an object with the members key1, key2, key3")]
    [InlineData("""[ 1 ]""", "JSON that is no object")]
    [InlineData("\"text\"", "JSON that is no object")]
    [InlineData("not JSON", "the event cannot be read")]
    [InlineData("""{ "Records": [] }""", "records of ")]
    [InlineData("""{ "Records": [ { "eventSource": "aws:ses" } ] }""", "records of aws:ses")]
    [InlineData("""{ "Records": [ { "eventSource": "aws:sqs" } ] }""", "lacks what its kind must have")]
    [InlineData(
        """{ "Records": [ { "eventSource": "aws:sqs" }, { "eventSource": "aws:s3" } ] }""", "records of aws:sqs, aws:s3")]
    [InlineData(
        """{ "Records": [ { "eventSource": "aws:s3", "eventName": "ObjectRemoved:Delete" } ] }""",
        "other than an object that was created")]
    [InlineData("""{ "requestContext": { "connectionId": "x" } }""", "an object with the members requestContext")]
    [InlineData("""{ "requestContext": 7, "httpMethod": "GET", "path": 8 }""", "lacks what its kind must have")]
    public async Task An_event_that_nobody_knows_is_refused_with_its_kind(string json, string words)
    {
        await using var app = await LambdaApp.Answering(_ => Task.CompletedTask);
        var told = await app.Send(json);
        Assert.Equal(("error", "Function.EventRefused"), (told.Kind, told.ErrorType));
        Assert.Contains(words, told.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Single(app.Errors);
    }

    [Fact]
    public async Task An_event_of_another_role_is_refused()
    {
        await using var app = await LambdaApp.Working(new LambdaWork());
        foreach (var sample in new[] { LambdaSamples.Queue, LambdaSamples.Rule, LambdaSamples.Bucket })
        {
            var told = await app.Send(sample);
            Assert.Equal(("error", "Function.EventRefused"), (told.Kind, told.ErrorType));
            Assert.StartsWith("This function takes no ", told.Json.GetProperty("errorMessage").GetString());
        }
    }

    [Fact]
    public async Task Events_follow_one_another()
    {
        var sweeps = 0;
        await using var app = await LambdaApp.Start(
            app => app.Run(context => context.Request.Path == "/bad"
                ? throw new InvalidTimeZoneException()
                : context.Response.WriteAsync(context.TraceIdentifier)),
            new LambdaWork { Sweep = _ => Task.FromResult(++sweeps), Queue = (_, _) => Nobody() });
        for (var round = 0; round < 20; round++)
        {
            var id = $"8476a536-e9f4-11e8-9739-{round * 5 + 1:d12}";
            Assert.Equal(id, (await app.Send(LambdaSamples.RestOf("GET", "/"))).Text);
            Assert.Equal(500, (await app.Send(LambdaSamples.UrlOf("GET", "/bad"))).Status);
            Assert.Equal("response", (await app.Send(LambdaSamples.Rule)).Kind);
            Assert.Equal("error", (await app.Send("{}")).Kind);
            Assert.Equal("response", (await app.Send(LambdaSamples.Queue)).Kind);
        }

        Assert.Equal(20, sweeps);
    }

    [Fact]
    public async Task A_reply_that_is_not_taken_is_logged_and_the_next_event_comes()
    {
        await using var app = await LambdaApp.Answering(context => context.Response.WriteAsync("hello"));
        app.Runtime.TakenStatus = StatusCodes.Status413PayloadTooLarge;
        await app.Send(LambdaSamples.RestOf("GET", "/"));
        app.Runtime.TakenStatus = StatusCodes.Status202Accepted;
        Assert.Equal("hello", (await app.Send(LambdaSamples.RestOf("GET", "/"))).Text);
        Assert.EndsWith("413", Assert.Single(app.Errors).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_ends_with_its_environment()
    {
        await using var app = await LambdaApp.Answering(_ => Task.CompletedTask);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Stopping.Register(stopping.SetResult);
        app.Runtime.End();
        await stopping.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.IsType<OutsideUnavailable>(Assert.Single(app.Errors).Fault);
    }

    [Fact]
    public async Task A_start_that_failed_is_told()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var runtime = await RuntimeStand.Start(stop);
        var fault = new OutsideRefused("opening the tables", "there is no table bookings; run purser aws init");
        await LambdaParts.ReportFailedStart(runtime.Address, fault, stop);
        var told = await runtime.FailedStart;
        Assert.Equal(("init", "Runtime.OutsideRefused"), (told.Kind, told.ErrorType));
        Assert.Equal(fault.Message, told.Json.GetProperty("errorMessage").GetString());
        Assert.Equal("[]", told.Json.GetProperty("stackTrace").GetRawText());
    }

    private static Task<IReadOnlyList<string>> Nobody() => Task.FromResult<IReadOnlyList<string>>([]);
}
