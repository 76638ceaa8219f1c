using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Purser.Aws.Lambda;

/// <summary>
/// A server without a socket: it asks Lambda's runtime for one event after the other. Requests go through the
/// application like any other server's; what else comes goes to the function's own work. Every event gets an
/// answer, before its deadline.
/// </summary>
internal sealed class LambdaServer : IServer
{
    /// <summary>Read by whatever traces calls to AWS, and by AWS to stop functions that call
    /// themselves.</summary>
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    private readonly LambdaOptions _options;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _log;
    private readonly EventWork _work;
    private readonly RuntimeApi _runtime;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cut = new();
    private Func<Exchange, Task> _application = _ => throw new BugException("the server has not started");
    private Task? _loop;

    /// <summary>Does not ask before it is started.</summary>
    public LambdaServer(LambdaOptions options, IHostApplicationLifetime lifetime, ILogger log)
    {
        (_options, _lifetime, _log) = (options, lifetime, log);
        _work = new EventWork(options.Work);
        _runtime = new RuntimeApi(options.RuntimeApi);
    }

    /// <inheritdoc />
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc />
    public Task StartAsync<TContext>(
        IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        Require.That(_loop is null);
        _application = exchange => Run(application, exchange);
        _loop = Task.Run(() => Loop(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_loop is null) return;
        await using var patience = cancellationToken.Register(_cut.Cancel);
        await Task.WhenAny(_loop, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping.Cancel();
        _cut.Cancel();
        _runtime.Dispose();
    }

    private async Task Loop(CancellationToken stop)
    {
        try
        {
            await Started(stop);
            while (true) await Answer(await _runtime.Next(stop));
        }
        catch (Exception end) when (stop.IsCancellationRequested
            && end is OperationCanceledException or ObjectDisposedException)
        {
            // Told to stop while it waited for an event: none is lost.
        }
        catch (Exception fault)
        {
            LambdaLog.AtAnEnd(_log, fault);
            _lifetime.StopApplication();
        }
    }

    /// <summary>No event is taken before everything of the program has started.</summary>
    private async Task Started(CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var waits = _lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stop);
    }

    private async Task Answer(Invocation invocation)
    {
        Environment.SetEnvironmentVariable(TraceVariable, invocation.Trace);
        using var deadline = new Deadline(invocation.Deadline, _options.Time, _cut.Token);
        var status = await EventReading.Read(invocation.Event).Match(
            web => Web(invocation.Id, web.Request, deadline),
            queue => Event(invocation.Id, deadline, stop => _work.Queue(queue.Records, stop)),
            schedule => Event(invocation.Id, deadline, _work.Sweep),
            created => Event(invocation.Id, deadline, stop => _work.Created(created.Objects, stop)),
            unknown => Failed(invocation.Id, new EventRefused(
                $"This program does not know such an event: {unknown.Reason}.")));
        if ((int)status >= 300) LambdaLog.NotTaken(_log, invocation.Id, (int)status);
    }

    private async Task<HttpStatusCode> Web(string id, LambdaRequest request, Deadline deadline)
    {
        var reply = request.Path.Path is null ? LambdaReply.BadPath : await Serve(id, request, deadline);
        return await _runtime.Respond(id, Written(id, request, reply), _cut.Token);
    }

    private async Task<LambdaReply> Serve(string id, LambdaRequest request, Deadline deadline)
    {
        var exchange = new Exchange(request, id, _options.MostRequestBytes, deadline.Near);
        // An application that blocks must not block the clock.
        var work = Task.Run(() => _application(exchange), CancellationToken.None);
        if (!await deadline.Awaits(work))
        {
            Leave(id, work);
            return LambdaReply.TooSlow;
        }

        using var ended = exchange;
        // What an application says after it was told to stop is half of what it would have said.
        if (deadline.Near.IsCancellationRequested)
        {
            LambdaLog.GivenUp(_log, id);
            return LambdaReply.TooSlow;
        }

        if (exchange.Written.IsTooLarge)
        {
            LambdaLog.TooLarge(_log, id);
            return LambdaReply.TooLarge;
        }

        return await Said(id, exchange, work);
    }

    private async Task<LambdaReply> Said(string id, Exchange exchange, Task work)
    {
        try
        {
            await work;
            return exchange.IsAborted
                ? throw new InvalidOperationException("the application aborted the request")
                : exchange.Reply;
        }
        catch (BadHttpRequestException refusal)
        {
            return LambdaReply.Refused(refusal);
        }
        catch (Exception fault)
        {
            LambdaLog.RequestFailed(_log, id, fault);
            return LambdaReply.Bug;
        }
    }

    private ReadOnlyMemory<byte> Written(string id, LambdaRequest request, LambdaReply reply)
    {
        try
        {
            if (ReplyWriting.Write(request, reply) is { } written) return written;
            LambdaLog.TooLarge(_log, id);
            reply = LambdaReply.TooLarge;
        }
        catch (Exception fault)
        {
            LambdaLog.RequestFailed(_log, id, fault);
            reply = LambdaReply.Bug;
        }

        return ReplyWriting.Write(request, reply)!.Value;
    }

    private async Task<HttpStatusCode> Event(
        string id, Deadline deadline, Func<CancellationToken, Task<ReadOnlyMemory<byte>>> perform)
    {
        var stop = deadline.Near;
        var work = Task.Run(() => perform(stop), CancellationToken.None);
        try
        {
            if (await deadline.Awaits(work)) return await _runtime.Respond(id, await work, _cut.Token);
            Leave(id, work);
            return await Failed(id, new TimeoutException("The work did not end before the deadline."));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await Failed(id, new TimeoutException("The work was given up before the deadline."));
        }
        catch (Exception fault) when (work.IsFaulted)
        {
            return await Failed(id, fault);
        }
    }

    private Task<HttpStatusCode> Failed(string id, Exception fault)
    {
        LambdaLog.EventFailed(_log, id, fault);
        return _runtime.Fail(id, fault, _cut.Token);
    }

    private void Leave(string id, Task work)
    {
        LambdaLog.Unheeded(_log, id);
        _ = work.ContinueWith(
            late => LambdaLog.FailedLate(_log, id, late.Exception!.InnerException!), CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private async Task Run<TContext>(IHttpApplication<TContext> application, Exchange exchange)
        where TContext : notnull
    {
        var context = application.CreateContext(exchange.Features);
        Exception? failure = null;
        try
        {
            await application.ProcessRequestAsync(context);
            await exchange.Finish();
        }
        catch (Exception fault)
        {
            failure = fault;
            throw;
        }
        finally
        {
            await exchange.RunCompleted(_log);
            application.DisposeContext(context, failure);
        }
    }
}
