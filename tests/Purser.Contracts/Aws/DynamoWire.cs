using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Purser.Aws;

namespace Purser.Contracts.Aws;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Operation">For example <c>PutItem</c>.</param>
/// <param name="Body">What is asked.</param>
internal sealed record WireCall(string Operation, JsonNode Body);

/// <summary>What becomes of a request.</summary>
internal abstract record TableReply
{
    /// <summary>The emulator answers.</summary>
    public sealed record Real : TableReply;

    /// <summary>The emulator does it, but its answer is lost: the connection breaks.</summary>
    public sealed record Lost : TableReply;

    /// <summary>There is never an answer.</summary>
    public sealed record Silence : TableReply;

    /// <summary>An answer that the emulator does not know to give.</summary>
    public sealed record Told(int Status, JsonObject Body) : TableReply;

    public static TableReply Fault(string type, string message = "as told", int status = 400) =>
        new Told(status, new JsonObject { ["__type"] = $"com.amazonaws.dynamodb.v20120810#{type}", ["message"] = message });

    public static TableReply Cancelled(params string[] codes) => new Told(400, new JsonObject
    {
        ["__type"] = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        ["message"] = "Transaction cancelled",
        ["CancellationReasons"] = new JsonArray([.. codes.Select(code => new JsonObject { ["Code"] = code })]),
    });
}

/// <summary>
/// A server between the SDK and the emulator: real requests, and the replies of AWS that the emulator never gives.
/// </summary>
internal sealed class DynamoWire : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _real = new();
    private readonly ConcurrentQueue<WireCall> _calls = [];
    private readonly ConcurrentQueue<TableReply> _next = [];
    private readonly ConcurrentDictionary<string, byte[]> _done = [];
    private AwsClients? _clients;

    private DynamoWire(WebApplication server) => _server = server;

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<WireCall> Calls => [.. _calls];

    /// <summary>When what was told is told: the reply to every other request.</summary>
    public TableReply Then { get; set; } = new TableReply.Real();

    /// <summary>Whether a transaction's token is forgotten at once, as after ten minutes.</summary>
    public bool Forgets { get; set; }

    /// <summary>What the emulator answered last.</summary>
    public byte[] LastReply { get; private set; } = [];

    /// <summary>A request has come.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AwsClients Clients => _clients ??= new AwsClients(
        Emulator.Fresh() with { Endpoint = new Uri(_server.Urls.Single()) },
        new BasicAWSCredentials("AKIAEXAMPLE", "very-secret"));

    public static async Task<DynamoWire> Start(params TableReply[] replies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var wire = new DynamoWire(server);
        foreach (var reply in replies) wire.Tell(reply);
        server.Run(wire.Answer);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return wire;
    }

    /// <summary>The reply to the next request, behind those told before.</summary>
    public void Tell(TableReply reply) => _next.Enqueue(reply);

    public async ValueTask DisposeAsync()
    {
        _clients?.Dispose();
        await _server.DisposeAsync();
        _real.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        var call = new WireCall(
            context.Request.Headers["X-Amz-Target"].ToString().Split('.')[1], JsonNode.Parse(bytes.ToArray())!);
        _calls.Enqueue(call);
        var reply = _next.TryDequeue(out var told) ? told : Then;
        Asked.TrySetResult();
        switch (reply)
        {
            case TableReply.Told fault:
                await Write(context, fault.Status, Encoding.UTF8.GetBytes(fault.Body.ToJsonString()));
                break;
            case TableReply.Silence:
                var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using (context.RequestAborted.Register(gone.SetResult)) await gone.Task;
                break;
            case TableReply.Lost:
                await Forward(context, call, bytes.ToArray());
                context.Abort();
                break;
            default:
                var (status, body) = await Forward(context, call, bytes.ToArray());
                await Write(context, status, body);
                break;
        }
    }

    /// <summary>
    /// A transaction that was done is not done again under the same token: AWS keeps to it, the emulator not.
    /// </summary>
    private async Task<(int Status, byte[] Body)> Forward(HttpContext context, WireCall call, byte[] bytes)
    {
        var token = call.Body["ClientRequestToken"]?.ToString();
        if (!Forgets && token is not null && _done.TryGetValue(token, out var known)) return (200, known);
        using var request = new HttpRequestMessage(HttpMethod.Post, Emulator.Address);
        request.Content = new ByteArrayContent(bytes);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
        foreach (var name in (string[])["X-Amz-Target", "X-Amz-Date", "Authorization"])
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToString());
        using var response = await _real.SendAsync(request, CancellationToken.None);
        var body = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
        LastReply = body;
        if (token is not null && response.IsSuccessStatusCode) _done[token] = body;
        return ((int)response.StatusCode, body);
    }

    private static async Task Write(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.0";
        await context.Response.Body.WriteAsync(body);
    }
}
