using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Embedded;
using Purser.Embedded.Disk;
using Purser.Host.Composition;
using Purser.Host.Doors;
using Purser.Host.Doors.Clients;
using Purser.Host.Doors.Guests;
using Purser.Host.Doors.Keys;
using Purser.Outside;

namespace Purser.Tests.Doors;

/// <summary>The guest site's uploads on a real server with its real pipeline, and a quarantine on disk.</summary>
internal sealed class UploadSite : IAsyncDisposable, IUploadOrders, IUploadReceiver
{
    public const string Page = "/api/g/may-30-boatsetter-charter/photos/";

    private readonly string _place = Directory.CreateTempSubdirectory("purser-uploads-").FullName;
    private readonly Dictionary<string, UploadOrder> _orders = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private readonly DiskQuarantine _quarantine;

    private UploadSite(WebApplication app)
    {
        _app = app;
        _quarantine = DiskQuarantine.Open(Path.Combine(_place, "quarantine"), Clock, floorBytes: 0, () => FreeBytes);
    }

    public FakeClock Clock { get; } = new(Instant.FromUtc(2027, 5, 30, 20, 0));

    public long FreeBytes { get; set; } = long.MaxValue;

    public HttpClient Http { get; } = new();

    public string Origin { get; private set; } = "";

    public IQuarantine Quarantine => _quarantine;

    public UploadTurns Turns { get; } = new(TrustedProxies.None);

    /// <summary>Done when the next send has ended, well or not.</summary>
    public TaskCompletionSource Ended { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the next send has begun.</summary>
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<UploadSite> Open(Action<IEndpointRouteBuilder>? more = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.Limits.MaxRequestBodySize = Bodies.MostAnywhere;
            server.Listen(IPAddress.Loopback, 0, options => options.Use(next => connection =>
            {
                connection.Features.Set(new SiteMark(Site.Guest));
                return next(connection);
            }));
        });
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var site = new UploadSite(app);
        Microsoft.AspNetCore.Http.RequestDelegate? pipeline = null;
        ((IApplicationBuilder)app).Run(context => pipeline!(context));
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        site.Origin = address;
        site.Http.BaseAddress = new Uri(address);
        pipeline = site.Pipeline(more);
        return site;
    }

    /// <summary>Makes an order; the address of its file.</summary>
    public string Order(string id, long size, Duration? lasts = null)
    {
        var path = $"{Page}{id}/file";
        var expires = Clock.GetCurrentInstant() + (lasts ?? Duration.FromMinutes(15));
        _orders[id] = new UploadOrder($"booking/{id}", "image/jpeg", size, new Uri(Http.BaseAddress!, path), expires);
        return path;
    }

    public async Task<byte[]?> Kept(string id)
    {
        using var file = await Quarantine.Borrow($"booking/{id}", TestContext.Current.CancellationToken);
        return file is null ? null : await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken);
    }

    /// <summary>Everything that lies in the quarantine.</summary>
    public string[] Files() => Directory.GetFiles(
        Path.Combine(_place, "quarantine"), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });

    public Task<Arrived> Look(string id) => Quarantine.Look(_orders[id], TestContext.Current.CancellationToken);

    public async Task<TcpClient> Connect()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        return client;
    }

    public Task<UploadOrder?> Find(Slug slug, string id, CancellationToken stop) =>
        Task.FromResult(slug.Text == "may-30-boatsetter-charter" ? _orders.GetValueOrDefault(id) : null);

    public async Task<ReceiveReply> Receive(UploadOrder order, int part, Stream body, CancellationToken stop)
    {
        Begun.TrySetResult();
        try
        {
            return await _quarantine.Receive(order, part, body, stop);
        }
        finally
        {
            Ended.TrySetResult();
            Ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_place, recursive: true);
    }

    private Microsoft.AspNetCore.Http.RequestDelegate Pipeline(Action<IEndpointRouteBuilder>? more)
    {
        var time = new FakeTimeProvider();
        var keys = new KeyRing(new MemoryStore(seed: 7), Clock, new SeededTokens(7), []);
        var limit = new RateLimit(time, perSecond: 100, burst: 400);
        var clients = new ClientLimits(time, TrustedProxies.None);
        var parts = new WallParts(keys, limit, clients, TrustedProxies.None, time);
        var address = new SiteAddress(Site.Guest, Http.BaseAddress!, null, Http.BaseAddress!.Port);
        return new SitePipeline(_app.Services, parts).Public(address, sample: false, routes =>
        {
            routes.MapUploads(new UploadParts(this, this, Turns, Origin));
            more?.Invoke(routes);
        });
    }
}
