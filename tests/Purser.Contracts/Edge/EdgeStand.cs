using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Purser.Host.Edge;
using Purser.Outside;

namespace Purser.Contracts.Edge;

/// <summary>An edge on real sockets, before servers that answer as a test says and remember what reached them.</summary>
internal sealed class EdgeStand : IAsyncDisposable
{
    private readonly WebApplication _origin;
    private readonly StringWriter _log = new();
    private EdgeServer? _edge;

    private EdgeStand(WebApplication origin) => _origin = origin;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2027, 4, 18, 16, 0, 0, TimeSpan.Zero));

    /// <summary>What reached the origin.</summary>
    public ConcurrentQueue<Reached> Seen { get; } = [];

    /// <summary>What the origin answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => Say(context, "<p>Page</p>", "max-age=3600");

    public HttpClient Guest { get; private set; } = null!;

    public HttpClient Crew { get; private set; } = null!;

    /// <summary>What the edge has logged so far.</summary>
    public IReadOnlyList<string> Log => _log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public Uri Door => _edge!.Addresses[2];

    public static async Task<EdgeStand> Open(
        bool services = false, IObjects? objects = null, Uri? crew = null, bool office = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stand = new EdgeStand(builder.Build());
        stand._origin.Run(stand.Remember);
        await stand._origin.StartAsync(TestContext.Current.CancellationToken);
        var origin = new Uri(
            stand._origin.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var any = new IPEndPoint(IPAddress.Loopback, 0);
        var options = new EdgeOptions(
            new EdgeSite(new Uri("http://guests.example.com"), any, origin),
            new EdgeSite(crew ?? new Uri("http://crew.example.com"), any, crew ?? origin), any, services, objects)
        {
            Office = office ? new EdgeOffice(new Uri("http://office.example.com"), origin) : null,
        };
        stand._edge = await EdgeServer.Start(options, stand._log, stand.Time, TestContext.Current.CancellationToken);
        stand.Guest = Client(stand._edge.Addresses[0], options.Guest.Base);
        stand.Crew = Client(stand._edge.Addresses[1], options.Crew.Base);
        return stand;
    }

    public static async Task Say(HttpContext context, string body, string? control = null, int status = 200, string? tag = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        if (control is not null) context.Response.Headers.CacheControl = control;
        if (tag is not null) context.Response.Headers.ETag = tag;
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Asks, and gives status, X-Cache's first word, and Age.</summary>
    public static async Task<(int Status, string How, string? Age, string Body)> Get(
        HttpClient client, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in fields) request.Headers.TryAddWithoutValidation(name, value);
        using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var how = reply.Headers.TryGetValues("X-Cache", out var said) ? said.Single().Split(' ')[0] : "";
        var body = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)reply.StatusCode, how, reply.Headers.Age?.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture), body);
    }

    public Task StopOrigin() => _origin.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Guest.Dispose();
        Crew.Dispose();
        if (_edge is not null) await _edge.DisposeAsync();
        await _origin.DisposeAsync();
    }

    /// <summary>Asks the edge by the name of its site, as whoever looks that up in the DNS.</summary>
    private static HttpClient Client(Uri address, Uri site) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
    })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Host = site.Authority },
    };

    private async Task Remember(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var text = await body.ReadToEndAsync(context.RequestAborted);
        Seen.Enqueue(new Reached(
            context.Request.Method, $"{context.Request.Path}{context.Request.QueryString}",
            context.Request.Headers.ToDictionary(
                field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            text));
        await Answer(context);
    }
}

/// <summary>A request as the origin saw it.</summary>
internal sealed record Reached(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
