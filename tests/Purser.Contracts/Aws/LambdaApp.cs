using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Purser.Aws.Lambda;

namespace Purser.Contracts.Aws;

/// <summary>A program that Lambda runs, with the runtime that runs it. Its clock moves only by hand.</summary>
internal sealed class LambdaApp : IAsyncDisposable, ILoggerProvider
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly CancellationToken _stop;
    private WebApplication? _app;

    private LambdaApp(RuntimeStand runtime, CancellationToken stop) => (Runtime, _stop) = (runtime, stop);

    public RuntimeStand Runtime { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 7, 4, 9, 0, 0, TimeSpan.Zero));

    /// <summary>What was logged as an error.</summary>
    public ConcurrentQueue<(string Line, Exception? Fault)> Errors { get; } = new();

    /// <summary>Falls due when the program stops by itself.</summary>
    public CancellationToken Stopping => _app!.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Starts a program that does this with every request.</summary>
    public static Task<LambdaApp> Answering(RequestDelegate answer, long? mostRequestBytes = null) =>
        Start(app => app.Run(answer), new LambdaWork(), mostRequestBytes);

    public static Task<LambdaApp> Working(LambdaWork work) => Start(_ => { }, work);

    public static async Task<LambdaApp> Start(
        Action<WebApplication> build, LambdaWork work, long? mostRequestBytes = null,
        Action<IServiceCollection>? services = null)
    {
        var stop = TestContext.Current.CancellationToken;
        var self = new LambdaApp(await RuntimeStand.Start(stop), stop);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(self);
        builder.Services.AddRoutingCore();
        services?.Invoke(builder.Services);
        builder.Services.UseLambda(new LambdaOptions(self.Runtime.Address, work)
        {
            MostRequestBytes = mostRequestBytes,
            Time = self.Time,
        });
        self._app = builder.Build();
        build(self._app);
        await self._app.StartAsync(stop);
        return self;
    }

    /// <summary>What the runtime is told of an event.</summary>
    public Task<Told> Send(string json) => Runtime.Invoke(json, Time.GetUtcNow() + Timeout, _stop);

    /// <summary>Ends the program; what is under way has until the token falls due.</summary>
    public Task Stop(CancellationToken patience) => _app!.StopAsync(patience);

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        await Runtime.DisposeAsync();
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => new Lines(Errors);

    void IDisposable.Dispose()
    {
    }

    private sealed class Lines(ConcurrentQueue<(string, Exception?)> errors) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error) errors.Enqueue((formatter(state, exception), exception));
        }
    }
}
