using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Purser.Aws.Lambda;

/// <summary>The Lambda proxy integration of an API Gateway REST API.</summary>
internal static class GatewayV1
{
    /// <summary>Reads a request.</summary>
    public static LambdaRequest Read(JsonElement? root, JsonElement? context)
    {
        var headers = Headers(root);
        var domain = context.Text("domainName");
        if (headers.Host.Count == 0 && domain is not null) headers.Host = domain;
        var body = GatewayBody.Read(root, headers);
        return new LambdaRequest
        {
            Format = GatewayFormat.V1,
            Method = root.Text("httpMethod")!,
            Protocol = context.Text("protocol") ?? HttpProtocol.Http11,
            Scheme = GatewayBody.Scheme(headers),
            Path = RequestPath.Read(
                root.Text("path") ?? "/", context.Text("path"), context.Text("stage"),
                domain ?? headers.Host.ToString()),
            Query = Query(root),
            Headers = headers,
            Body = body,
            Gateway = domain,
            Client = GatewayBody.Address(context.Member("identity").Text("sourceIp")),
        };
    }

    private static IHeaderDictionary Headers(JsonElement? root)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        foreach (var (name, value) in Pairs(root, "multiValueHeaders", "headers"))
            headers.Append(name, value);
        return headers;
    }

    /// <summary>The gateway decodes names and values; here each is encoded again, and stays one.</summary>
    private static string Query(JsonElement? root)
    {
        var parts = Pairs(root, "multiValueQueryStringParameters", "queryStringParameters")
            .SelectMany(pair => pair.Values, (pair, value) =>
                $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(value ?? "")}");
        var query = string.Join('&', parts);
        return query.Length == 0 ? "" : "?" + query;
    }

    /// <summary>All values of each name; where the gateway tells only one value of each, that.</summary>
    private static IEnumerable<(string Name, StringValues Values)> Pairs(
        JsonElement? root, string many, string single)
    {
        if (root.Member(many) is { } all)
        {
            return all.EnumerateObject().Select(pair => (
                pair.Name,
                new StringValues([.. pair.Value.EnumerateArray().Select(value => value.GetString())])));
        }

        return root.Member(single) is { } last
            ? last.EnumerateObject().Select(pair => (pair.Name, new StringValues(pair.Value.GetString())))
            : [];
    }
}
