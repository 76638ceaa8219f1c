using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Purser.Bench.Aws;

/// <summary>
/// Stands before the emulator: counts what goes through, and keeps each request for a while before it passes it on, as the
/// way to a region does. Requests that are kept do not keep others.
/// </summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static readonly string[] HopByHop = ["Host", "Connection", "Transfer-Encoding", "Content-Length", "Expect"];
    private readonly Lock guard = new();
    private readonly WriteUnits units = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseCookies = false });
    private readonly Uri emulator;
    private readonly TimeSpan delay;
    private readonly WebApplication app;
    private List<Call> calls = [];
    private Exception? uncounted;
    private int underWay;
    private long lastAt;

    private Proxy(Uri emulator, TimeSpan delay)
    {
        (this.emulator, this.delay) = (emulator, delay);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        app = builder.Build();
        app.Run(Pass);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Urls.Single());

    /// <summary>Starts one.</summary>
    public static async Task<Proxy> Start(Uri emulator, TimeSpan delay)
    {
        var proxy = new Proxy(emulator, delay);
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>What has come since the last time, once nothing but looks into queues has come for a while.</summary>
    public async Task<IReadOnlyList<Call>> Quiet()
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            await looks.WaitForNextTickAsync();
            lock (guard)
            {
                if (underWay > 0 || Stopwatch.GetElapsedTime(lastAt) < TimeSpan.FromMilliseconds(750)) continue;
                if (uncounted is not null) throw new InvalidOperationException("a write could not be counted", uncounted);
                var seen = calls;
                calls = [];
                return [.. seen.Where(call => !call.Empty)];
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        var (service, action) = Named(context.Request);
        var began = Stopwatch.GetTimestamp();
        var waits = action == "ReceiveMessage";
        if (!waits) Change(+1);
        try
        {
            await Task.Delay(delay, context.RequestAborted);
            var body = await Read(context.Request.Body, context.RequestAborted);
            using var request = Copy(context.Request, body);
            using var reply = await client.SendAsync(request, context.RequestAborted);
            var answer = await reply.Content.ReadAsByteArrayAsync(context.RequestAborted);
            await Write(context.Response, reply, answer, context.Request.Method == "HEAD");
            Note(new Call(service, action, Subject(context.Request, service, body))
            {
                Began = began,
                Ended = Stopwatch.GetTimestamp(),
                WriteUnits = service == "dynamodb" && reply.IsSuccessStatusCode ? Counted(action, body) : 0,
                Empty = waits && JsonNode.Parse(answer)?["Messages"] is not JsonArray { Count: > 0 },
            });
        }
        catch (OperationCanceledException)
        {
            // The caller has gone, as it does with a long look into a queue when it stops.
            context.Abort();
        }
        finally
        {
            if (!waits) Change(-1);
        }
    }

    private void Change(int by)
    {
        lock (guard) (underWay, lastAt) = (underWay + by, Stopwatch.GetTimestamp());
    }

    private void Note(Call call)
    {
        lock (guard)
        {
            calls.Add(call);
            if (!call.Empty) lastAt = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>What cannot be counted ends the measuring, and never changes a reply.</summary>
    private int Counted(string action, byte[] body)
    {
        try
        {
            return units.Of(action, JsonNode.Parse(body)!);
        }
        catch (Exception fault)
        {
            lock (guard) uncounted ??= fault;
            return 0;
        }
    }

    /// <summary>The service from the signature's scope, the operation from its header.</summary>
    private static (string Service, string Action) Named(HttpRequest request)
    {
        var scope = request.Headers.Authorization.ToString().Split("Credential=").Last().Split(',')[0].Split('/');
        var service = scope.Length > 3 ? scope[3] : "s3";
        var target = request.Headers["X-Amz-Target"].ToString().Split('.').Last();
        return (service, target.Length > 0 ? target : request.Method);
    }

    private static string Subject(HttpRequest request, string service, byte[] body)
    {
        if (service != "dynamodb") return request.Path;
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Gather(JsonNode.Parse(body), found);
        return string.Join(' ', found);
    }

    /// <summary>Every table that is named, wherever it is.</summary>
    private static void Gather(JsonNode? node, SortedSet<string> found)
    {
        if (node is JsonArray array) foreach (var one in array) Gather(one, found);
        if (node is not JsonObject fields) return;
        foreach (var (name, value) in fields)
        {
            if (name == "TableName") found.Add(value!.GetValue<string>());
            else if (name == "RequestItems") found.UnionWith(value!.AsObject().Select(table => table.Key));
            else Gather(value, found);
        }
    }

    private HttpRequestMessage Copy(HttpRequest from, byte[] body)
    {
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(emulator, from.GetEncodedPathAndQuery()))
        {
            Content = new ByteArrayContent(body),
        };
        request.Headers.Host = emulator.Authority;
        foreach (var (name, values) in from.Headers)
        {
            if (HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        return request;
    }

    private static async Task Write(HttpResponse to, HttpResponseMessage reply, byte[] answer, bool head)
    {
        to.StatusCode = (int)reply.StatusCode;
        foreach (var (name, values) in reply.Headers.Concat(reply.Content.Headers))
        {
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase)) to.Headers[name] = values.ToArray();
        }

        to.ContentLength = head ? reply.Content.Headers.ContentLength : answer.Length;
        if (!head && answer.Length > 0) await to.Body.WriteAsync(answer);
    }

    private static async Task<byte[]> Read(Stream body, CancellationToken stop)
    {
        using var all = new MemoryStream();
        await body.CopyToAsync(all, stop);
        return all.ToArray();
    }
}
