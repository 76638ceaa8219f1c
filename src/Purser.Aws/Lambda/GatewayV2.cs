using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Purser.Aws.Lambda;

/// <summary>Payload format 2.0: function URLs, and API Gateway HTTP APIs.</summary>
internal static class GatewayV2
{
    /// <summary>True if this is the context of such a request.</summary>
    public static bool Is(JsonElement? context) => context.Member("http").Text("method") is not null;

    /// <summary>Reads a request.</summary>
    public static LambdaRequest Read(JsonElement? root, JsonElement? context)
    {
        var http = context.Member("http");
        var headers = Headers(root);
        var domain = context.Text("domainName");
        if (headers.Host.Count == 0 && domain is not null) headers.Host = domain;
        var body = GatewayBody.Read(root, headers);
        return new LambdaRequest
        {
            Format = GatewayFormat.V2,
            Method = http.Text("method")!,
            Protocol = http.Text("protocol") ?? HttpProtocol.Http11,
            Scheme = GatewayBody.Scheme(headers),
            Path = RequestPath.Read(
                root.Text("rawPath") ?? "/", context: null, context.Text("stage"),
                domain ?? headers.Host.ToString()),
            Query = root.Text("rawQueryString") is { Length: > 0 } query ? "?" + query : "",
            Headers = headers,
            Body = body,
            Gateway = domain,
            Client = GatewayBody.Address(http.Text("sourceIp")),
        };
    }

    /// <summary>
    /// Several lines of a name come as one with commas, which mean the same. Cookies come apart, and are
    /// one line again, as browsers send them.
    /// </summary>
    private static IHeaderDictionary Headers(JsonElement? root)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        if (root.Member("headers") is { } all)
        {
            foreach (var pair in all.EnumerateObject()) headers.Append(pair.Name, pair.Value.GetString());
        }

        if (root.Member("cookies") is { } cookies)
            headers.Cookie = string.Join("; ", cookies.EnumerateArray().Select(cookie => cookie.GetString()));
        return headers;
    }
}
