using Purser.Aws;
using Purser.Aws.Desks;
using Purser.Aws.Lambda;
using Purser.Aws.Secrets;
using Purser.Embedded;
using Purser.Embedded.Mail;
using Purser.Host.Doors;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>
/// The program as a function: the doors and the work of one compartment, driven by Lambda's events. It has no
/// folder, lock or socket, and nothing runs between events.
/// </summary>
public sealed class FunctionHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FunctionHost(WebApplication app) => _app = app;

    /// <summary>Puts the rooms together and begins to ask for events.</summary>
    /// <param name="settings">As read, of a function.</param>
    /// <param name="runtimeApi">Host and port of the Runtime API.</param>
    /// <param name="log">Where log lines go.</param>
    /// <param name="stop">Gives up starting.</param>
    public static async Task<FunctionHost> Start(
        Settings settings, string runtimeApi, TextWriter log, CancellationToken stop)
    {
        var function = settings.Function ?? throw new BugException("a function without a role");
        var folder = function.Operator
            ?? Premises.Beside("operator", FunctionReading.OperatorSetting);
        var files = OperatorFiles.Read(folder, FunctionReading.OperatorSetting);
        var slot = new Slot();
        var app = Build(settings, runtimeApi, slot, log);
        var premises = new Premises(settings, files, new HouseClock(TimeProvider.System), app.Services);
        var rooms = FunctionRooms.Of(premises);
        slot.Rooms = rooms;
        var pipeline = new SitePipeline(app.Services, WallParts.Of(premises));
        var site = function.Role.Site;
        var doors = pipeline.Public(
            settings.Of(site), files.Fleet.Sample, await rooms.Doors(stop), rooms.Before);
        ((IApplicationBuilder)app).Run(context =>
        {
            context.Features.Set(new SiteMark(site));
            return doors(context);
        });
        await app.StartAsync(stop);
        return new FunctionHost(app);
    }

    /// <summary>Runs until Lambda, or whoever started it, ends it.</summary>
    public Task Run(CancellationToken stop) => _app.WaitForShutdownAsync(stop);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build(Settings settings, string runtimeApi, Slot slot, TextWriter log)
    {
        var function = settings.Function!;
        var options = new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory };
        var builder = WebApplication.CreateEmptyBuilder(options);
        Server.AddCommon(builder, new HouseClock(TimeProvider.System), log);
        var services = builder.Services;
        services.AddAwsFunction(settings.Aws!, function.Queues);
        services.AddDesks(settings.Desks);
        services.AddPassing(new PassingMachine(
            Path.Combine(Path.GetTempPath(), "purser-pictures"),
            function.Role is Role.Office or Role.Crew ? (parts, stop) => Smtp(settings, parts, stop) : null));
        services.AddSingleton(new FunctionMeasures(
            log, settings.Aws!.SecretPrefix.Trim('/'), function.Role.Word, TimeProvider.System));
        services.AddSingleton<LinkHints>();
        services.AddSingleton<IGuestLinkRequests>(parts => parts.GetRequiredService<LinkHints>());
        services.AddSingleton<ICrewLinkRequests>(parts => parts.GetRequiredService<LinkHints>());
        services.AddSingleton(parts => new VisitLog(
            () => slot.Rooms!.Care, () => [], (HouseClock)parts.GetRequiredService<NodaTime.IClock>()));
        var work = FunctionRooms.WorkOf(function.Role, () => slot.Rooms!);
        services.UseLambda(new LambdaOptions(runtimeApi, work) { MostRequestBytes = Bodies.MostAnywhere });
        return builder.Build();
    }

    private static async Task<SmtpAddress> Smtp(
        Settings settings, IServiceProvider parts, CancellationToken stop)
    {
        if (settings.Smtp is { } open) return open;
        var name = settings.Function!.SmtpSecret!;
        var text = await parts.GetRequiredService<SecretTexts>().Read(name, stop);
        return SmtpAddress.Parse(text) ?? throw new OutsideRefused(
            $"read secret {name}", "it is not smtps://user:password@host:port");
    }

    private sealed class Slot
    {
        public FunctionRooms? Rooms { get; set; }
    }
}
