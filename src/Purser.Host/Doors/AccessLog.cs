using Purser.Host.Composition;

namespace Purser.Host.Doors;

/// <summary>
/// One line for each request that may change something, and for each that failed: never its query, header or
/// body.
/// </summary>
public sealed class AccessLog(RequestDelegate next, ILogger<AccessLog> log, TimeProvider time)
{
    /// <summary>Runs the rest, then writes the line.</summary>
    public async Task Invoke(HttpContext context)
    {
        var method = context.Request.Method;
        var started = time.GetTimestamp();
        await next(context);
        var status = context.Response.StatusCode;
        if (status < 500 && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))) return;
        var took = time.GetElapsedTime(started).TotalMilliseconds;
        log.LogInformation(
            "{Site} {Method} {Path} {Status} {Took:0.0} ms", context.Site().Word, method, context.Request.Path.Value, status, took);
    }
}
