using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NodaTime;
using Purser.Embedded.Mail;
using Purser.Host.Doors.Clients;
using Purser.Host.Doors.Keys;
using Purser.Host.Intake;

namespace Purser.Host.Composition;

/// <summary>
/// Reads the environment and the flags. Finds every fault in one go, and names each with its remedy.
/// </summary>
public static class SettingsReading
{
    private const string Prefix = "PURSER_";
    private const string Trusted = "PURSER_TRUSTED_PROXIES";

    private static readonly string[] Known =
    [
        "PURSER_GUEST_URL", "PURSER_CREW_URL", "PURSER_OFFICE_URL", "PURSER_GUEST_LISTEN", "PURSER_CREW_LISTEN",
        "PURSER_OFFICE_LISTEN", "PURSER_CALENDAR_URL", "PURSER_SMTP_URL", "PURSER_ALLOW_HTTP",
        "PURSER_TEMPLATES", Trusted, EdgeReading.Door, .. EdgeReading.Direct,
        .. AwsSettings.Names, .. FunctionReading.Names, .. DeskSettings.Names,
    ];

    /// <summary>The settings, or all refusals.</summary>
    public static SettingsReply Read(IReadOnlyDictionary<string, string> environment, Flags flags)
    {
        var refusals = new List<SettingRefusal>();
        RefuseUnknown(environment, refusals);
        var allowHttp = AllowHttp(environment, refusals);
        var tls = Tls(flags, refusals);
        var sites = new[]
        {
            Address(Site.Guest, 8080, environment, refusals), Address(Site.Crew, 8081, environment, refusals),
            Address(Site.Office, 8082, environment, refusals),
        };
        RefuseSharedPorts(sites, refusals);
        var calendar = Text(environment, "PURSER_CALENDAR_URL") is null
            ? null
            : Address(Site.Calendar, 8083, environment, refusals);
        RefuseOpenHttp(calendar is null ? sites : [.. sites, calendar], allowHttp, refusals);
        var settings = new Settings
        {
            Data = Path.GetFullPath(flags.Data),
            Guest = EdgeReading.WithDirect(sites[0], environment, allowHttp, refusals),
            Crew = EdgeReading.WithDirect(sites[1], environment, allowHttp, refusals),
            Office = EdgeReading.WithDirect(sites[2], environment, allowHttp, refusals),
            EdgeDoor = EdgeReading.ReadDoor(environment, refusals),
            OwnCalendar = calendar,
            AllowHttp = allowHttp,
            Smtp = Smtp(environment, refusals),
            Templates = Templates(environment, refusals),
            Sample = flags.Sample,
            At = At(flags, refusals),
            Tls = tls,
            GivenKeys = [.. KeyScopes.Services.SelectMany(scope => Keys(scope, environment, refusals))],
            Proxies = Proxies(environment, refusals),
            Aws = AwsSettings.Read(environment, flags, refusals),
            Desks = DeskSettings.Read(environment, allowHttp, refusals),
            Function = FunctionReading.Read(environment, flags, refusals),
        };
        return refusals.Count == 0 ? new SettingsReply.Right(settings) : new SettingsReply.Wrong(refusals);
    }

