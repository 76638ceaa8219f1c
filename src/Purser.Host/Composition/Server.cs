using NodaTime;
using Purser.Aws.Queue;
using Purser.Embedded.Disk;
using Purser.Embedded.Pump;
using Purser.Host.Doors;
using Purser.Host.Doors.Sessions;
using Purser.Host.Moving;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>
/// The running program: the house, its pump and its doors. With sites it serves; without, it does one
/// command's work.
/// </summary>
public sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(25);
    private readonly WebApplication _app;

    private Server(WebApplication app, House house) => (_app, House) = (app, house);

    /// <summary>What it runs.</summary>
    public House House { get; }

    /// <summary>How the pump fares.</summary>
    public PumpState Pump => _app.Services.GetRequiredService<WorkPump>().State;

    /// <summary>How the queue of hints fares; null: hints do not leave this process.</summary>
    public QueueState? Queue => _app.Services.GetService<QueuePump>()?.State;

    /// <summary>Opens the data folder's content and starts.</summary>
    /// <param name="settings">As read.</param>
    /// <param name="folder">Held.</param>
    /// <param name="sites">True: the public sites are opened too.</param>
    /// <param name="log">Where log lines go.</param>
    /// <param name="stop">Gives up starting.</param>
    public static async Task<Server> Start(Settings settings, DataFolder folder, bool sites, TextWriter log, CancellationToken stop)
    {
        ImportMark.RefuseUnfinished(folder);
        var files = OperatorFiles.Open(folder, settings, TimeProvider.System);
        var clock = files.ClockOf();
        var app = Build(settings, folder, sites, clock, log);
        var house = House.Build(new Premises(settings, files, clock, app.Services), folder);
        app.Services.GetRequiredService<HouseSlot>().House = house;
        var server = new Server(app, house);
        var routes = await server.Routes(sites, stop);
        ((IApplicationBuilder)app).Run(context => routes[context.Site()](context));
        File.Delete(settings.Socket);
        await SampleCrew.Join(house, stop);
        await app.StartAsync(stop);
        File.SetUnixFileMode(settings.Socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return server;
    }

    /// <summary>Finishes what is under way, then stops.</summary>
    public async Task Stop()
    {
        using var patience = new CancellationTokenSource(DrainFor);
        await _app.StopAsync(patience.Token);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        File.Delete(House.Settings.Socket);
    }

    private static WebApplication Build(Settings settings, DataFolder folder, bool sites, HouseClock clock, TextWriter log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => Listening.Configure(server, settings, sites));
        AddCommon(builder, clock, log);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainFor);
        builder.Services.AddSingleton<HouseSlot>();
        builder.Services.AddSingleton<IPumpWork>(parts =>
        {
            return new PumpWork(parts.GetRequiredService<HouseSlot>().Open);
        });
        builder.Services.AddSingleton<ServedPages>();
        builder.Services.AddSingleton(parts => new VisitLog(
            () => parts.GetRequiredService<HouseSlot>().Open().Care,
            parts.GetRequiredService<ServedPages>().TakeOpened, clock));
        builder.Services.AddHostedService(parts => parts.GetRequiredService<VisitLog>());
        builder.Services.AddSingleton<GuestLinkDesk>(parts => new GuestLinkDesk(parts.GetRequiredService<HouseSlot>().Open));
        builder.Services.AddSingleton<IGuestLinkRequests>(parts => parts.GetRequiredService<GuestLinkDesk>());
        builder.Services.AddHostedService(parts => parts.GetRequiredService<GuestLinkDesk>());
        builder.Services.AddSingleton<CrewLinkDesk>(
            parts => new CrewLinkDesk(parts.GetRequiredService<HouseSlot>().Open));
        builder.Services.AddSingleton<ICrewLinkRequests>(parts => parts.GetRequiredService<CrewLinkDesk>());
        builder.Services.AddHostedService(parts => parts.GetRequiredService<CrewLinkDesk>());
        builder.Services.AddOutside(settings, folder);
        return builder.Build();
    }

    /// <summary>What every program of ours has, whichever sites it serves.</summary>
    internal static void AddCommon(WebApplicationBuilder builder, HouseClock clock, TextWriter log)
    {
        builder.Logging.AddProvider(new LineLog(log, clock.Time)).SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IClock>(clock);
        builder.Services.AddSingleton(clock.Time);
    }

    private async Task<Dictionary<Site, RequestDelegate>> Routes(bool sites, CancellationToken stop)
    {
        var settings = House.Settings;
        var office = new SessionCookie(
            settings.Office, (await House.Secrets.Get(SecretNames.OfficeLinks, stop)).Span, House.Clock);
        var crew = new SessionCookie(settings.Crew, (await House.Secrets.Get(SecretNames.CrewLinks, stop)).Span, House.Clock);
        var guestKey = await House.Secrets.Get(SecretNames.GuestLinks, stop);
        var guest = new SessionCookie(settings.Guest, guestKey.Span, House.Clock);
        var map = new SiteMap(House, this, office, crew, guest);
        var pipeline = new SitePipeline(_app.Services, WallParts.Of(House.Premises));
        var routes = new Dictionary<Site, RequestDelegate> { [Site.Local] = pipeline.Local(map.Local) };
        if (!sites) return routes;
        var sample = House.Fleet.Sample;
        routes[Site.Guest] = pipeline.Public(
            settings.Guest, sample, map.Guest,
            site => site.UseServedPages(_app.Services.GetRequiredService<ServedPages>(), House.Limits));
        routes[Site.Crew] = pipeline.Public(settings.Crew, sample, map.Crew);
        routes[Site.Office] = pipeline.Public(settings.Office, sample, map.Office);
        return routes;
    }

    private sealed class HouseSlot
    {
        public House? House { get; set; }

        public House Open() => House ?? throw new BugException("something ran before the house stood");
    }
}
