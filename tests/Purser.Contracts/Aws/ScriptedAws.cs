using System.Collections.Concurrent;
using Amazon;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Purser.Contracts.Aws;

/// <summary>A server that answers as AWS would in a moment that the emulator does not know.</summary>
internal sealed class ScriptedAws : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<WireRequest> _seen = [];

    private ScriptedAws(WebApplication server) => _server = server;

    public Uri Address => new(
        _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public IReadOnlyList<WireRequest> Seen => [.. _seen];

    /// <summary>Answers the first request with the first reply, and every one after the last with the last.</summary>
    public static Task<ScriptedAws> With(params WireReply[] replies) =>
        With((_, number) => replies[Math.Min(number, replies.Length) - 1]);

    public static async Task<ScriptedAws> With(Func<WireRequest, int, WireReply> reply)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var made = new ScriptedAws(builder.Build());
        made._server.Run(context => made.Answer(context, reply));
        await made._server.StartAsync(TestContext.Current.CancellationToken);
        return made;
    }

    /// <summary>Points a client of the SDK here: it tries once, and waits as long as it is told.</summary>
    public T Config<T>(T config, TimeSpan? patience = null)
        where T : ClientConfig
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(Emulator.Region);
        config.ServiceURL = Address.ToString();
        config.AuthenticationRegion = Emulator.Region;
        config.MaxErrorRetry = 0;
        config.Timeout = patience ?? TimeSpan.FromSeconds(20);
        return config;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private async Task Answer(HttpContext context, Func<WireRequest, int, WireReply> reply)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new WireRequest(
            context.Request.Method, context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        int number;
        lock (_seen)
        {
            _seen.Enqueue(request);
            number = _seen.Count;
        }

        switch (reply(request, number))
        {
            case WireReply.Answer answer:
                context.Response.StatusCode = answer.Status;
                context.Response.ContentType = answer.Type;
                await context.Response.WriteAsync(answer.Body, context.RequestAborted);
                break;
            case WireReply.Cut:
                context.Abort();
                break;
            case WireReply.Silence:
                var gone = new TaskCompletionSource();
                await using (context.RequestAborted.Register(gone.SetResult)) await gone.Task;
                break;
        }
    }
}

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}

/// <summary>What comes back.</summary>
internal abstract record WireReply
{
    public sealed record Answer(int Status, string Body, string Type = "application/x-amz-json-1.1") : WireReply;

    /// <summary>The line breaks.</summary>
    public sealed record Cut : WireReply;

    /// <summary>Nothing comes.</summary>
    public sealed record Silence : WireReply;

    public static WireReply Json(int status, string code) =>
        new Answer(status, $$"""{"__type":"{{code}}","message":"a sentence that may quote {{Quoted}}"}""");

    public static WireReply Xml(int status, string code) => new Answer(
        status,
        $"""<?xml version="1.0"?><ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>Sender</Type><Code>{code}</Code><Message>{Quoted}</Message></Error><RequestId>1</RequestId></ErrorResponse>""",
        "text/xml");

    /// <summary>Stands for what must not be repeated of a reply.</summary>
    public const string Quoted = "what-was-sent";
}
