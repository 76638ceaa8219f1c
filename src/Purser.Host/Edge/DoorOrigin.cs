using System.Net;

namespace Purser.Host.Edge;

/// <summary>A running <c>serve</c>, asked under the name of its site.</summary>
/// <param name="http">Follows nothing, decodes nothing.</param>
/// <param name="address">Where it listens.</param>
/// <param name="host">The site's name: in the field a gateway tells its function that it was asked.</param>
public sealed class DoorOrigin(HttpClient http, Uri address, string host) : IEdgeOrigin
{
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
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <inheritdoc />
    public async Task<OriginReply> Ask(OriginRequest request, CancellationToken stop)
    {
        Require.That(Uri.TryCreate(
            address.GetLeftPart(UriPartial.Authority) + request.Path + request.Query, AsSent,
            out var target));
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        message.Headers.Host = host;
        if (request.Body is not null) message.Content = new StreamContent(request.Body);
        foreach (var (name, value) in request.Headers)
        {
            if (OfContent.Contains(name, StringComparer.OrdinalIgnoreCase))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            else
                message.Headers.TryAddWithoutValidation(name, value);
        }

        if (message.Content is not null) message.Content.Headers.ContentLength = request.Length;
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
        var fields = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated);
        var passing = fields.Where(field => !OfConnection(field.Key))
            .SelectMany(field => field.Value.Select(value => (field.Key, value)));
        return new OriginReply(
            (int)response.StatusCode, [.. passing], await response.Content.ReadAsStreamAsync(stop))
        {
            Holds = response,
        };
    }

    /// <summary>Fields of one connection (RFC 9110, 7.6.1) go no further.</summary>
    public static bool OfConnection(string name) => name.ToUpperInvariant() is
        "CONNECTION" or "KEEP-ALIVE" or "PROXY-AUTHENTICATE" or "PROXY-AUTHORIZATION" or "PROXY-CONNECTION"
        or "TE" or "TRAILER" or "TRANSFER-ENCODING" or "UPGRADE";
}
