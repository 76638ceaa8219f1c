using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;
using Purser.Outside;

namespace Purser.Aws.Edge;

/// <summary>
/// The distribution before the guests' pages. Calls that come within a moment, or while another is being
/// answered, share a request. Without a distribution there is nothing to forget.
/// </summary>
internal sealed class CloudFrontEdge : IEdge
{
    /// <summary>CloudFront's own limit for one request.</summary>
    public const int MostPaths = 3_000;

    private const string Space = "http://cloudfront.amazonaws.com/doc/2020-05-31/";
    private const string SigningRegion = "us-east-1";
    private static readonly Uri Global = new("https://cloudfront.amazonaws.com");
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);

    // Unsafe by RFC 1738. CloudFront forgets nothing if any other character is encoded.
    private static readonly SearchValues<byte> Unsafe = SearchValues.Create(" <>\"#%{}|\\^~[]`"u8);
    private readonly SignedRequests _requests;
    private readonly ITokens _tokens;
    private readonly string? _distribution;
    private readonly Uri _address;
    private readonly Gathering<string> _gathering;

    /// <summary>Of this installation.</summary>
    public CloudFrontEdge(SignedRequests requests, AwsOptions options, ITokens tokens, TimeProvider time)
    {
        (_requests, _tokens, _distribution) = (requests, tokens, options.Distribution);
        _address = new Uri(
            options.Endpoint ?? Global,
            $"/2020-05-31/distribution/{Uri.EscapeDataString(options.Distribution ?? "")}/invalidation");
        _gathering = new Gathering<string>(MostPaths, atOnce: 1, Send, Window, time);
    }

    // Whoever gives up waiting has asked all the same: others may share his request.
    public async Task Invalidate(IReadOnlyList<string> paths, CancellationToken stop)
    {
        foreach (var path in paths)
            Require.That(path.StartsWith('/') && !path.Contains('*', StringComparison.Ordinal));
        if (_distribution is not null) await _gathering.Add([.. paths.Select(Encoded)]).WaitAsync(stop);
    }

    /// <summary>The path as CloudFront compares it.</summary>
    internal static string Encoded(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var letter in Encoding.UTF8.GetBytes(path))
        {
            if (letter is <= 0x1f or >= 0x7f || Unsafe.Contains(letter))
                text.Append(CultureInfo.InvariantCulture, $"%{letter:X2}");
            else
                text.Append((char)letter);
        }

        return text.ToString();
    }

    private async Task Send(IReadOnlyList<string> paths)
    {
        // The same for every try of this request, so that one whose answer was lost is not made twice.
        var reference = _tokens.Id();
        List<string> distinct = [.. paths.Distinct(StringComparer.Ordinal)];
        var operation = $"invalidate {distinct.Count} paths of distribution {_distribution}";
        var reply = await _requests.Send(
            new SignedCall(
                operation, "cloudfront", SigningRegion, HttpMethod.Post, _address,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "text/xml" },
                Body(distinct, reference), ErrorOf),
            CancellationToken.None);
        if (!reply.Succeeded) throw new OutsideRefused(operation, ReasonOf(reply));
    }

    private string ReasonOf(SignedReply reply)
    {
        var code = reply.Error ?? $"{(int)reply.Status}";
        return reply.Status switch
        {
            HttpStatusCode.Forbidden =>
                $"{code}: let this role do cloudfront:CreateInvalidation on distribution {_distribution}",
            HttpStatusCode.NotFound =>
                $"{code}: there is no distribution {_distribution} in this account: name the guests' one",
            _ => $"{code}: distribution {_distribution} does not take this request",
        };
    }

    private static byte[] Body(List<string> paths, string reference)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false) };
        using (var xml = XmlWriter.Create(stream, settings))
        {
            xml.WriteStartElement("InvalidationBatch", Space);
            xml.WriteStartElement("Paths", Space);
            xml.WriteElementString("Quantity", Space, paths.Count.ToString(CultureInfo.InvariantCulture));
            xml.WriteStartElement("Items", Space);
            foreach (var path in paths) xml.WriteElementString("Path", Space, path);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteElementString("CallerReference", Space, reference);
            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static string? ErrorOf(byte[] body)
    {
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(body));
            return xml.ReadToFollowing("Code") ? xml.ReadElementContentAsString() : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
