using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Purser.Outside;

namespace Purser.Aws.Lambda;

/// <summary>One event, as the runtime hands it out.</summary>
/// <param name="Id">By which it is answered.</param>
/// <param name="Deadline">When the function is killed; null: the runtime does not say.</param>
/// <param name="Trace">The tracing header; null: none.</param>
/// <param name="Event">JSON.</param>
internal sealed record Invocation(
    string Id, DateTimeOffset? Deadline, string? Trace, ReadOnlyMemory<byte> Event);

/// <summary>
/// The Lambda Runtime API, version 2018-06-01. It is on this machine: if it does not answer, the environment
/// is at its end, and so nothing is tried again.
/// </summary>
internal sealed class RuntimeApi : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpClient _client;

    /// <summary>The API at this host and port.</summary>
    public RuntimeApi(string address) => _client = new HttpClient(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        // An environment is frozen between events, for hours maybe: the connection outlives that.
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
    })
    {
        BaseAddress = new Uri($"http://{address}/2018-06-01/runtime/"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The next event, however long that takes.</summary>
    /// <exception cref="OutsideUnavailable">The runtime is at its end.</exception>
    public async Task<Invocation> Next(CancellationToken stop)
    {
        const string Operation = "asking the Lambda runtime for an event";
        try
        {
            using var reply = await _client.GetAsync("invocation/next", stop);
            reply.EnsureSuccessStatusCode();
            if (Header(reply, "Lambda-Runtime-Aws-Request-Id") is not { } id)
                throw new HttpRequestException("the event has no id");
            return new Invocation(
                id, Deadline(Header(reply, "Lambda-Runtime-Deadline-Ms")),
                Header(reply, "Lambda-Runtime-Trace-Id"), await reply.Content.ReadAsByteArrayAsync(stop));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new OutsideUnavailable(Operation, fault);
        }
    }

    /// <summary>Answers an event.</summary>
    /// <returns>The runtime's status: 202, or a refusal that concerns this event only.</returns>
    /// <exception cref="OutsideUnavailable">The runtime is at its end.</exception>
    public Task<HttpStatusCode> Respond(string id, ReadOnlyMemory<byte> reply, CancellationToken stop) =>
        Post($"invocation/{Uri.EscapeDataString(id)}/response", reply, errorType: null, stop);

    /// <summary>Says that an event failed, which its source may then send again.</summary>
    /// <returns>As of <see cref="Respond"/>.</returns>
    /// <exception cref="OutsideUnavailable">The runtime is at its end.</exception>
    public Task<HttpStatusCode> Fail(string id, Exception fault, CancellationToken stop) =>
        Post($"invocation/{Uri.EscapeDataString(id)}/error", Words(fault), $"Function.{Type(fault)}", stop);

    /// <summary>Says that the program did not start.</summary>
    /// <exception cref="OutsideUnavailable">The runtime is at its end.</exception>
    public Task FailStart(Exception fault, CancellationToken stop) =>
        Post("init/error", Words(fault), $"Runtime.{Type(fault)}", stop);

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private static string Type(Exception fault) => fault.GetType().Name;

    private static byte[] Words(Exception fault)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("errorMessage", fault.Message);
            json.WriteString("errorType", Type(fault));
            json.WriteStartArray("stackTrace");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string? Header(HttpResponseMessage reply, string name) =>
        reply.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static DateTimeOffset? Deadline(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unix)
            ? DateTimeOffset.FromUnixTimeMilliseconds(unix)
            : null;

    private async Task<HttpStatusCode> Post(
        string path, ReadOnlyMemory<byte> body, string? errorType, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } };
            if (errorType is not null) request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
            using var reply = await _client.SendAsync(request, stop);
            if (reply.StatusCode >= HttpStatusCode.InternalServerError) reply.EnsureSuccessStatusCode();
            return reply.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new OutsideUnavailable("answering the Lambda runtime", fault);
        }
    }
}
