using System.Net;
using NodaTime;
using Purser.Aws;
using Purser.Aws.Desks;
using Purser.Embedded.Mail;
using Purser.Host.Doors.Clients;
using Purser.Host.Doors.Keys;

namespace Purser.Host.Composition;

/// <summary>Everything that a person may set, read once at the start and checked as a whole.</summary>
public sealed record Settings
{
    /// <summary>The data folder, absolute.</summary>
    public required string Data { get; init; }

    /// <summary>Where guests go.</summary>
    public required SiteAddress Guest { get; init; }

    /// <summary>Where crew goes.</summary>
    public required SiteAddress Crew { get; init; }

    /// <summary>Where the office goes.</summary>
    public required SiteAddress Office { get; init; }

    /// <summary>
    /// <c>smtp://</c> or <c>smtps://</c>, with user and password if the server wants them; null: mail stays
    /// in the outbox folder.
    /// </summary>
    public SmtpAddress? Smtp { get; init; }

    /// <summary>
    /// True: a public address may be plain http; then sealed details and sign-in stay closed.
    /// </summary>
    public bool AllowHttp { get; init; }

    /// <summary>The folder of templates, if it is not the one beside the program.</summary>
    public string? Templates { get; init; }

    /// <summary>True for the invented operator.</summary>
    public bool Sample { get; init; }

    /// <summary>Where the sample's clock starts.</summary>
    public Instant? At { get; init; }

    /// <summary>The certificate of all sites, if the program itself ends TLS.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Keys whose hashes the environment gives, besides those in the records.</summary>
    public IReadOnlyList<StoredKey> GivenKeys { get; init; } = [];

    /// <summary>Where the calendar goes, if it has an address of its own.</summary>
    public SiteAddress? OwnCalendar { get; init; }

    /// <summary>Where the calendar goes: to the office's address, unless it has one of its own.</summary>
    public SiteAddress Calendar => OwnCalendar ?? Office;

    /// <summary>Which function this is; null: all sites are in this program.</summary>
    public FunctionSettings? Function { get; init; }

    /// <summary>The proxies whose word about a request is taken.</summary>
    public TrustedProxies Proxies { get; init; } = TrustedProxies.None;

    /// <summary>Where records and files lie on AWS; null: on this machine.</summary>
    public AwsOptions? Aws { get; init; }

    /// <summary>Where the desks answer: in this process, unless an address is set.</summary>
    public DeskOptions Desks { get; init; } = DeskOptions.Here;

    /// <summary>The door of an edge on this machine; null: there is none.</summary>
    public Uri? EdgeDoor { get; init; }

    /// <summary>The three public sites.</summary>
    public IReadOnlyList<SiteAddress> Sites => [Guest, Crew, Office];

    /// <summary>The address of a public site.</summary>
    public SiteAddress Of(Site site) => site switch
    {
        Site.Guest => Guest,
        Site.Crew => Crew,
        Site.Office => Office,
        Site.Calendar => Calendar,
        _ => throw new BugException("the local door has no address"),
    };

    /// <summary>The file that a running server holds.</summary>
    public string LockFile => Path.Combine(Data, "lock");

    /// <summary>The socket on which a running server hears commands.</summary>
    public string Socket => Path.Combine(Data, "purser.sock");
}

/// <summary>Where one site is.</summary>
/// <param name="Site">Which.</param>
/// <param name="Base">The public base address, ending in a slash; links are made from it, never from what a
/// request says.</param>
/// <param name="Listen">Where to listen; null: both loopback addresses.</param>
/// <param name="Port">The port to listen on.</param>
public sealed record SiteAddress(Site Site, Uri Base, IPAddress? Listen, int Port)
{
    /// <summary>
    /// A second base address at which the doors answer, behind whatever stands before <see cref="Base"/>;
    /// null: none.
    /// </summary>
    public Uri? Direct { get; init; }

    /// <summary>The base address as browsers write an <c>Origin</c>: without a slash.</summary>
    public string Origin => Base.GetLeftPart(UriPartial.Authority);

    /// <summary>What a request for this site has in its <c>Host</c>.</summary>
    public string Authority => Base.Authority;

    /// <summary>True behind https: cookies are bound to it.</summary>
    public bool Secure => Base.Scheme == Uri.UriSchemeHttps;

    /// <summary>True where sealed details may travel: https, or this machine only.</summary>
    public bool Private => Secure || Base.IsLoopback;
}

/// <summary>A certificate with its chain, and its key, both PEM.</summary>
public sealed record TlsFiles(string Certificate, string Key);

/// <summary>What the command line adds to the environment.</summary>
/// <param name="Data">The data folder.</param>
/// <param name="Sample">The sample is wanted.</param>
/// <param name="At">The sample's clock, RFC 3339 with an offset.</param>
/// <param name="TlsCertificate">A PEM file.</param>
/// <param name="TlsKey">A PEM file.</param>
/// <param name="Mode"><c>embedded</c> or <c>aws</c>; null: as the environment says.</param>
public sealed record Flags(
    string Data = "./data", bool Sample = false, string? At = null, string? TlsCertificate = null,
    string? TlsKey = null, string? Mode = null)
{
    /// <summary>True where Lambda has started the program.</summary>
    public bool Function { get; init; }
}

/// <summary>Why the program does not start.</summary>
/// <param name="Setting">The variable or flag.</param>
/// <param name="Detail">What is wrong with it; never the value of one that may hold a password.</param>
/// <param name="Remedy">What to set instead.</param>
public sealed record SettingRefusal(string Setting, string Detail, string Remedy)
{
    /// <inheritdoc />
    public override string ToString() => $"{Setting}: {Detail} {Remedy}";
}

/// <summary>Settings, or every reason against them.</summary>
public abstract record SettingsReply
{
    private SettingsReply()
    {
    }

    /// <summary>All is well.</summary>
    public sealed record Right(Settings Settings) : SettingsReply;

    /// <summary>At least one refusal.</summary>
    public sealed record Wrong(IReadOnlyList<SettingRefusal> Refusals) : SettingsReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(Func<Settings, T> right, Func<IReadOnlyList<SettingRefusal>, T> wrong) => this switch
    {
        Right reply => right(reply.Settings),
        Wrong reply => wrong(reply.Refusals),
        _ => throw new BugException("an unknown reply"),
    };
}
