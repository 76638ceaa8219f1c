using System.Security.Cryptography;
using System.Text;

namespace Purser.Contracts.Aws;

/// <summary>AWS's signature, version 4, as its documents tell it; not the code that is under test.</summary>
internal static class SignatureV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Signs a text with a key that is derived for one day, region and service.</summary>
    public static string Sign(string secret, Scope scope, string text)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var step in (string[])[scope.Day, scope.Region, scope.Service, "aws4_request"]) key = Hmac(key, step);
        return Convert.ToHexStringLower(Hmac(key, text));
    }

    /// <summary>The text that is signed of a request whose signature is in its query.</summary>
    public static string TextOf(FrontRequest request, Scope scope, string date, string signedHeaders)
    {
        var query = request.Query.Split('&').Where(pair => !pair.StartsWith("X-Amz-Signature=", StringComparison.Ordinal))
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=")
            .Order(StringComparer.Ordinal);
        var headers = signedHeaders.Split(';').Select(name => $"{name}:{request.Header(name)?.Trim()}\n");
        var canonical = string.Join(
            '\n', request.Method, request.Path, string.Join('&', query), string.Concat(headers), signedHeaders,
            "UNSIGNED-PAYLOAD");
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        return string.Join('\n', Algorithm, date, scope.ToString(), digest);
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    /// <summary>What a credential is good for.</summary>
    internal sealed record Scope(string Day, string Region, string Service)
    {
        /// <summary>Of <c>AKIA.../20130524/us-east-1/s3/aws4_request</c>; null: it is none.</summary>
        public static (string Key, Scope Scope)? Of(string? credential) =>
            credential?.Split('/') is [var key, var day, var region, var service, "aws4_request"]
                ? (key, new Scope(day, region, service))
                : null;

        public override string ToString() => $"{Day}/{Region}/{Service}/aws4_request";
    }
}
