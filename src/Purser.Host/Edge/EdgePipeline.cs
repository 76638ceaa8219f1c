using System.Globalization;
using Purser.Host.Doors;

namespace Purser.Host.Edge;

/// <summary>One distribution at work: what it keeps it gives out, the rest it asks for.</summary>
/// <param name="distribution">Which.</param>
/// <param name="origins">Who answers, by the names of the table; an origin group asks them in turn.</param>
/// <param name="services">True: <c>ServiceCallsThroughEdge</c>.</param>
/// <param name="cache">What is kept.</param>
/// <param name="time">The clock.</param>
public sealed class EdgePipeline(
    Distribution distribution, IReadOnlyDictionary<string, IReadOnlyList<IEdgeOrigin>> origins, bool services,
    EdgeCache cache, TimeProvider time)
{
    private const int MostKept = 10 * 1024 * 1024;
    private const string Us = "from purser-edge";

    private static readonly Problem NotTaken = new(
        403, "method", "This distribution is not configured to allow the method of this request");

    private static readonly Problem NoAnswer = new(502, "no-origin", "The origin does not answer");

    /// <summary>Answers a viewer.</summary>
    public async Task Answer(HttpContext context)
    {
        var viewer = ViewerRequest.Of(context, distribution, services);
        if (!viewer.Reads && !viewer.Behaviour.Acts)
        {
            await NotTaken.ExecuteAsync(context);
            return;
        }

        var kept = viewer.Reads ? cache.Find(viewer.Key) : null;
        if (kept?.IsFresh(time.GetUtcNow()) == true)
        {
            await Give(context, viewer, kept, $"Hit {Us}");
            return;
        }

        await Fetch(context, viewer, kept);
    }

    private async Task Fetch(HttpContext context, ViewerRequest viewer, KeptReply? stale)
    {
        var forgotten = cache.Forgotten;
        OriginReply? reply = null;
        try
        {
            reply = await Ask(viewer, stale?.Tag, context.RequestAborted);
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            if (context.RequestAborted.IsCancellationRequested) return;
        }

        await using var asked = reply;
        // An origin that fails does not take from viewers what is still there (RFC 5861).
        if (stale is { Status: < 400 } && reply is null or { Status: >= 500 })
        {
            await Give(context, viewer, stale, $"Error {Us}");
            return;
        }

        if (reply is null) await NoAnswer.ExecuteAsync(context);
        else if (stale is not null && reply.Status == 304)
            await Give(context, viewer, Confirmed(viewer, stale, reply, forgotten), $"RefreshHit {Us}");
        else if (await Keep(context, viewer, reply, forgotten) is { } fresh)
            await Give(context, viewer, fresh, reply.Status >= 400 ? $"Error {Us}" : $"Miss {Us}");
        else await Pass(context, viewer, reply);
    }

    private async Task<OriginReply> Ask(ViewerRequest viewer, string? tag, CancellationToken stop)
    {
        var group = origins[viewer.Behaviour.Origin];
        foreach (var origin in group.SkipLast(1))
        {
            var reply = await origin.Ask(viewer.ForOrigin(tag), stop);
            if (reply.Status is not (403 or 404)) return reply;
            await reply.DisposeAsync();
        }

        return await group[^1].Ask(viewer.ForOrigin(tag), stop);
    }

    private KeptReply Confirmed(ViewerRequest viewer, KeptReply stale, OriginReply reply, long forgotten)
    {
        var span = Freshness.Of(
            stale.Status, reply.Field("Cache-Control") ?? stale.Value("Cache-Control"), viewer.Behaviour.Keep,
            distribution.ErrorSeconds);
        var confirmed = stale with { Stored = time.GetUtcNow(), Fresh = span ?? TimeSpan.Zero };
        cache.Keep(viewer.Key, confirmed, forgotten);
        return confirmed;
    }

    /// <summary>Null: it is passed on as it comes.</summary>
    private async Task<KeptReply?> Keep(
        HttpContext context, ViewerRequest viewer, OriginReply reply, long forgotten)
    {
        if (viewer.Method != "GET" || context.Request.Headers.Range.Count > 0) return null;
        var span = Freshness.Of(
            reply.Status, reply.Field("Cache-Control"), viewer.Behaviour.Keep, distribution.ErrorSeconds);
        var said = reply.Field("Content-Length");
        var length = long.TryParse(said, CultureInfo.InvariantCulture, out var number) ? number : -1;
        if (span is not { } fresh || length is < 0 or > MostKept && reply.Status == 200) return null;
        using var body = new MemoryStream();
        await reply.Body.CopyToAsync(body, context.RequestAborted);
        var kept = Compression.Of(
            new KeptReply(reply.Status, reply.Headers, body.ToArray(), time.GetUtcNow(), fresh),
            viewer.Encoding);
        cache.Keep(viewer.Key, kept, forgotten);
        return kept;
    }

    private async Task Give(HttpContext context, ViewerRequest viewer, KeptReply kept, string how)
    {
        var response = context.Response;
        Head(response, viewer, kept.Headers, how);
        if (!how.StartsWith("Miss", StringComparison.Ordinal))
            response.Headers.Age = kept.Age(time.GetUtcNow()).ToString(CultureInfo.InvariantCulture);
        if (kept is { Status: 200, Tag: { } tag } && Tags.IsKnown(context.Request, Plain(tag)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.ContentLength = null;
            response.Headers.Remove("Content-Encoding");
            return;
        }

        var body = kept.Body;
        response.StatusCode = kept.Status;
        if (kept.Status == 200 && ByteRange.Of(context.Request, body.Length) is { } range)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.Start}-{range.End}/{body.Length}";
            body = body[range.Start..(range.End + 1)];
        }

        response.ContentLength = kept.Status == 204 ? null : body.Length;
        if (viewer.Method != "HEAD") await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static async Task Pass(HttpContext context, ViewerRequest viewer, OriginReply reply)
    {
        context.Response.StatusCode = reply.Status;
        Head(context.Response, viewer, reply.Headers, reply.Status >= 400 ? $"Error {Us}" : $"Miss {Us}");
        if (viewer.Method == "HEAD") return;
        await reply.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static void Head(
        HttpResponse response, ViewerRequest viewer, IReadOnlyList<(string Name, string Value)> fields,
        string how)
    {
        foreach (var (name, value) in fields) response.Headers.Append(name, value);
        foreach (var (name, value) in viewer.Behaviour.Protect) response.Headers[name] = value;
        response.Headers.Append("Via", "1.1 purser-edge");
        response.Headers["X-Cache"] = how;
    }

    private static string Plain(string tag) =>
        tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
