using System.IO.Compression;

namespace Purser.Host.Edge;

/// <summary>
/// Compresses what an origin gave uncompressed, by CloudFront's rules: text of 1,000 to 10,000,000 bytes, for
/// a viewer who takes it. Its entity tag is a weak one then.
/// </summary>
public static class Compression
{
    private static readonly string[] Kinds =
    [
        "text/html", "text/css", "text/plain", "text/javascript", "text/xml", "application/javascript",
        "application/json", "application/xml", "image/svg+xml",
    ];

    /// <summary>The reply in this encoding, or as it is.</summary>
    public static KeptReply Of(KeptReply reply, string encoding)
    {
        var type = reply.Value("Content-Type")?.Split(';')[0].Trim();
        var fit = encoding.Length > 0 && reply.Status == 200 && reply.Body.Length is >= 1000 and <= 10_000_000
            && reply.Value("Content-Encoding") is null && Kinds.Contains(type);
        if (!fit) return reply;
        using var packed = new MemoryStream();
        using (Stream packer = encoding == "br"
            ? new BrotliStream(packed, CompressionLevel.Optimal)
            : new GZipStream(packed, CompressionLevel.Optimal))
            packer.Write(reply.Body.Span);
        var fields = reply.Headers.Where(field => !KeptReply.Is(field.Name, "Content-Length"))
            .Select(field => KeptReply.Is(field.Name, "ETag") ? (field.Name, Weak(field.Value)) : field);
        return reply with
        {
            Headers = [.. fields, ("Content-Encoding", encoding), ("Vary", "Accept-Encoding")],
            Body = packed.ToArray(),
        };
    }

    private static string Weak(string tag) =>
        tag.StartsWith("W/", StringComparison.Ordinal) ? tag : $"W/{tag}";
}
