using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Purser.Aws.Desks;
using Purser.Contracts.Memory;
using Purser.Host.Composition;
using Purser.Host.Doors;
using Purser.Host.Doors.Clients;
using Purser.Host.Doors.Keys;
using Purser.Outside;

namespace Purser.Contracts.Desks;

/// <summary>
/// A desk's real doors behind their real walls on a real server. What happens on the way to them is a test's.
/// </summary>
internal sealed class DoorStand : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DoorStand(WebApplication app) => _app = app;

    /// <summary>What is on the way: gets the request and the doors.</summary>
    public Func<HttpContext, RequestDelegate, Task> Way { get; set; } = (context, doors) => doors(context);

    /// <summary>Requests that came, with method and path.</summary>
    public List<string> Seen { get; } = [];

    public Uri Address { get; private set; } = null!;

    /// <summary>Which keys open which of the doors, by method and pattern.</summary>
    public Dictionary<string, KeyRequired> Wanted { get; } = [];

    /// <summary>The key that the office makes from this secret stands, until it is taken out.</summary>
    public static ISecrets Secrets { get; } = new MemorySecrets(seed: 5);

    /// <summary>Opens doors of a site, for the office's key, which stands until an instant of the clock.</summary>
    public static async Task<DoorStand> Open(
        Site site, DeskKind kind, IClock clock, Action<IEndpointRouteBuilder> map, Instant? retires = null)
    {
        var stop = TestContext.Current.CancellationToken;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, 0, options => options.Use(next => connection =>
            {
                connection.Features.Set(new SiteMark(site));
                return next(connection);
            }));
        });
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var stand = new DoorStand(app);
        RequestDelegate? doors = null;
        ((IApplicationBuilder)app).Run(context =>
        {
            lock (stand.Seen) stand.Seen.Add($"{context.Request.Method} {context.Request.Path}");
            return stand.Way(context, doors!);
        });
        await app.StartAsync(stop);
        stand.Address = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var secret = await Secrets.Get($"{kind.Scope}-desk-1", stop);
        var key = new StoredKey(
            "office", KeyScopes.Office(kind).Word, KeyRing.Hex(DeskKeys.Text(kind, secret.Span)),
            Instant.MinValue, retires);
        var keys = new KeyRing(new MemoryStore(seed: 7), clock, new SeededTokens(7), [key, Service(kind)]);
        var limits = new ClientLimits(TimeProvider.System, TrustedProxies.None);
        var limit = new RateLimit(TimeProvider.System, perSecond: 10_000, burst: 10_000);
        var parts = new WallParts(keys, limit, limits, TrustedProxies.None, TimeProvider.System);
        doors = new SitePipeline(app.Services, parts).Public(
            new SiteAddress(site, stand.Address, null, stand.Address.Port), sample: false, routes =>
            {
                map(routes);
                stand.Note(routes);
            });
        return stand;
    }

    /// <summary>The text of a key with which some program comes to a desk's API.</summary>
    public static string ServiceKey(DeskKind kind) => $"pk_{kind.Scope}_of-some-program";

    /// <summary>The text of the key with which the office comes.</summary>
    public static async Task<string> OfficeKey(DeskKind kind)
    {
        var secret = await Secrets.Get($"{kind.Scope}-desk-1", TestContext.Current.CancellationToken);
        return DeskKeys.Text(kind, secret.Span);
    }

    /// <summary>Calls to these doors, or through another address to them; by their own name both.</summary>
    public DeskCalls Calls(
        DeskKind kind, DeskPatience? patience = null, TimeProvider? time = null, ISecrets? secrets = null,
        Uri? address = null)
    {
        var http = DeskCalls.NewClient(address ?? Address);
        http.DefaultRequestHeaders.Host = Address.Authority;
        return new DeskCalls(
            http, Desk(kind), secrets ?? Secrets, patience ?? DeskPatience.Usual,
            new DeskMeans(time ?? TimeProvider.System, new SeededTokens(3)));
    }

    public DeskAddress Desk(DeskKind kind) => new(Address, $"{kind.Scope}-desk-1", kind);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static StoredKey Service(DeskKind kind) =>
        new("service", kind.Scope, KeyRing.Hex(ServiceKey(kind)), Instant.MinValue);

    private void Note(IEndpointRouteBuilder routes)
    {
        foreach (var one in routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            if (one.Metadata.GetMetadata<KeyRequired>() is not { } wanted) continue;
            foreach (var method in one.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods)
                Wanted[$"{method} {one.RoutePattern.RawText}"] = wanted;
        }
    }
}
