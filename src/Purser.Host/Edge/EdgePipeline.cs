using System.Globalization;
using Purser.Host.Doors;

namespace Purser.Host.Edge;

/// <summary>One distribution at work: what it keeps it gives out, the rest it asks for.</summary>
/// <param name="distribution">Which.</param>
/// <param name="origins">Who answers, by the names of the table; an origin group asks them in turn.</param>
/// <param name="services">True: <c>ServiceCallsThroughEdge</c>.</param>
/// <param name="cache">What is kept.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Is told of every origin that fails.</param>
public sealed class EdgePipeline(
    Distribution distribution, IReadOnlyDictionary<string, IReadOnlyList<IEdgeOrigin>> origins, bool services,
    EdgeCache cache, TimeProvider time, ILogger<EdgePipeline> log)
{
    private const int MostKept = 10 * 1024 * 1024;
    private const string Us = "from purser-edge";

    private static readonly Problem NotTaken = new(
        403, "method", "This distribution is not configured to allow the method of this request");

    private static readonly Problem NoAnswer = new(502, "no-origin", "The origin does not answer");
    private static readonly Problem TooLate = new(504, "late-origin", "The origin did not answer in time");

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
        var (got, problem) = await Take(context, viewer, stale);
        await using var taken = got;
        // An origin that fails does not take from viewers what is still there (RFC 5861).
        if (stale is { Status: < 400 } && (got is { Failed: true } || problem?.Status >= 500))
        {
            await Give(context, viewer, stale, $"Error {Us}");
            return;
        }

        if (problem is not null) await problem.ExecuteAsync(context);
        if (got is null) return;
        if (stale is not null && got.Reply.Status == 304)
            await Give(context, viewer, Confirmed(viewer, stale, got.Reply, forgotten), $"RefreshHit {Us}");
        else if (got is { Fresh: { } fresh, Whole: true })
            await Give(context, viewer, Keep(viewer, got, fresh, forgotten), How(got.Reply));
        else await Pass(context, viewer, got);
    }

    /// <summary>
    /// Asks, and reads what is to be kept: all that may fail before the viewer's reply has begun. Neither is
    /// given if the viewer has gone.
    /// </summary>
    private async Task<(Taken? Taken, Problem? Problem)> Take(
        HttpContext context, ViewerRequest viewer, KeptReply? stale)
    {
        var stop = context.RequestAborted;
        OriginReply? reply = null;
        try
        {
            reply = await Ask(viewer, stale?.Tag, stop);
            var taken = new Taken(reply);
            if (!taken.Failed || stale is not { Status: < 400 })
                return (await Read(context, viewer, taken), null);
            log.LogWarning(
                "{Site} {Method} {Path}: {Origin} answered {Status}, so what is kept was given", distribution.Name,
                viewer.Method, viewer.Path, viewer.Behaviour.Origin, reply.Status);
            return (taken, null);
        }
        catch (Exception fault) when (IsOfConnection(fault))
        {
            if (reply is not null) await reply.DisposeAsync();
            return (null, stop.IsCancellationRequested ? null : ProblemOf(viewer, fault));
        }
    }

    private static bool IsOfConnection(Exception fault) =>
        fault is HttpRequestException or IOException or OperationCanceledException;

    /// <summary>What the viewer itself has sent wrongly or too slowly keeps its own status.</summary>
    private Problem ProblemOf(ViewerRequest viewer, Exception fault)
    {
        if (Causes(fault).OfType<BadHttpRequestException>().FirstOrDefault() is { } bad)
            return new Problem(bad.StatusCode, "malformed", "The request cannot be read", bad.Message);
        Log(viewer, fault);
        return Causes(fault).Any(cause => cause is TimeoutException) ? TooLate : NoAnswer;
    }

    /// <summary>
    /// The address without its query, and causes in words: header fields are in neither. What in a path opens a
    /// door, the log drops.
    /// </summary>
    private void Log(ViewerRequest viewer, Exception fault) => log.LogWarning(
        "{Site} {Method} {Path}: {Origin} fails: {Cause}", distribution.Name, viewer.Method, viewer.Path,
        viewer.Behaviour.Origin, string.Join(": ", Causes(fault).Select(cause => cause.Message)));

    private static IEnumerable<Exception> Causes(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException) yield return cause;
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

    /// <summary>Reads what is kept. What is longer than anything kept is read no further.</summary>
    private async Task<Taken> Read(HttpContext context, ViewerRequest viewer, Taken taken)
    {
        if (viewer.Method != "GET" || context.Request.Headers.Range.Count > 0) return taken;
        var reply = taken.Reply;
        var span = Freshness.Of(
            reply.Status, reply.Field("Cache-Control"), viewer.Behaviour.Keep, distribution.ErrorSeconds);
        var said = reply.Field("Content-Length");
        var length = long.TryParse(said, CultureInfo.InvariantCulture, out var number) ? number : -1;
        // A page without a length may be one that goes on and on: it is passed as it comes.
        if (span is null || length > MostKept || (length < 0 && reply.Status == 200)) return taken;
        using var begun = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while (begun.Length <= MostKept && (count = await reply.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            begun.Write(buffer, 0, count);
        return taken with { Fresh = span, Begun = begun.ToArray(), Whole = begun.Length <= MostKept };
    }

    private KeptReply Keep(ViewerRequest viewer, Taken taken, TimeSpan fresh, long forgotten)
    {
        var reply = taken.Reply;
        var kept = Compression.Of(
            new KeptReply(reply.Status, reply.Headers, taken.Begun, time.GetUtcNow(), fresh), viewer.Encoding);
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

    private async Task Pass(HttpContext context, ViewerRequest viewer, Taken taken)
    {
        var response = context.Response;
        response.StatusCode = taken.Reply.Status;
        Head(response, viewer, taken.Reply.Headers, How(taken.Reply));
        if (viewer.Method == "HEAD") return;
        if (taken.Begun.Length > 0) await response.Body.WriteAsync(taken.Begun, context.RequestAborted);
        try
        {
            await taken.Reply.Body.CopyToAsync(response.Body, context.RequestAborted);
        }
        catch (Exception fault) when (IsOfConnection(fault))
        {
            if (context.RequestAborted.IsCancellationRequested) return;
            var problem = ProblemOf(viewer, fault);
            if (response.HasStarted)
            {
                // What is not whole must not look so: the viewer sees its connection break, as ours did.
                context.Abort();
                return;
            }

            response.Clear();
            await problem.ExecuteAsync(context);
        }
    }

    private static string How(OriginReply reply) => reply.Status >= 400 ? $"Error {Us}" : $"Miss {Us}";

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
