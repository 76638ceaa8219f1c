using Microsoft.AspNetCore.Http;
using Purser.Aws.Lambda;

namespace Purser.Contracts.Aws;

/// <summary>What happens shortly before the function would be killed.</summary>
public sealed partial class LambdaServerTests
{
    private static readonly TimeSpan UntilNear = LambdaApp.Timeout - TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan UntilLate = LambdaApp.Timeout - TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task A_request_is_given_up_half_a_second_before_the_deadline()
    {
        var came = new TaskCompletionSource<CancellationToken>();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await LambdaApp.Answering(async context =>
        {
            if (context.Request.Path == "/quick") return;
            context.RequestAborted.Register(end.SetResult);
            came.SetResult(context.RequestAborted);
            await end.Task;
            context.RequestAborted.ThrowIfCancellationRequested();
        });
        var sent = app.Send(LambdaSamples.RestOf("GET", "/slow"));
        var aborted = await came.Task;
        app.Time.Advance(UntilNear - TimeSpan.FromMilliseconds(1));
        Assert.False(aborted.IsCancellationRequested);
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        var reply = await sent;
        Assert.True(aborted.IsCancellationRequested);
        Assert.Equal((503, "urn:purser:too-slow"), (reply.Status, reply.Problem));
        Assert.Equal(["5"], reply.Lines("Retry-After"));
        Assert.Equal(200, (await app.Send(LambdaSamples.RestOf("GET", "/quick"))).Status);
    }

    [Fact]
    public async Task What_is_written_after_the_abort_is_not_sent()
    {
        var came = new TaskCompletionSource();
        await using var app = await LambdaApp.Answering(async context =>
        {
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            context.RequestAborted.Register(end.SetResult);
            came.SetResult();
            await end.Task;
            context.Response.StatusCode = 200;
        });
        var sent = app.Send(LambdaSamples.UrlOf("GET", "/"));
        await came.Task;
        app.Time.Advance(UntilNear);
        Assert.Equal(503, (await sent).Status);
    }

    [Fact]
    public async Task Who_does_not_heed_the_deadline_is_left_behind()
    {
        var came = new TaskCompletionSource();
        using var blocked = new ManualResetEventSlim();
        await using var app = await LambdaApp.Answering(context =>
        {
            if (context.Request.Path == "/quick") return Task.CompletedTask;
            came.SetResult();
            blocked.Wait(TimeSpan.FromMinutes(1));
            return context.Response.WriteAsync("too late");
        });
        var sent = app.Send(LambdaSamples.RestOf("GET", "/deaf"));
        await came.Task;
        app.Time.Advance(UntilLate);
        Assert.Equal(503, (await sent).Status);
        Assert.Contains("did not heed", Assert.Single(app.Errors).Line, StringComparison.Ordinal);
        Assert.Equal(200, (await app.Send(LambdaSamples.RestOf("GET", "/quick"))).Status);
        blocked.Set();
    }

    [Fact]
    public async Task Work_is_told_of_the_deadline_and_comes_again()
    {
        var came = new TaskCompletionSource();
        await using var app = await LambdaApp.Working(new LambdaWork
        {
            Sweep = async stop =>
            {
                var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                stop.Register(() => end.SetCanceled(stop));
                came.SetResult();
                await end.Task;
            },
        });
        var sent = app.Send(LambdaSamples.Rule);
        await came.Task;
        app.Time.Advance(UntilNear);
        var told = await sent;
        Assert.Equal(("error", "Function.TimeoutException"), (told.Kind, told.ErrorType));
    }

    [Fact]
    public async Task Work_that_does_not_heed_the_deadline_comes_again()
    {
        var came = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        await using var app = await LambdaApp.Working(new LambdaWork
        {
            Sweep = async _ =>
            {
                came.SetResult();
                await never.Task;
            },
        });
        var sent = app.Send(LambdaSamples.Rule);
        await came.Task;
        app.Time.Advance(UntilLate);
        Assert.Equal("error", (await sent).Kind);
    }

    [Fact]
    public async Task Stopping_ends_what_is_under_way()
    {
        var came = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var app = await LambdaApp.Answering(async context =>
        {
            came.SetResult();
            await go.Task;
            await context.Response.WriteAsync("whole");
        });
        var sent = app.Send(LambdaSamples.RestOf("GET", "/"));
        await came.Task;
        var stopped = app.Stop(TestContext.Current.CancellationToken);
        go.SetResult();
        Assert.Equal("whole", (await sent).Text);
        await stopped;
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task Stopping_at_once_aborts_what_is_under_way()
    {
        var came = new TaskCompletionSource();
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await LambdaApp.Answering(context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            came.SetResult();
            return aborted.Task;
        });
        var sent = app.Send(LambdaSamples.RestOf("GET", "/"));
        await came.Task;
        using var patience = new CancellationTokenSource();
        var stopped = app.Stop(patience.Token);
        await patience.CancelAsync();
        await aborted.Task;
        await Record.ExceptionAsync(() => stopped);
        Assert.False(sent.IsCompletedSuccessfully);
    }
}
