using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Purser.Contracts.Aws;

/// <summary>
/// Signature Version 4 in a header as AWS publishes it, written for the tests alone: what the product signs is
/// checked as the other side would.
/// </summary>
internal static class HeaderSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The Authorization header that this request must have.</summary>
    public static string Of(WireRequest request, string key, string secret, string scope, string signedHeaders)
    {
        var parts = scope.Split('/');
        var sum = Hash(Encoding.UTF8.GetBytes(Canonical(request, signedHeaders)));
        var text = string.Join('\n', Algorithm, request.Headers["X-Amz-Date"], scope, sum);
        var signing = parts.Aggregate(Encoding.UTF8.GetBytes($"AWS4{secret}"), Keyed);
        var signature = Convert.ToHexStringLower(Keyed(signing, text));
        return $"{Algorithm} Credential={key}/{scope}, SignedHeaders={signedHeaders}, Signature={signature}";
    }

    /// <summary>True if the request is signed by this key, for this service, over all that matters.</summary>
    public static void Check(WireRequest request, string key, string secret, string region, string service)
    {
        var given = request.Headers["Authorization"];
        var signed = given.Split("SignedHeaders=")[1].Split(',')[0];
        foreach (var name in request.Headers.Keys.Select(name => name.ToLowerInvariant()))
        {
            if (name is "host" or "content-type" || name.StartsWith("x-amz-", StringComparison.Ordinal))
                Assert.Contains(name, signed.Split(';'));
        }

        if (request.Headers.TryGetValue("X-Amz-Content-SHA256", out var sum)) Assert.Equal(Hash(request.Body), sum);
        var scope = $"{request.Headers["X-Amz-Date"][..8]}/{region}/{service}/aws4_request";
        Assert.Equal(Of(request, key, secret, scope, signed), given);
    }

    private static string Canonical(WireRequest request, string signedHeaders)
    {
        var target = request.Target.Split('?', 2);
        var query = target.Length < 2 ? "" : string.Join('&', target[1].Split('&')
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : $"{pair}=")
            .Order(StringComparer.Ordinal));
        var headers = signedHeaders.Split(';').Select(name => string.Create(
            CultureInfo.InvariantCulture, $"{name}:{request.Headers[name].Trim()}\n"));
        return string.Join(
            '\n', request.Method, Encoded(target[0]), query, string.Concat(headers), signedHeaders, Hash(request.Body));
    }

    /// <summary>Once more: for every service but S3 the path is signed as encoded twice.</summary>
    private static string Encoded(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Keyed(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
