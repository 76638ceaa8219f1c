using System.CommandLine;
using System.Net;
using Purser.Aws;
using Purser.Host.Composition;
using Purser.Host.Edge;

namespace Purser.Host.Commands;

/// <summary><c>purser edge</c>: before a <c>serve</c> here, what CloudFront is in the field.</summary>
public static class EdgeCommand
{
    private const int DoorPort = 8089;

    private static readonly Option<string?> GuestListen = Text(
        "--guest-listen", "Where guests are heard; usually the port of PURSER_GUEST_URL on this machine.");

    private static readonly Option<string?> CrewListen = Text(
        "--crew-listen", "Where crew is heard; usually the port of PURSER_CREW_URL on this machine.");

    private static readonly Option<string?> GuestOrigin = Text(
        "--guest-origin", "Where the guest site is served; usually what PURSER_GUEST_LISTEN says.");

    private static readonly Option<string?> CrewOrigin = Text(
        "--crew-origin", "Where the crew site is served; usually what PURSER_CREW_LISTEN says.");

    private static readonly Option<string?> OfficeOrigin = Text(
        "--office-origin", "Where the office is served; then /pay of the crew site goes there, as OfficeDomain says.");

    private static readonly Option<bool> Services = new("--service-calls-through-edge")
    {
        Description = "Let X-API-Key pass under /api/ of the crew site, as ServiceCallsThroughEdge does.",
    };

    private static readonly Option<bool> Bucket = new("--bucket")
    {
        Description = "Take pages and photos from the bucket itself (mode aws), not from serve.",
    };

    /// <summary>The command.</summary>
    public static Command Make(Terminal terminal)
    {
        var command = new Command(
            "edge", "Stand before a running serve as CloudFront does in the field, with the same settings.")
        {
            GuestListen, CrewListen, GuestOrigin, CrewOrigin, OfficeOrigin, Services, Bucket,
        };
        command.SetAction((line, stop) => terminal.Run(() => terminal.WithSettings(
            new Flags(line.GetValue(Terminal.Data) ?? "./data"),
            settings => Run(settings, line, terminal, stop))));
        return command;
    }

    private static async Task<int> Run(
        Settings settings, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        var options = Options(settings, line);
        await using var edge = await EdgeServer.Start(options, terminal.Error, TimeProvider.System, stop);
        terminal.Out.WriteLine($"ready {settings.Guest.Origin} {settings.Crew.Origin} http://{options.Door}");
        await terminal.Out.FlushAsync(CancellationToken.None);
        var stopped = new TaskCompletionSource();
        await using (stop.Register(stopped.SetResult)) await stopped.Task;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await edge.Stop(patience.Token);
        return ExitCodes.Done;
    }

    private static EdgeOptions Options(Settings settings, ParseResult line)
    {
        var door = settings.EdgeDoor ?? new Uri($"http://127.0.0.1:{DoorPort}");
        var named = door.Host.Trim('[', ']');
        var address = IPAddress.TryParse(named, out var given) ? given : IPAddress.Loopback;
        var bucket = line.GetValue(Bucket);
        if (bucket && settings.Aws is null)
            throw Refused("--bucket", "pages do not lie in one.", "Set PURSER_MODE=aws, or leave it out.");
        return new EdgeOptions(
            Site(settings.Guest, line.GetValue(GuestListen), line.GetValue(GuestOrigin)),
            Site(settings.Crew, line.GetValue(CrewListen), line.GetValue(CrewOrigin)),
            new IPEndPoint(address, door.Port), line.GetValue(Services),
            bucket ? AwsParts.Objects(settings.Aws!) : null)
        {
            Office = line.GetValue(OfficeOrigin) is { } origin
                ? new EdgeOffice(settings.Office.Base, Origin(settings.Office, origin))
                : null,
        };
    }

    private static EdgeSite Site(SiteAddress site, string? listen, string? origin)
    {
        IPEndPoint? heard = null;
        if (listen is not null && (!IPEndPoint.TryParse(listen, out heard) || heard.Port == 0))
        {
            throw Refused(
                $"--{site.Site.Word}-listen", "it is not an address with a port.", "Write for example 127.0.0.1:8080.");
        }

        var served = Origin(site, origin);
        if (served.Port == (heard?.Port ?? site.Base.Port) && served.IsLoopback)
        {
            throw Refused(
                $"PURSER_{site.Site.Word.ToUpperInvariant()}_LISTEN",
                "the site's own server listens where the edge is to.",
                $"Let serve listen at another port than that of {site.Origin}.");
        }

        return new EdgeSite(site.Base, heard, served);
    }

    private static Uri Origin(SiteAddress site, string? origin) => Served(site, origin) ?? throw Refused(
        $"--{site.Site.Word}-origin", "it is not an address.", "Write for example http://127.0.0.1:8090.");

    private static Uri? Served(SiteAddress site, string? origin)
    {
        if (origin is null)
        {
            var at = site.Listen is { } listen ? $"{new IPEndPoint(listen, site.Port)}" : $"localhost:{site.Port}";
            return new Uri($"http://{at}");
        }

        return Uri.TryCreate(origin, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : null;
    }

    private static Option<string?> Text(string name, string what) => new(name) { Description = what };

    private static StartRefused Refused(string setting, string detail, string remedy) =>
        new(new SettingRefusal(setting, detail, remedy));
}
