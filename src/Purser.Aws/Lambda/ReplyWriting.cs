using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Purser.Aws.Lambda;

/// <summary>Writes a reply as the gateway reads it.</summary>
internal static class ReplyWriting
{
    /// <summary>Bytes of the largest answer that Lambda takes.</summary>
    public const int Most = 6 * 1024 * 1024;

    private static readonly JsonWriterOptions Options = new()
    {
        // The gateway reads JSON and no page: escaping what only pages must would make pages larger.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Of the way from here to the gateway, or said by the gateway itself.</summary>
    private static readonly string[] NotSent =
    [
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.TransferEncoding, HeaderNames.Upgrade,
        HeaderNames.Trailer, HeaderNames.ContentLength,
    ];

    /// <summary>The answer; null if it is larger than Lambda takes.</summary>
    /// <exception cref="InvalidOperationException">The application said what no reply can
    /// say.</exception>
    public static ReadOnlyMemory<byte>? Write(LambdaRequest request, LambdaReply reply)
    {
        var body = Body(request, reply);
        var text = body.IsEmpty || (IsText(reply.Headers) && Utf8.IsValid(body.Span));
        if (!text && Encoded(body.Length) > Most) return null;
        var buffer = new ArrayBufferWriter<byte>(body.Length + 1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("statusCode", reply.Status);
            var keepsLength = KeepsLength(request, reply);
            if (request.Format == GatewayFormat.V1) WriteMany(json, reply.Headers, keepsLength);
            else WriteJoined(json, reply.Headers, keepsLength);
            json.WriteBoolean("isBase64Encoded", !text);
            if (text) json.WriteString("body", body.Span);
            else json.WriteBase64String("body", body.Span);
            json.WriteEndObject();
        }

        if (buffer.WrittenCount > Most) return null;
        return buffer.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Body(LambdaRequest request, LambdaReply reply)
    {
        if (HasNoBody(request, reply)) return default;
        if (reply.Headers.ContentLength is { } said && said != reply.Body.Length)
            throw new InvalidOperationException(
                $"the reply has {reply.Body.Length} bytes, and its Content-Length says {said}");
        return reply.Body;
    }

    private static bool HasNoBody(LambdaRequest request, LambdaReply reply) =>
        HttpMethods.IsHead(request.Method) || reply.Status is 204 or 205 or 304;

    /// <summary>Where no body goes with it, the length tells what a GET would bring.</summary>
    private static bool KeepsLength(LambdaRequest request, LambdaReply reply) =>
        HasNoBody(request, reply) && reply.Headers.ContentLength > 0;

    private static bool IsText(IHeaderDictionary headers)
    {
        if (headers.ContentEncoding.Count > 0 && headers.ContentEncoding != "identity") return false;
        if (!MediaTypeHeaderValue.TryParse(headers.ContentType.ToString(), out var type)) return false;
        var charset = type.Charset;
        if (charset.HasValue && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            && !charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
            return false;
        if (type.Type.Equals("text", StringComparison.OrdinalIgnoreCase)) return true;
        var name = type.MediaType.ToString().ToLowerInvariant();
        return type.Suffix.ToString().ToLowerInvariant() is "json" or "xml"
            || name is "application/json" or "application/xml" or "application/javascript"
                or "application/x-www-form-urlencoded";
    }

    private static void WriteMany(Utf8JsonWriter json, IHeaderDictionary headers, bool keepsLength)
    {
        json.WriteStartObject("multiValueHeaders");
        foreach (var (name, lines) in Sent(headers, keepsLength))
        {
            json.WriteStartArray(name);
            foreach (var line in lines) json.WriteStringValue(line);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteJoined(Utf8JsonWriter json, IHeaderDictionary headers, bool keepsLength)
    {
        json.WriteStartObject("headers");
        var cookies = Array.Empty<string>();
        foreach (var (name, lines) in Sent(headers, keepsLength))
        {
            if (name.Equals(HeaderNames.SetCookie, StringComparison.OrdinalIgnoreCase)) cookies = lines;
            else json.WriteString(name, string.Join(", ", lines));
        }

        json.WriteEndObject();
        if (cookies.Length == 0) return;
        json.WriteStartArray("cookies");
        foreach (var cookie in cookies) json.WriteStringValue(cookie);
        json.WriteEndArray();
    }

    private static IEnumerable<(string Name, string[] Lines)> Sent(
        IHeaderDictionary headers, bool keepsLength)
    {
        foreach (var (name, values) in headers)
        {
            string[] lines = [.. values.OfType<string>()];
            if (lines.Length == 0 || (IsNotSent(name) && !(keepsLength && IsLength(name)))) continue;
            Check(name, lines);
            yield return (name, lines);
        }
    }

    private static bool IsNotSent(string name) => NotSent.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsLength(string name) =>
        name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase);

    private static int Encoded(int bytes) => (bytes + 2) / 3 * 4;

    /// <summary>The gateway would answer 502 to it, or let one field become two.</summary>
    private static void Check(string name, string[] lines)
    {
        var good = name.Length > 0 && name.All(letter => letter is > ' ' and < (char)127 and not ':')
            && lines.All(line => line.All(letter => letter is >= ' ' and < (char)127 or '\t'));
        if (!good)
            throw new InvalidOperationException(
                $"the reply's field {name} has a character that none may have");
    }
}
