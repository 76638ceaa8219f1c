using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Purser.Contracts.Aws;

/// <summary>Stands in for the Lambda Runtime API: hands out events and keeps what it is told of them.</summary>
internal sealed class RuntimeStand : IAsyncDisposable
{
    public const string Trace = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1";
    private const string Version = "/2018-06-01/runtime/";

    private readonly WebApplication _app;
    private readonly Channel<(string Id, string Event, DateTimeOffset? Deadline)> _events =
        Channel.CreateUnbounded<(string, string, DateTimeOffset?)>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Told>> _open = new();
    private readonly TaskCompletionSource<Told> _failedStart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    private RuntimeStand(WebApplication app) => _app = app;

    /// <summary>As the variable says it.</summary>
    public string Address => new Uri(_app.Urls.First()).Authority;

    /// <summary>What it was told at <c>init/error</c>.</summary>
    public Task<Told> FailedStart => _failedStart.Task;

    /// <summary>Status of every answer to what it is told.</summary>
    public int TakenStatus { get; set; } = StatusCodes.Status202Accepted;

    public static async Task<RuntimeStand> Start(CancellationToken stop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stand = new RuntimeStand(app);
        app.Run(stand.Answer);
        await app.StartAsync(stop);
        return stand;
    }

    /// <summary>Hands out an event and waits for what is told of it.</summary>
    public async Task<Told> Invoke(string json, DateTimeOffset? deadline, CancellationToken stop)
    {
        var number = Interlocked.Increment(ref _count);
        var id = string.Create(CultureInfo.InvariantCulture, $"8476a536-e9f4-11e8-9739-{number:d12}");
        var told = new TaskCompletionSource<Told>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[id] = told;
        await _events.Writer.WriteAsync((id, json, deadline), stop);
        return await told.Task.WaitAsync(TimeSpan.FromMinutes(1), stop);
    }

    /// <summary>The next question for an event hears that the environment is at its end.</summary>
    public void End() => _events.Writer.Complete();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task Answer(HttpContext context)
    {
        Assert.StartsWith(Version, context.Request.Path.Value);
        var parts = context.Request.Path.Value![Version.Length..].Split('/');
        return parts switch
        {
            ["invocation", "next"] when HttpMethods.IsGet(context.Request.Method) => Next(context),
            ["invocation", var id, "response" or "error"] => Keep(context, _open[id], parts[2]),
            ["init", "error"] => Keep(context, _failedStart, "init"),
            _ => throw new InvalidOperationException($"no such address: {context.Request.Path}"),
        };
    }

    private async Task Next(HttpContext context)
    {
        if (!await _events.Reader.WaitToReadAsync(context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        var (id, json, deadline) = await _events.Reader.ReadAsync(context.RequestAborted);
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = id;
        headers["Lambda-Runtime-Trace-Id"] = Trace;
        headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-2:123456789012:function:custom-runtime";
        if (deadline is { } at) headers["Lambda-Runtime-Deadline-Ms"] = $"{at.ToUnixTimeMilliseconds()}";
        await context.Response.WriteAsync(json, context.RequestAborted);
    }

    private async Task Keep(HttpContext context, TaskCompletionSource<Told> told, string kind)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var type = context.Request.Headers["Lambda-Runtime-Function-Error-Type"].ToString();
        context.Response.StatusCode = TakenStatus;
        told.TrySetResult(new Told(kind, type, body.ToArray()));
    }
}

/// <summary>What the runtime was told of an event.</summary>
/// <param name="Kind"><c>response</c>, <c>error</c> or <c>init</c>.</param>
/// <param name="ErrorType">Of the header; empty: none.</param>
/// <param name="Bytes">JSON.</param>
internal sealed record Told(string Kind, string ErrorType, byte[] Bytes)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Bytes).RootElement;

    public int Status => Json.GetProperty("statusCode").GetInt32();

    public bool IsBase64 => Json.GetProperty("isBase64Encoded").GetBoolean();

    /// <summary>The body as the gateway sends it on.</summary>
    public byte[] Body => IsBase64
        ? Json.GetProperty("body").GetBytesFromBase64()
        : Encoding.UTF8.GetBytes(Json.GetProperty("body").GetString()!);

    public string Text => Encoding.UTF8.GetString(Body);

    public string Problem => JsonDocument.Parse(Body).RootElement.GetProperty("type").GetString()!;

    /// <summary>The lines of a field of a REST reply.</summary>
    public string[] Lines(string name) => Json.GetProperty("multiValueHeaders").TryGetProperty(name, out var lines)
        ? [.. lines.EnumerateArray().Select(line => line.GetString()!)]
        : [];

    /// <summary>A field of a function URL's reply.</summary>
    public string? Field(string name) =>
        Json.GetProperty("headers").TryGetProperty(name, out var value) ? value.GetString() : null;

    public string[] Cookies => [.. Json.GetProperty("cookies").EnumerateArray().Select(cookie => cookie.GetString()!)];
}
