using Purser.Fleet;
using Purser.Outside;

namespace Purser.Host.Doors;

/// <summary>The one place where faults become replies. Each cause is logged once, here.</summary>
public sealed class FaultWall(RequestDelegate next, ILogger<FaultWall> log)
{
    /// <summary>Runs the rest; a fault becomes a problem reply.</summary>
    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted) context.Response.StatusCode = 499;
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            var problem = Reply(fault);
            if (problem.Status >= 500) Log(context, fault);
            context.Response.Headers.Remove("Content-Length");
            await problem.ExecuteAsync(context);
        }
    }

    /// <summary>What a fault is to the caller: never its inside.</summary>
    public static Problem Reply(Exception fault) => fault switch
    {
        OutsideUnavailable gone => new Problem(503, "unavailable", "Something this needs does not answer", gone.Operation) { RetryAfter = 5 },
        CursorUnknown => Asked.UnknownCursor,
        OutsideRefused refused => new Problem(502, "refused-outside", "Something this needs refused", refused.Reason),
        FleetFault fleet => new Problem(500, "fleet", "The fleet file does not fit what is stored", fleet.Message),
        TemplateFault template => new Problem(500, "template", "A template is broken", template.Message),
        BadHttpRequestException { StatusCode: 413 } => Bodies.TooLarge(Bodies.MostAnywhere),
        BadHttpRequestException bad => new Problem(bad.StatusCode, "malformed", "The request cannot be read", bad.Message),
        OperationCanceledException or TimeoutException =>
            new Problem(503, "too-slow", "This took too long and was given up") { RetryAfter = 5 },
        _ => new Problem(500, "bug", "Something is broken inside", "It has been written to the log."),
    };

    private void Log(HttpContext context, Exception fault) => log.LogError(
        fault, "{Method} {Path} failed: {Fault}", context.Request.Method, context.Request.Path.Value, fault.GetType().Name);
}
