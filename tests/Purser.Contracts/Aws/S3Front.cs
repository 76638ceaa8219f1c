using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Purser.Contracts.Aws;

/// <summary>A request as it came over the wire.</summary>
internal sealed record FrontRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Path => Target.Split('?', 2)[0];

    public string Query => Target.Contains('?', StringComparison.Ordinal) ? Target.Split('?', 2)[1] : "";

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>A reply as it goes over the wire.</summary>
internal sealed record FrontReply(int Status, byte[] Body)
{
    /// <summary>The connection breaks instead.</summary>
    public static readonly FrontReply Lost = new(0, []);

    /// <summary>Nothing comes, until the other side has had enough.</summary>
    public static readonly FrontReply Silence = new(-1, []);

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The length that is announced, if another than comes.</summary>
    public long? Announced { get; init; }

    /// <summary>A fault in S3's words.</summary>
    public static FrontReply Fault(int status, string code, string message = "") => new(
        status, System.Text.Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code><Message>{message}</Message></Error>"))
    {
        Headers = new Dictionary<string, string> { ["Content-Type"] = "application/xml" },
    };
}

/// <summary>
/// Stands before the emulator on a port of its own: real requests pass, unless a test answers them itself, or changes
/// what the emulator answered.
/// </summary>
internal sealed class S3Front : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public S3Front()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, 0);
            server.Limits.MaxRequestBodySize = null;
            server.Limits.MinRequestBodyDataRate = null;
        });
        _app = builder.Build();
        _app.Run(Serve);
        ((IHost)_app).Start();
        Address = new Uri(_app.Urls.Single());
    }

    public Uri Address { get; }

    /// <summary>Answers instead of the emulator; null: it passes.</summary>
    public Func<FrontRequest, FrontReply?> Before { get; set; } = _ => null;

    /// <summary>Changes what was answered.</summary>
    public Func<FrontRequest, FrontReply, FrontReply> After { get; set; } = (_, reply) => reply;

    /// <summary>Everything that came.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<FrontRequest> Seen { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task Serve(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var request = new FrontRequest(context.Request.Method, target, headers, body.ToArray());
        Seen.Enqueue(request);
        var reply = Before(request) ?? After(request, await Forward(request, context.RequestAborted));
        if (reply == FrontReply.Silence) await Ended(context.RequestAborted);
        if (reply == FrontReply.Lost || reply == FrontReply.Silence)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        // The reply to a head tells the length of what it does not bring.
        if (request.Method == "HEAD") return;
        context.Response.ContentLength = reply.Announced ?? reply.Body.Length;
        await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
        if (reply.Announced > reply.Body.Length)
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        }
    }

    private async Task<FrontReply> Forward(FrontRequest request, CancellationToken stop)
    {
        var exactly = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var address = new Uri(Emulator.Address.GetLeftPart(UriPartial.Authority) + request.Target, exactly);
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        if (request.Body.Length > 0 || request.Method is "POST" or "PUT") message.Content = new ByteArrayContent(request.Body);
        foreach (var (name, value) in request.Headers)
        {
            if (name is "Host" or "Content-Length" or "Expect" or "Transfer-Encoding" or "Connection") continue;
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        using var reply = await _http.SendAsync(message, stop);
        var headers = reply.Headers.Concat(reply.Content.Headers)
            .Where(header => header.Key is not ("Transfer-Encoding" or "Connection" or "Server" or "Date"))
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
        return new FrontReply((int)reply.StatusCode, await reply.Content.ReadAsByteArrayAsync(stop)) { Headers = headers };
    }

    private static async Task Ended(CancellationToken aborted)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = aborted.Register(ended.SetResult);
        await ended.Task;
    }
}