    private static void RefuseUnknown(IReadOnlyDictionary<string, string> environment, List<SettingRefusal> refusals)
    {
        var unknown = environment.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !Known.Contains(name));
        refusals.AddRange(unknown.Order(StringComparer.Ordinal).Select(name => new SettingRefusal(
            name, "no setting has this name.", $"Unset it, or use one of {string.Join(", ", Known)}.")));
    }

    private static bool AllowHttp(IReadOnlyDictionary<string, string> environment, List<SettingRefusal> refusals)
    {
        var text = Text(environment, "PURSER_ALLOW_HTTP");
        if (text is not (null or "0" or "1"))
            refusals.Add(new SettingRefusal("PURSER_ALLOW_HTTP", $"\"{text}\" is neither 0 nor 1.", "Set it to 1, or unset it."));
        return text == "1";
    }

    private static SiteAddress Address(
        Site site, int port, IReadOnlyDictionary<string, string> environment, List<SettingRefusal> refusals)
    {
        var name = $"PURSER_{site.Word.ToUpperInvariant()}_URL";
        var fallback = new Uri($"http://localhost:{port}/");
        var text = Text(environment, name);
        var right = Uri.TryCreate(text ?? fallback.ToString(), UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https" && address is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "", Port: > 0 };
        if (!right)
        {
            var remedy = $"Write scheme, host and port only, for example {fallback.GetLeftPart(UriPartial.Authority)}.";
            refusals.Add(new SettingRefusal(name, $"\"{text}\" is not a base address.", remedy));
            address = fallback;
        }

        Require.That(address is not null);
        var own = address!.IsLoopback || !address.IsDefaultPort ? address.Port : port;
        var listen = Listen($"PURSER_{site.Word.ToUpperInvariant()}_LISTEN", own, environment, refusals);
        var host = address.IsLoopback && IPAddress.TryParse(address.Host.Trim('[', ']'), out var loopback) ? loopback : null;
        return new SiteAddress(site, address, listen?.Address ?? host, listen?.Port ?? own);
    }

    private static IPEndPoint? Listen(
        string name, int port, IReadOnlyDictionary<string, string> environment, List<SettingRefusal> refusals)
    {
        if (Text(environment, name) is not { } text) return null;
        if (IPEndPoint.TryParse(text, out var point)) return point.Port == 0 ? new IPEndPoint(point.Address, port) : point;
        refusals.Add(new SettingRefusal(name, $"\"{text}\" is not an IP address with a port.", "Write for example 0.0.0.0:8080."));
        return null;
    }

    private static void RefuseSharedPorts(SiteAddress[] sites, List<SettingRefusal> refusals)
    {
        foreach (var site in sites.Skip(1).Where(site => sites.Any(other => other.Site < site.Site && other.Port == site.Port)))
        {
            var name = site.Site.Word.ToUpperInvariant();
            refusals.Add(new SettingRefusal(
                $"PURSER_{name}_URL", $"port {site.Port} is taken by another site.",
                $"Give each site a port of its own here or in PURSER_{name}_LISTEN."));
        }
    }

    private static void RefuseOpenHttp(SiteAddress[] sites, bool allowHttp, List<SettingRefusal> refusals)
    {
        if (allowHttp) return;
        refusals.AddRange(sites.Where(site => !site.Private).Select(site => new SettingRefusal(
            $"PURSER_{site.Site.Word.ToUpperInvariant()}_URL", $"{site.Origin} is public and not encrypted.",
            "Use https, or set PURSER_ALLOW_HTTP=1; then sealed details and sign-in stay closed.")));
    }

    private static SmtpAddress? Smtp(IReadOnlyDictionary<string, string> environment, List<SettingRefusal> refusals)
    {
        if (Text(environment, "PURSER_SMTP_URL") is not { } text) return null;
        if (SmtpAddress.Parse(text) is { } address) return address;
        refusals.Add(new SettingRefusal(
            "PURSER_SMTP_URL", "it is not the address of a mail server.",
            "Write smtp://host:port or smtps://user:password@host:port, or unset it to keep mail in the outbox folder."));
        return null;
    }

    private static IReadOnlyList<StoredKey> Keys(
        KeyScope scope, IReadOnlyDictionary<string, string> environment, List<SettingRefusal> refusals)
    {
        if (Text(environment, scope.Setting) is not { } text) return [];
        if (GivenKeys.Read(scope, text) is { } keys) return keys;
        refusals.Add(new SettingRefusal(
            scope.Setting, "it is not one SHA-256 hash, or two with a comma between.",
            $"Give what `purser keys new {scope.Word} --json` calls hash: 64 digits of 0-9 and a-f. "
            + "Or unset it."));
        return [];
    }

    private static TrustedProxies Proxies(
        IReadOnlyDictionary<string, string> environment, List<SettingRefusal> refusals)
    {
        if (Text(environment, Trusted) is not { } text) return TrustedProxies.None;
        if (TrustedProxies.Read(text) is { } proxies) return proxies;
        refusals.Add(new SettingRefusal(
            Trusted, $"\"{text}\" is not a list of addresses and networks.",
            "Write for example \"127.0.0.1, 10.1.0.0/16\"; a network of everybody is not taken."));
        return TrustedProxies.None;
    }

    private static string? Templates(IReadOnlyDictionary<string, string> environment, List<SettingRefusal> refusals)
    {
        if (Text(environment, "PURSER_TEMPLATES") is not { } folder) return null;
        if (Directory.Exists(folder)) return Path.GetFullPath(folder);
        refusals.Add(new SettingRefusal(
            "PURSER_TEMPLATES", $"there is no folder \"{folder}\".", "Name the folder that holds guest/ and mail/, or unset it."));
        return null;
    }

    private static TlsFiles? Tls(Flags flags, List<SettingRefusal> refusals)
    {
        if (flags is { TlsCertificate: null, TlsKey: null }) return null;
        if (flags is not { TlsCertificate: { } certificate, TlsKey: { } key })
        {
            refusals.Add(new SettingRefusal("--tls-cert, --tls-key", "one is given without the other.", "Give both, or neither."));
            return null;
        }

        foreach (var (flag, file) in new[] { ("--tls-cert", certificate), ("--tls-key", key) }.Where(pair => !File.Exists(pair.Item2)))
            refusals.Add(new SettingRefusal(flag, $"there is no file \"{file}\".", "Name a PEM file that this program may read."));
        if (File.Exists(certificate) && File.Exists(key)) RefuseBrokenTls(certificate, key, refusals);
        return new TlsFiles(Path.GetFullPath(certificate), Path.GetFullPath(key));
    }

    private static void RefuseBrokenTls(string certificate, string key, List<SettingRefusal> refusals)
    {
        var flag = "--tls-cert";
        try
        {
            using (X509Certificate2.CreateFromPem(File.ReadAllText(certificate))) flag = "--tls-key";
            using var both = X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            var detail = flag == "--tls-cert" ? "the file holds no certificate that can be read." : "the file holds no key of that certificate.";
            refusals.Add(new SettingRefusal(flag, detail, "Name a PEM file, not encrypted, that this program may read."));
        }
    }

    private static Instant? At(Flags flags, List<SettingRefusal> refusals)
    {
        if (flags.At is null) return null;
        if (!flags.Sample)
            refusals.Add(new SettingRefusal("--at", "only the sample's clock can be set.", "Add --sample, or leave --at out."));
        if (WrittenInstant.Parse(flags.At) is { } at) return at;
        refusals.Add(new SettingRefusal(
            "--at", $"\"{flags.At}\" is not a time that the clock can be set to.",
            $"{WrittenInstant.Rule}, for example 2027-05-30T09:30-07:00."));
        return null;
    }

    internal static string? Text(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.TryGetValue(name, out var text) && text.Length > 0 ? text : null;
}
