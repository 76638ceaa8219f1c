using Purser.Crew;
using Purser.Host.Composition;
using Purser.Host.Doors.Clients;
using Purser.Host.Doors.Keys;

namespace Purser.Host.Doors;

/// <summary>
/// Builds a pipeline of its own for each site, with its own routes: what is not mapped there does not exist
/// there, and there is nothing to fall through to.
/// </summary>
public sealed class SitePipeline(IServiceProvider services, WallParts parts)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(30);

    private static readonly ServedPage Nothing = PlainPages.Of(
        "Nothing here", "There is no page at this address",
        "Open the link in your newest mail, or check the address for a slip of the finger.");

    /// <summary>The pipeline of a public site.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="sample">True for the invented operator.</param>
    /// <param name="map">Its routes.</param>
    /// <param name="quick">What is served before any routing; may be null.</param>
    public RequestDelegate Public(
        SiteAddress address, bool sample, Action<IEndpointRouteBuilder> map, Action<IApplicationBuilder>? quick = null)
    {
        var pipeline = new ApplicationBuilder(services);
        pipeline.Use(next => new SiteWall(next, address, sample, parts.Time, parts.Proxies).Invoke);
        if (address.Site == Site.Crew) pipeline.Use(Plain);
        quick?.Invoke(pipeline);
        return Rest(pipeline, map);
    }

    /// <summary>The pipeline of the local door.</summary>
    public RequestDelegate Local(Action<IEndpointRouteBuilder> map) => Rest(new ApplicationBuilder(services), map);

    private RequestDelegate Rest(ApplicationBuilder pipeline, Action<IEndpointRouteBuilder> map)
    {
        var log = services.GetRequiredService<ILoggerFactory>();
        pipeline.Use(next => new AccessLog(next, log.CreateLogger<AccessLog>(), parts.Time).Invoke);
        pipeline.Use(next => new FaultWall(next, log.CreateLogger<FaultWall>()).Invoke);
        pipeline.Use(NoBareRefusal);
        pipeline.Use(ReadAsGet);
        pipeline.UseRouting();
        pipeline.Use(next => new ClientWall(next, parts.Clients).Invoke);
        pipeline.Use(next => new KeyWall(next, parts.Keys, parts.Limit, parts.Clients).Invoke);
        pipeline.Use(GiveUp);
        pipeline.UseEndpoints(map);
        pipeline.Run(NothingHere);
        return pipeline.Build();
    }

    /// <summary>
    /// A person's browser asks for HTML by name and gets words; a program, and an API, a problem.
    /// </summary>
    private static Task NothingHere(HttpContext context)
    {
        var request = context.Request;
        var person = HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api")
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (!person) return Problem.Unknown.ExecuteAsync(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Nothing.Answer(context).AsTask();
    }

    /// <summary>The rule of the crew's edge, where none has applied it: twice, it is the same.</summary>
    private static RequestDelegate Plain(RequestDelegate next) => context =>
    {
        var path = context.Request.Path.Value ?? "";
        var ruled = CrewPlace.EdgeRule(path);
        if (!ReferenceEquals(path, ruled)) context.Request.Path = ruled;
        return next(context);
    };

    /// <summary>A HEAD is a GET whose body the server leaves out.</summary>
    private static RequestDelegate ReadAsGet(RequestDelegate next) => context =>
    {
        if (HttpMethods.IsHead(context.Request.Method)) context.Request.Method = HttpMethods.Get;
        return next(context);
    };

    private static RequestDelegate NoBareRefusal(RequestDelegate next) => async context =>
    {
        await next(context);
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < 400) return;
        if (response.ContentType is not null || response.ContentLength > 0) return;
        var problem = response.StatusCode switch
        {
            404 => Problem.Unknown,
            405 => new Problem(405, "method", "This address does not take this method", $"It takes {response.Headers.Allow}."),
            _ => new Problem(response.StatusCode, "refused", "The request was refused"),
        };
        await problem.ExecuteAsync(context);
    };

    private static RequestDelegate GiveUp(RequestDelegate next) => async context =>
    {
        if (context.Site() == Site.Guest && HttpMethods.IsGet(context.Request.Method))
        {
            await next(context);
            return;
        }

        var gone = context.RequestAborted;
        using var slow = CancellationTokenSource.CreateLinkedTokenSource(gone);
        slow.CancelAfter(context.GetEndpoint()?.Metadata.GetMetadata<TimeLimit>()?.Span ?? Slow);
        context.RequestAborted = slow.Token;
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestAborted = gone;
        }
    };
}

/// <summary>Marks addresses that have another time limit than the usual one.</summary>
/// <param name="Span">After so long a request is given up.</param>
public sealed record TimeLimit(TimeSpan Span);

/// <summary>What the walls of every site share.</summary>
/// <param name="Keys">Those that stand.</param>
/// <param name="Limit">By key.</param>
/// <param name="Clients">By client address.</param>
/// <param name="Proxies">Whose word about a request is taken.</param>
/// <param name="Time">The clock.</param>
public sealed record WallParts(
    KeyRing Keys, RateLimit Limit, ClientLimits Clients, TrustedProxies Proxies, TimeProvider Time)
{
    /// <summary>Those of this program.</summary>
    public static WallParts Of(Premises premises)
    {
        var limit = new RateLimit(premises.Clock.Time, perSecond: 100, burst: 400);
        return new WallParts(
            premises.Keys, limit, premises.Limits, premises.Settings.Proxies, premises.Clock.Time);
    }
}
