using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Purser.Host.Doors;

/// <summary>A JSON reply with its tag; a caller who has it already gets 304.</summary>
/// <param name="Body">The bytes.</param>
/// <param name="Status">The status if it is sent whole.</param>
/// <param name="Counters">The counters in the tag; null: no tag.</param>
/// <param name="Location">The address of what was made.</param>
public sealed record Reply(ReadOnlyMemory<byte> Body, int Status = 200, string? Counters = null, string? Location = null) : IResult
{
    /// <summary>The address of the next page, for <c>Link</c>.</summary>
    public string? Next { get; init; }

    /// <summary>Writes a value by its source-generated contract.</summary>
    public static Reply Json<T>(
        T value, JsonTypeInfo<T> type, int status = 200, string? counters = null, string? location = null) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type), status, counters, location);

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.CacheControl = "no-cache, private";
        if (Location is not null) response.Headers.Location = Location;
        if (Next is not null) response.Headers.Link = $"<{Next}>; rel=\"next\"";
        if (Counters is not null)
        {
            var tag = Tags.Of(Counters, Body.Span);
            response.Headers.ETag = tag;
            var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
            if (reads && Status == 200 && Tags.IsKnown(request, tag))
            {
                response.StatusCode = 304;
                return;
            }
        }

        response.StatusCode = Status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = Body.Length;
        if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}
