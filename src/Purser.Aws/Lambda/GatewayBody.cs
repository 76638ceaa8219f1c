using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Purser.Aws.Lambda;

/// <summary>What both formats say alike.</summary>
internal static class GatewayBody
{
    /// <summary>The body's bytes. The length is set, since the body is here whole.</summary>
    public static ReadOnlyMemory<byte> Read(JsonElement? root, IHeaderDictionary headers)
    {
        headers.Remove("Transfer-Encoding");
        if (root.Member("body") is not { } body) return default;
        var encoded = root.Member("isBase64Encoded") is { ValueKind: JsonValueKind.True };
        var bytes = encoded ? body.GetBytesFromBase64() : Encoding.UTF8.GetBytes(body.GetString()!);
        if (bytes.Length > 0) headers.ContentLength = bytes.Length;
        return bytes;
    }

    /// <summary>
    /// What the client spoke. CloudFront knows it best, who stands outermost; gateways take nothing but
    /// HTTPS.
    /// </summary>
    public static string Scheme(IHeaderDictionary headers)
    {
        foreach (var name in (ReadOnlySpan<string>)["CloudFront-Forwarded-Proto", "X-Forwarded-Proto"])
        {
            var said = headers[name].ToString().Split(',')[0].Trim();
            if (said.Equals("http", StringComparison.OrdinalIgnoreCase)) return "http";
            if (said.Equals("https", StringComparison.OrdinalIgnoreCase)) return "https";
        }

        return "https";
    }

    /// <summary>An address; null if it is none.</summary>
    public static IPAddress? Address(string? text) =>
        IPAddress.TryParse(text, out var address) ? address : null;
}
