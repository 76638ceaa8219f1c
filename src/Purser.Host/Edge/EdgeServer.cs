using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Purser.Aws.Edge;
using Purser.Host.Composition;
using Purser.Host.Doors;
using Purser.Host.Doors.Guests;

namespace Purser.Host.Edge;

/// <summary>
/// An edge on this machine, before a running <c>serve</c>: guest and crew site as viewers see them in the
/// field, and a door at which it is told what to forget.
/// </summary>
public sealed class EdgeServer : IAsyncDisposable
{
    private const long MostBytes = 128L * 1024 * 1024;
    private const int MostReplies = 16_384;

    private static readonly Problem OtherDoor = new(
        421, "other-site", "Another site was asked for",
        "This is the edge's own door; it answers by a name of this machine only, for example 127.0.0.1.");

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
            Limit(server.Limits);
            Listen(server, options.Guest, Site.Guest);
            Listen(server, options.Crew, Site.Crew);
            server.Listen(options.Door, listener => Mark(listener, Site.Local));
        });
        var app = builder.Build();
        var (guests, crew) = (new EdgeCache(MostBytes, MostReplies), new EdgeCache(MostBytes, MostReplies));
        var parts = new Parts(options, time, app.Services.GetRequiredService<ILogger<EdgePipeline>>());
        var doors = new Dictionary<Site, RequestDelegate>
        {
            [Site.Guest] = Front(Site.Guest, Distribution.Guest, options.Guest, guests, parts),
            [Site.Crew] = Front(
                Site.Crew, options.Office is null ? Distribution.Crew : Distribution.CrewWithPay, options.Crew, crew,
                parts),
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

    /// <summary>
    /// The limits of the servers behind: what they would take is not refused here. A body goes on as it comes,
    /// at a phone's pace.
    /// </summary>
    internal static void Limit(KestrelServerLimits limits)
    {
        Listening.Limit(limits);
        limits.MaxRequestBodySize = UploadsDoor.MostForm;
        limits.MinRequestBodyDataRate = UploadsDoor.Slowest;
    }

    /// <summary>
    /// A distribution answers by its own names only; and since the site behind is asked by its name whatever
    /// the viewer said, a foreign one would be taken for ours there.
    /// </summary>
    private static RequestDelegate Front(
        Site which, Distribution distribution, EdgeSite site, EdgeCache cache, Parts parts)
    {
        var pipeline = Pipeline(distribution, site, cache, parts);
        var authority = site.Base.Authority;
        return context => string.Equals(
            context.Request.Host.Value, authority, StringComparison.OrdinalIgnoreCase)
            ? pipeline.Answer(context)
            : SiteWall.OtherSite(which, authority).ExecuteAsync(context);
    }

    private static EdgePipeline Pipeline(
        Distribution distribution, EdgeSite site, EdgeCache cache, Parts parts)
    {
        var (options, time, log) = parts;
        var doors = new DoorOrigin(DoorOrigin.NewClient(), site.Origin, site.Base.Authority, time);
        var bucket = options.Objects is { } objects ? new BucketOrigin(objects, time) : (IEdgeOrigin)doors;
        var origins = new Dictionary<string, IReadOnlyList<IEdgeOrigin>>(StringComparer.Ordinal)
        {
            ["doors"] = [doors],
            ["site"] = [bucket],
            ["assets-or-doors"] = [doors],
        };
        if (options.Office is { } office)
            origins["office"] = [new DoorOrigin(DoorOrigin.NewClient(), office.Origin, office.Base.Authority, time)];
        return new EdgePipeline(distribution, origins, options.Services, cache, time, log);
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
    /// Only JSON is taken, and only by a name of this machine: a page in a browser here cannot send the one
    /// without being asked, nor the other from a name of its own that leads here.
    /// </summary>
    private static async Task Forget(HttpContext context, params EdgeCache[] caches)
    {
        if (!IsNear(context))
        {
            await OtherDoor.ExecuteAsync(context);
            return;
        }

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

    private static bool IsNear(HttpContext context)
    {
        var asked = context.Request.Host;
        if ((asked.Port ?? 80) != context.Connection.LocalPort) return false;
        var host = asked.Host.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
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

    private sealed record Parts(EdgeOptions Options, TimeProvider Time, ILogger<EdgePipeline> Log);
}
