using System.Net;

namespace Purser.Host.Edge;

/// <summary>A running <c>serve</c>, asked under the name of its site.</summary>
/// <param name="http">Follows nothing, decodes nothing.</param>
/// <param name="address">Where it listens.</param>
/// <param name="host">The site's name: in the field a gateway tells its function that it was asked.</param>
/// <param name="time">The clock.</param>
public sealed class DoorOrigin(HttpClient http, Uri address, string host, TimeProvider time) : IEdgeOrigin
{
    /// <summary>
    /// From the last byte of a request to the first of its reply. How long a viewer may take to send is the
    /// matter of the server that hears it: a phone may need half an hour for a film.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] OfContent = ["Content-Type", "Content-Length", "Content-Encoding"];
    private static readonly UriCreationOptions AsSent =
        new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The way to it.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
        UseProxy = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <inheritdoc />
    public async Task<OriginReply> Ask(OriginRequest request, CancellationToken stop)
    {
        Require.That(Uri.TryCreate(
            address.GetLeftPart(UriPartial.Authority) + request.Path + request.Query, AsSent,
            out var target));
        using var late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        message.Headers.Host = host;
        if (request.Body is null) late.CancelAfter(Patience);
        else message.Content = new Forwarded(request.Body, () => late.CancelAfter(Patience));
        foreach (var (name, value) in request.Headers)
        {
            if (OfContent.Contains(name, StringComparer.OrdinalIgnoreCase))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            else
                message.Headers.TryAddWithoutValidation(name, value);
        }

        if (message.Content is not null) message.Content.Headers.ContentLength = request.Length;
        var response = await Send(message, late, stop);
        var fields = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated);
        var passing = fields.Where(field => !OfConnection(field.Key))
            .SelectMany(field => field.Value.Select(value => (field.Key, value)));
        return new OriginReply(
            (int)response.StatusCode, [.. passing], await response.Content.ReadAsStreamAsync(stop))
        {
            Holds = response,
        };
    }

    private async Task<HttpResponseMessage> Send(
        HttpRequestMessage message, CancellationTokenSource late, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            var why = new TimeoutException($"nothing came in {Patience.TotalSeconds} seconds");
            throw new HttpRequestException("the request was sent and is not answered", why);
        }
    }

    /// <summary>Fields of one connection (RFC 9110, 7.6.1) go no further.</summary>
    public static bool OfConnection(string name) => name.ToUpperInvariant() is
        "CONNECTION" or "KEEP-ALIVE" or "PROXY-AUTHENTICATE" or "PROXY-AUTHORIZATION" or "PROXY-CONNECTION"
        or "TE" or "TRAILER" or "TRANSFER-ENCODING" or "UPGRADE";

    /// <summary>A body that is passed on as it comes, and tells when all of it is.</summary>
    private sealed class Forwarded(Stream body, Action sent) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await body.CopyToAsync(stream, cancellationToken);
            sent();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
