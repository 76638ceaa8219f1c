using System.Globalization;
using System.Text;
using Purser.Outside;

namespace Purser.Host.Edge;

/// <summary>The bucket of pages and safe copies, as the distribution may read it.</summary>
/// <param name="objects">What lies there.</param>
/// <param name="time">For the reply's own date.</param>
public sealed class BucketOrigin(IObjects objects, TimeProvider time) : IEdgeOrigin
{
    private static readonly string[] Readable = ["/g/", "/photos/"];

    /// <inheritdoc />
    public async Task<OriginReply> Ask(OriginRequest request, CancellationToken stop)
    {
        if (request.Method is not ("GET" or "HEAD")) return Refuse(405, "MethodNotAllowed");
        if (!Readable.Any(folder => request.Path.StartsWith(folder, StringComparison.Ordinal)))
            return Refuse(403, "AccessDenied");
        if (!ObjectKey.TryParse(request.Path[1..], out var key) || await Open(key, stop) is not { } found)
            return Refuse(404, "NoSuchKey");
        var tag = $"\"{found.Tag.Trim('"')}\"";
        var known = request.Headers.Any(field =>
            KeptReply.Is(field.Name, "If-None-Match") && field.Value.EndsWith(tag, StringComparison.Ordinal));
        List<(string, string)> fields =
        [
            Now, ("ETag", tag), ("Content-Type", found.ContentType), ("Cache-Control", found.CacheControl),
            ("Accept-Ranges", "bytes"),
        ];
        if (known)
        {
            await found.DisposeAsync();
            return new OriginReply(304, fields, Stream.Null);
        }

        fields.Add(("Content-Length", found.Length.ToString(CultureInfo.InvariantCulture)));
        if (request.Method == "GET") return new OriginReply(200, fields, found.Body);
        await found.DisposeAsync();
        return new OriginReply(200, fields, Stream.Null);
    }

    private (string, string) Now => ("Date", time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));

    private async Task<OpenObject?> Open(ObjectKey key, CancellationToken stop)
    {
        try
        {
            return await objects.Open(key, stop);
        }
        catch (Exception fault) when (fault is OutsideUnavailable or OutsideRefused)
        {
            throw new HttpRequestException("the bucket gives nothing", fault);
        }
    }

    private OriginReply Refuse(int status, string code)
    {
        var body = Encoding.UTF8.GetBytes(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code></Error>");
        return new OriginReply(status, [Now, ("Content-Type", "application/xml")], new MemoryStream(body));
    }
}
