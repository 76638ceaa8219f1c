using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Purser.Guests;
using Purser.Outside;

namespace Purser.Host.Doors;

/// <summary>
/// One page in memory: its header values, and its bodies, each made once. A packed body is made when a
/// visitor first takes it, so that publishing and checking a page does not wait for it.
/// </summary>
internal sealed class ServedPage
{
    private static readonly StringValues Robots = "noindex, nofollow";
    private static readonly StringValues Referrer = "no-referrer";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Policy = "frame-ancestors 'none'";
    private static readonly StringValues Vary = "Accept-Encoding";

    private readonly StringValues contentType;
    private readonly StringValues cacheControl;
    private readonly Form plain;
    private readonly Lazy<Form> gzip;
    private readonly Lazy<Form> brotli;
    private int opened;

    public ServedPage(ObjectContent content)
    {
        contentType = content.ContentType;
        cacheControl = content.CacheControl;
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Body.Span))[..32];
        plain = new Form(content.Body, default, $"\"{hash}\"");
        gzip = new(() => Packed(
            plain.Body, "gzip", $"\"{hash}-g\"", body => new GZipStream(body, CompressionLevel.SmallestSize, true)));
        brotli = new(() => Packed(
            plain.Body, "br", $"\"{hash}-b\"", body => new BrotliStream(body, CompressionLevel.SmallestSize, true)));
    }

    /// <summary>
    /// What it takes in memory at most: packed bodies are together smaller than the plain one.
    /// </summary>
    public long Bytes => 2L * plain.Body.Length;

    /// <summary>How often a person opened it since it was last asked; then it counts anew.</summary>
    public int TakeOpened() => Interlocked.Exchange(ref opened, 0);

    /// <summary>A page of our own that is not an object.</summary>
    public static ServedPage Fixed(string html) =>
        new(new ObjectContent(Encoding.UTF8.GetBytes(html), PagePlace.ContentType, "no-cache", 0));

    /// <summary>Answers GET and HEAD, conditional or not.</summary>
    public ValueTask Answer(HttpContext context)
    {
        var request = context.Request;
        var headers = context.Response.Headers;
        if (OpenedByPerson(request)) Interlocked.Increment(ref opened);
        var form = Choose(request.Headers.AcceptEncoding);
        headers.CacheControl = cacheControl;
        headers.ETag = form.Tag;
        headers.Vary = Vary;
        headers["X-Robots-Tag"] = Robots;
        headers["Referrer-Policy"] = Referrer;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = Policy;
        if (context.Response.StatusCode == StatusCodes.Status200OK && Holds(request.Headers.IfNoneMatch, form.Tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return ValueTask.CompletedTask;
        }

        headers.ContentType = contentType;
        headers.ContentLength = form.Body.Length;
        if (form.Encoding.Count > 0) headers.ContentEncoding = form.Encoding;
        return HttpMethods.IsHead(request.Method)
            ? ValueTask.CompletedTask
            : context.Response.Body.WriteAsync(form.Body, context.RequestAborted);
    }

    /// <summary>
    /// True for what a person opens: not for HEAD, nor for this program's own check, nor for the page that
    /// looks whether there is a newer one of itself (browsers tell that it is no navigation).
    /// </summary>
    private static bool OpenedByPerson(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method)) return false;
        var mode = request.Headers["Sec-Fetch-Mode"];
        if (mode.Count > 0 && mode[0] != "navigate") return false;
        var agent = request.Headers.UserAgent;
        return agent.Count == 0 || agent[0]?.StartsWith("purser", StringComparison.Ordinal) != true;
    }

    private Form Choose(StringValues accept)
    {
        if (accept.Count == 0) return plain;
        var text = accept.ToString();
        if (Accepts(text, "br")) return brotli.Value;
        return Accepts(text, "gzip") ? gzip.Value : plain;
    }

    private static bool Accepts(string accept, string encoding)
    {
        foreach (var range in accept.AsSpan().Split(','))
        {
            var part = accept.AsSpan(range).Trim();
            var end = part.IndexOf(';');
            var name = end < 0 ? part : part[..end].TrimEnd();
            if (!name.Equals(encoding, StringComparison.OrdinalIgnoreCase)) continue;
            if (end < 0) return true;
            var weight = part[(end + 1)..].Trim();
            return !weight.StartsWith("q=0", StringComparison.OrdinalIgnoreCase) || weight[3..].ContainsAnyInRange('1', '9');
        }

        return false;
    }

    private static bool Holds(StringValues tags, StringValues tag)
    {
        foreach (var list in tags)
        {
            foreach (var part in (list ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (part == "*" || (part.StartsWith("W/", StringComparison.Ordinal) ? part[2..] : part) == tag[0]) return true;
            }
        }

        return false;
    }

    private static Form Packed(ReadOnlyMemory<byte> body, string encoding, string tag, Func<Stream, Stream> packer)
    {
        using var packed = new MemoryStream();
        using (var stream = packer(packed)) stream.Write(body.Span);
        return new Form(packed.ToArray(), encoding, tag);
    }

    private readonly record struct Form(ReadOnlyMemory<byte> Body, StringValues Encoding, StringValues Tag);
}
