using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Purser.Aws.Edge;
using Purser.Host.Composition;
using Purser.Host.Doors;

namespace Purser.Host.Edge;

/// <summary>
/// An edge on this machine, before a running <c>serve</c>: guest and crew site as viewers see them in the
/// field, and a door at which it is told what to forget.
/// </summary>
public sealed class EdgeServer : IAsyncDisposable
{
    private const long MostBytes = 128L * 1024 * 1024;
    private readonly WebApplication _app;

    private EdgeServer(WebApplication app) => _app = app;

    /// <summary>Opens the listeners.</summary>
    /// <param name="options">What stands before what.</param>
    /// <param name="log">Where log lines go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Gives up starting.</param>
    public static async Task<EdgeServer> Start(
        EdgeOptions options, TextWriter log, TimeProvider time, CancellationToken stop)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddProvider(new LineLog(log, time)).SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = null;
            Listen(server, options.Guest, Site.Guest);
            Listen(server, options.Crew, Site.Crew);
            server.Listen(options.Door, listener => Mark(listener, Site.Local));
        });
        var app = builder.Build();
        var (guests, crew) = (new EdgeCache(MostBytes), new EdgeCache(MostBytes));
        var doors = new Dictionary<Site, RequestDelegate>
        {
            [Site.Guest] = Pipeline(Distribution.Guest, options.Guest, options, guests, time).Answer,
            [Site.Crew] = Pipeline(Distribution.Crew, options.Crew, options, crew, time).Answer,
            [Site.Local] = context => Forget(context, guests, crew),
        };
        ((IApplicationBuilder)app).Run(context => doors[context.Site()](context));
        await app.StartAsync(stop);
        return new EdgeServer(app);
    }

    /// <summary>Where it is heard: guests, crew, its door.</summary>
    public IReadOnlyList<Uri> Addresses =>
    [
        .. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(one => new Uri(one)),
    ];

    /// <summary>Ends; what is under way may finish.</summary>
    public Task Stop(CancellationToken patience) => _app.StopAsync(patience);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static EdgePipeline Pipeline(
        Distribution distribution, EdgeSite site, EdgeOptions options, EdgeCache cache, TimeProvider time)
    {
        var doors = new DoorOrigin(DoorOrigin.NewClient(), site.Origin, site.Base.Authority);
        var bucket = options.Objects is { } objects ? new BucketOrigin(objects, time) : (IEdgeOrigin)doors;
        var origins = new Dictionary<string, IReadOnlyList<IEdgeOrigin>>(StringComparer.Ordinal)
        {
            ["doors"] = [doors],
            ["site"] = [bucket],
            ["assets-or-doors"] = [doors],
        };
        return new EdgePipeline(distribution, origins, options.Services, cache, time);
    }

    private static void Listen(KestrelServerOptions server, EdgeSite site, Site mark)
    {
        if (site.Listen is { } address) server.Listen(address, listener => Mark(listener, mark));
        else server.ListenLocalhost(site.Base.Port, listener => Mark(listener, mark));
    }

    private static void Mark(ListenOptions listener, Site site) =>
        listener.Use(next => connection =>
        {
            connection.Features.Set(new SiteMark(site));
            return next(connection);
        });

    /// <summary>
    /// Only JSON is taken: a page in a browser on this machine cannot send that here without being asked.
    /// </summary>
    private static async Task Forget(HttpContext context, params EdgeCache[] caches)
    {
        if (context.Request.Path == "/livez")
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var known = context.Request.Path == LocalEdge.Path && HttpMethods.IsPost(context.Request.Method);
        var problem = known ? await Forget(context, caches, context.RequestAborted) : Problem.Unknown;
        if (problem is not null) await problem.ExecuteAsync(context);
        else context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<Problem?> Forget(
        HttpContext context, EdgeCache[] caches, CancellationToken stop)
    {
        var body = await Bodies.Json(context, stop);
        return body.Match(
            bytes =>
            {
                if (LocalEdge.Read(bytes.Span) is not { } paths)
                    return Problem.Malformed("Give { \"paths\": [\"/...\"] }.");
                foreach (var cache in caches) cache.Forget(paths);
                return (Problem?)null;
            },
            problem => problem);
    }
}
