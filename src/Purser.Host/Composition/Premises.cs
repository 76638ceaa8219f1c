using NodaTime;
using Purser.Fleet;
using Purser.Host.Doors.Clients;
using Purser.Host.Doors.Keys;
using Purser.Host.Pages.Templates;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>
/// What all compartments' rooms have in common: the operator, the clock, and what lies outside.
/// </summary>
public sealed class Premises
{
    // A mail server answers, or gives up, within minutes.
    private static readonly Duration Sending = Duration.FromMinutes(5);

    private readonly Lazy<(TemplateFolder Folder, ScribanTemplates Texts)> _templates;

    /// <summary>Over the ports that are registered.</summary>
    /// <param name="settings">As read.</param>
    /// <param name="files">The operator's.</param>
    /// <param name="clock">Of everything.</param>
    /// <param name="parts">The ports.</param>
    public Premises(Settings settings, OperatorFiles files, HouseClock clock, IServiceProvider parts)
    {
        (Settings, Files, Clock, Parts) = (settings, files, clock, parts);
        var store = parts.GetRequiredService<IStore>();
        Store = settings.Function is { } function ? new OwnStore(store, function.Role.Compartments) : store;
        Secrets = parts.GetRequiredService<ISecrets>();
        Tokens = parts.GetRequiredService<ITokens>();
        Hints = parts.GetRequiredService<IHints>();
        Keys = new KeyRing(
            Store, clock, Tokens, [.. settings.GivenKeys, .. settings.Function?.OfficeKeys ?? []]);
        Limits = new ClientLimits(clock.Time, settings.Proxies);
        // A calendar has no pages: it does not read what it does not need before its first reply.
        _templates = new(() =>
        {
            var folder = TemplateFolder.Read(settings.Templates ?? Beside("templates", "PURSER_TEMPLATES"));
            return (folder, new ScribanTemplates(folder));
        });
    }

    /// <summary>As set.</summary>
    public Settings Settings { get; }

    /// <summary>Fleet, rates, channel profiles.</summary>
    public OperatorFiles Files { get; }

    /// <summary>The operator.</summary>
    public FleetFacts Fleet => Files.Fleet;

    /// <summary>The clock of everything.</summary>
    public HouseClock Clock { get; }

    /// <summary>The ports that only some rooms need.</summary>
    public IServiceProvider Parts { get; }

    /// <summary>The records that this program may open.</summary>
    public IStore Store { get; }

    /// <summary>The installation's secrets.</summary>
    public ISecrets Secrets { get; }

    /// <summary>Randomness.</summary>
    public ITokens Tokens { get; }

    /// <summary>Where hints are left.</summary>
    public IHints Hints { get; }

    /// <summary>All API keys.</summary>
    public KeyRing Keys { get; }

    /// <summary>How much a client address may ask.</summary>
    public ClientLimits Limits { get; }

    /// <summary>Pages and mails.</summary>
    public ITemplates Templates => _templates.Value.Texts;

    /// <summary>Their folder.</summary>
    public TemplateFolder TemplateFolder => _templates.Value.Folder;

    /// <summary>
    /// For how long a letter that is found as being sent may be in the hands of another process: none on one
    /// machine, where there is no other.
    /// </summary>
    public Duration Colleagues => Settings.Aws is null ? Duration.Zero : Sending;

    /// <summary>A folder beside the program.</summary>
    /// <exception cref="StartRefused">It is not there.</exception>
    public static string Beside(string name, string setting)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, name);
        return Directory.Exists(beside)
            ? beside
            : throw new StartRefused(new SettingRefusal(
                setting, $"there is no folder {beside}.", $"Set it to the folder of {name}."));
    }
}
