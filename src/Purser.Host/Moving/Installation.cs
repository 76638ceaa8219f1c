using NodaTime;
using Purser.Aws.Desks;
using Purser.Embedded.Disk;
using Purser.Fleet;
using Purser.Host.Composition;
using Purser.Host.Doors.Bookings;
using Purser.Outside;
using Purser.Outside.Moving;
using Purser.Outside.Records;

namespace Purser.Host.Moving;

/// <summary>
/// An installation at rest: its ports without any room and without a pump, so that nothing in it changes by
/// itself. Its data folder is held.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly Settings _settings;
    private readonly ServiceProvider _parts;

    private Installation(Settings settings, DataFolder folder, ServiceProvider parts)
    {
        (Folder, _settings, _parts) = (folder, settings, parts);
        Mode = settings.Aws is null ? "embedded" : "aws";
    }

    /// <summary><c>embedded</c> or <c>aws</c>.</summary>
    public string Mode { get; }

    /// <summary>The operator's files, and mails.</summary>
    public DataFolder Folder { get; }

    public IStore Store => Of<IStore>();

    public IStoreTransfer Records => Of<IStoreTransfer>();

    public IObjects Objects => Of<IObjects>();

    public IObjectTransfer ObjectList => Of<IObjectTransfer>();

    public IQuarantine Quarantine => Of<IQuarantine>();

    public IQuarantineTransfer QuarantineList => Of<IQuarantineTransfer>();

    public ISecretTransfer Secrets => Of<ISecretTransfer>();

    public IKeptMail Mails => Of<IKeptMail>();

    public ITokens Tokens => Of<ITokens>();

    /// <summary>Opens it as it is set; nothing is made or asked before it is used.</summary>
    public static Installation Open(Settings settings, DataFolder folder, HouseClock clock)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IClock>(clock);
        services.AddSingleton(clock.Time);
        services.AddOutside(settings, folder);
        return new Installation(settings, folder, services.BuildServiceProvider());
    }

    /// <summary>Names of the operator's files, relative to the data folder, in their order.</summary>
    public IReadOnlyList<string> OperatorFiles()
    {
        var channels = Path.Combine(Folder.Path, OperatorPlaces.Channels);
        var more = Directory.Exists(channels)
            ? Directory.EnumerateFiles(channels)
                .Select(path => $"{OperatorPlaces.Channels}/{Path.GetFileName(path)}")
            : [];
        var here = OperatorPlaces.Files.Where(name => File.Exists(Path.Combine(Folder.Path, name)));
        return [.. here.Concat(more).Order(StringComparer.Ordinal)];
    }

    /// <summary>Names of every secret that there may be.</summary>
    public async Task<IReadOnlyList<string>> SecretNames(FleetFacts fleet, CancellationToken stop)
    {
        var hooks = new HookSecrets(Store.Open(Compartment.Office), Of<ISecrets>(), Of<IClock>());
        var names = new List<string>(Outside.SecretNames.All);
        foreach (var channel in fleet.Channels) names.AddRange(await hooks.Names(channel.Id, stop));
        // A desk's key that is being rotated is made of the next secret already.
        foreach (var desk in (DeskAddress[])[_settings.Desks.Crew, _settings.Desks.Calendar])
            names.AddRange([desk.Secret, DeskKeys.Next(desk.Secret)]);
        return [.. names.Distinct()];
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private T Of<T>()
        where T : class => _parts.GetRequiredService<T>();
}

/// <summary>Where the operator's files lie in a data folder.</summary>
internal static class OperatorPlaces
{
    /// <summary>How each channel writes its mails.</summary>
    public const string Channels = "channels";

    /// <summary>Bytes of the largest file of an operator that is moved.</summary>
    public const long MostBytes = 16 * 1024 * 1024;

    // What the file systems of this machine take.
    private const int LongestName = 255;

    /// <summary>Beside the records.</summary>
    public static readonly IReadOnlyList<string> Files = Doors.Local.BackupFile.Kept;

    /// <summary>The place of one of them from outside.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static string Checked(string name)
    {
        var channel = name.StartsWith(Channels + "/", StringComparison.Ordinal)
            && IsFile(name[(Channels.Length + 1)..]);
        if (channel || Files.Contains(name)) return name;
        throw new InvalidDataException($"the export is broken: {name} is no file of an operator");
    }

    private static bool IsFile(string name) =>
        name is { Length: > 0 and <= LongestName } and not ("." or "..")
        && !name.AsSpan().ContainsAny('/', '\0');
}
