using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Purser.Embedded.Disk;
using Purser.Host.Composition;

namespace Purser.Host.Commands;

/// <summary>
/// The way from a command to the house: the socket of the running server, or, when none runs, a house opened
/// by this process for as long as the command takes. Both are the same requests.
/// </summary>
public sealed class OwnDoor : IAsyncDisposable
{
    private readonly DataFolder? _held;
    private readonly Server? _own;
    private readonly HttpClient _client;

    private OwnDoor(Settings settings, DataFolder? held, Server? own)
    {
        (_held, _own) = (held, own);
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, stop) => Connect(settings, stop) };
        _client = new HttpClient(handler) { BaseAddress = new Uri("http://purser/"), Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>True if a server runs: what needs one happens at once.</summary>
    public bool Serving => _own is null;

    /// <summary>The house, if this process opened it.</summary>
    public House? House => _own?.House;

    /// <summary>Waits for so long instead of two minutes; said before the first question.</summary>
    public OwnDoor Patient(TimeSpan patience)
    {
        _client.Timeout = patience;
        return this;
    }

    /// <summary>Finds the server, or opens the house.</summary>
    public static async Task<OwnDoor> Open(Settings settings, TextWriter log, CancellationToken stop)
    {
        if (DataFolder.Look(settings.Data).IsHeldByAnother()) return new OwnDoor(settings, null, null);
        var held = DataFolder.Open(settings.Data);
        try
        {
            return new OwnDoor(settings, held, await Server.Start(settings, held, sites: false, log, stop));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Asks; the reply is whole.</summary>
    public async Task<OwnReply> Ask(HttpMethod method, string path, HttpContent? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        try
        {
            using var reply = await _client.SendAsync(request, stop);
            var fragment = reply.Headers.TryGetValues("X-Fragment", out var values) ? values.First() : null;
            return new OwnReply((int)reply.StatusCode, await reply.Content.ReadAsByteArrayAsync(stop), fragment);
        }
        catch (HttpRequestException fault)
        {
            throw new Outside.OutsideUnavailable("the running purser", fault);
        }
    }

    /// <summary>Reads.</summary>
    public Task<OwnReply> Get(string path, CancellationToken stop) => Ask(HttpMethod.Get, path, null, stop);

    /// <summary>Posts JSON.</summary>
    public Task<OwnReply> Post<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken stop)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new("application/json");
        return Ask(HttpMethod.Post, path, content, stop);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_own is not null)
        {
            await _own.Stop();
            await _own.DisposeAsync();
        }

        _held?.Dispose();
    }

    private static async ValueTask<Stream> Connect(Settings settings, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Listening.SocketPath(settings)), stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>What the house said.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON, or a page.</param>
/// <param name="Fragment">Of a page: the key of its sealed details.</param>
public sealed record OwnReply(int Status, byte[] Body, string? Fragment)
{
    /// <summary>What a command itself has to say, in the form of a reply.</summary>
    public static OwnReply Of<T>(T value, JsonTypeInfo<T> type) => new(200, JsonSerializer.SerializeToUtf8Bytes(value, type), null);

    /// <summary>True if it was done.</summary>
    public bool Right => Status < 400;

    /// <summary>The body as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    /// <summary>The body as a value.</summary>
    public T Read<T>(JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Body, type) ?? throw new BugException("an empty reply");
}
