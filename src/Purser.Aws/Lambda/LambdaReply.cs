using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Purser.Aws.Lambda;

/// <summary>A reply of HTTP.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The header fields.</param>
/// <param name="Body">The bytes.</param>
internal sealed record LambdaReply(int Status, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    private const int RetrySeconds = 5;

    /// <summary>The work was given up before its deadline.</summary>
    public static LambdaReply TooSlow { get; } =
        Problem(503, "too-slow", "This took too long and was given up", retry: true);

    /// <summary>The application failed; how stands in the log.</summary>
    public static LambdaReply Bug { get; } =
        Problem(500, "bug", "Something is broken inside", "It has been written to the log.");

    /// <summary>The path cannot be decoded.</summary>
    public static LambdaReply BadPath { get; } =
        Problem(400, "malformed", "The request cannot be read", "Its path has a null character.");

    /// <summary>Lambda would not take the reply.</summary>
    public static LambdaReply TooLarge { get; } = Problem(
        500, "reply-too-large", "The reply is too large",
        "What is sent from here has at most 6 MB as it is sent. Ask for less at once.");

    /// <summary>The application refused the request itself, before it understood it.</summary>
    public static LambdaReply Refused(BadHttpRequestException fault) => Problem(
        fault.StatusCode,
        fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too-large" : "malformed",
        "The request cannot be read", fault.Message);

    private static LambdaReply Problem(
        int status, string kind, string title, string? detail = null, bool retry = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "urn:purser:" + kind);
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            if (detail is not null) json.WriteString("detail", detail);
            json.WriteEndObject();
        }

        IHeaderDictionary headers = new HeaderDictionary
        {
            [HeaderNames.ContentType] = "application/problem+json",
            [HeaderNames.CacheControl] = "no-store",
            [HeaderNames.XContentTypeOptions] = "nosniff",
        };
        if (retry) headers.RetryAfter = $"{RetrySeconds}";
        return new LambdaReply(status, headers, buffer.WrittenMemory);
    }
}
