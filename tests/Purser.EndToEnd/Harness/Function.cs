using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Purser.Contracts.Aws;

namespace Purser.EndToEnd.Harness;

/// <summary>The published program as Lambda runs it: with a runtime to ask, and nothing else.</summary>
internal sealed class Function : IAsyncDisposable
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(50);
    private readonly StringBuilder _log = new();
    private readonly Process _process;
    private readonly Task _reading;

    private Function(RuntimeStand runtime, Process process)
    {
        (Runtime, _process) = (runtime, process);
        _reading = Task.WhenAll(Read(process.StandardOutput), Read(process.StandardError));
    }

    /// <summary>Lambda's side.</summary>
    public RuntimeStand Runtime { get; }

    /// <summary>All that it has printed.</summary>
    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>Starts one; it need not come up.</summary>
    public static async Task<Function> Start(IReadOnlyDictionary<string, string> settings)
    {
        var runtime = await RuntimeStand.Start(TestContext.Current.CancellationToken);
        var all = new Dictionary<string, string>(settings) { ["AWS_LAMBDA_RUNTIME_API"] = runtime.Address };
        return new Function(runtime, Process.Start(PublishedProgram.Start([], all))!);
    }

    /// <summary>Hands it an event and returns what the runtime is told.</summary>
    /// <param name="json">The event.</param>
    /// <param name="within">The function's time; null: plenty.</param>
    public async Task<Told> Send(string json, TimeSpan? within = null)
    {
        var deadline = TimeProvider.System.GetUtcNow() + (within ?? Usual);
        var told = Runtime.Invoke(json, deadline, TestContext.Current.CancellationToken);
        var ended = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(told, ended) == told) return await told;
        await _reading;
        throw new InvalidOperationException($"the function ended with {_process.ExitCode}:\n{Log}");
    }

    /// <summary>A request through API Gateway's REST API.</summary>
    public Task<Told> Rest(string method, string path, Action<JsonNode>? change = null) =>
        Send(LambdaSamples.RestOf(method, path, change));

    /// <summary>A request through a function URL.</summary>
    public Task<Told> Url(string method, string path, Action<JsonNode>? change = null) =>
        Send(LambdaSamples.UrlOf(method, path, change));

    /// <summary>A batch of messages, whose ids are <c>m0</c>, <c>m1</c>, ...</summary>
    /// <returns>The ids that shall come again.</returns>
    public async Task<IReadOnlyList<string>> Take(params IReadOnlyList<string> messages)
    {
        var told = await Send(LambdaSamples.Queue.But(json =>
        {
            var sample = json["Records"]![0]!;
            json["Records"] = new JsonArray([.. messages.Select((body, at) =>
            {
                var record = sample.DeepClone();
                (record["messageId"], record["body"]) = ($"m{at}", body);
                return record;
            })]);
        }));
        Assert.True(told.Kind == "response", $"{told.Kind}: {told.Json}\n{Log}");
        return [.. told.Json.GetProperty("batchItemFailures").EnumerateArray()
            .Select(one => one.GetProperty("itemIdentifier").GetString()!)];
    }

    /// <summary>A schedule's event.</summary>
    public Task<Told> Sweep() => Send(LambdaSamples.Scheduler);

    /// <summary>An object came into a bucket.</summary>
    public Task<Told> Created(string bucket, string key) => Send(LambdaSamples.Bucket.But(json =>
    {
        var stored = json["Records"]![0]!["s3"]!;
        stored["bucket"]!["name"] = bucket;
        stored["object"]!["key"] = key;
    }));

    /// <summary>Waits for it to end by itself, and returns its exit code.</summary>
    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Wait.Deadline);
        await _reading;
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _reading;
        _process.Dispose();
        await Runtime.DisposeAsync();
    }

    private async Task Read(StreamReader stream)
    {
        while (await stream.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_log) _log.AppendLine(line);
        }
    }
}
