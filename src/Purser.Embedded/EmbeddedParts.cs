using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NodaTime;
using Purser.Embedded.Disk;
using Purser.Embedded.Mail;
using Purser.Embedded.Pictures;
using Purser.Embedded.Pump;
using Purser.Embedded.Sqlite;
using Purser.Outside;
using Purser.Outside.Moving;
using Purser.Outside.Records;

namespace Purser.Embedded;

/// <summary>Everything Outside, on one machine.</summary>
public static class EmbeddedParts
{
    /// <summary>
    /// Adds every port of this mode and the pump. The host adds <see cref="IClock"/>,
    /// <see cref="TimeProvider"/> and <see cref="IPumpWork"/>; an <see cref="IEdge"/> added before
    /// stays.
    /// </summary>
    public static IServiceCollection AddEmbedded(this IServiceCollection services, EmbeddedOptions options)
    {
        var folder = options.Folder;
        services.AddMachine(options);
        services.AddSingleton(parts => new SqliteStore(folder.Records, parts.GetRequiredService<IClock>()));
        services.AddSingleton<IStore>(parts => parts.GetRequiredService<SqliteStore>());
        services.AddSingleton<IStoreBackup>(parts => parts.GetRequiredService<SqliteStore>());
        services.AddSingleton<IObjects>(_ => new DiskObjects(folder.Objects));
        services.AddSingleton(parts => DiskQuarantine.Open(
            folder.Quarantine, parts.GetRequiredService<IClock>(), options.UploadFloorBytes));
        services.AddSingleton<IQuarantine>(parts => parts.GetRequiredService<DiskQuarantine>());
        services.AddSingleton<IUploadReceiver>(parts => parts.GetRequiredService<DiskQuarantine>());
        services.AddSingleton(parts => new FileSecrets(folder.Keys, parts.GetRequiredService<ITokens>()));
        services.AddSingleton<ISecrets>(parts => parts.GetRequiredService<FileSecrets>());
        services.AddSingleton<ISecretTransfer>(parts => parts.GetRequiredService<FileSecrets>());
        services.AddMoving(folder);
        services.TryAddSingleton<IEdge, NoEdge>();
        return services;
    }

    /// <summary>
    /// Adds what a machine does by itself wherever its records lie: mail, randomness, pictures, fetching, and
    /// the pump. The hints of this process are an <see cref="IHints"/> only if nobody added another before.
    /// </summary>
    public static IServiceCollection AddMachine(this IServiceCollection services, EmbeddedOptions options)
    {
        var folder = options.Folder;
        Require.That(folder.IsHeld);
        services.AddSingleton(folder);
        services.AddSingleton<ITokens, SystemTokens>();
        services.AddSingleton<IMail>(parts => MailOf(options, parts.GetRequiredService<IClock>()));
        services.AddSingleton<IKeptMail>(_ => new KeptMailFolder(folder.Outbox));
        services.AddSingleton<IPublicSite>(_ => new PublicSite());
        services.AddPictures(new PictureOptions(folder.Pictures, PictureProgram.Own()));
        services.AddSingleton(_ => new HintQueue());
        services.TryAddSingleton<IHints>(parts => parts.GetRequiredService<HintQueue>());
        services.AddSingleton(parts => PumpOf(options, parts));
        services.AddHostedService(parts => parts.GetRequiredService<WorkPump>());
        return services;
    }

    /// <summary>
    /// Adds what a function has of a machine that is not its own: randomness, pictures, fetching, and mail
    /// where it sends any. Nothing is kept here, and nothing runs between events.
    /// </summary>
    public static IServiceCollection AddPassing(this IServiceCollection services, PassingMachine machine)
    {
        services.AddSingleton<ITokens, SystemTokens>();
        services.AddSingleton<IKeptMail, NoKeptMail>();
        services.AddSingleton<IPublicSite>(_ => new PublicSite());
        services.AddPictures(new PictureOptions(machine.Scratch, PictureProgram.Own()));
        if (machine.Smtp is { } find)
        {
            services.AddSingleton<IMail>(parts => new LateMail(
                stop => find(parts, stop), parts.GetRequiredService<IClock>()));
        }

        return services;
    }

    /// <summary>
    /// The secrets that lie in a data folder, as they are; another process may be at work there.
    /// </summary>
    public static ISecretTransfer SecretsOf(DataFolder folder) =>
        new FileSecrets(folder.Keys, new SystemTokens());

    private static void AddMoving(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton<IStoreTransfer>(parts =>
        {
            // The store brings the file to this program's form.
            _ = parts.GetRequiredService<SqliteStore>();
            return new SqliteTransfer(folder.Records);
        });
        services.AddSingleton<IObjectTransfer>(_ => new DiskObjectTransfer(folder.Objects));
        services.AddSingleton<IQuarantineTransfer>(parts => new DiskQuarantineTransfer(
            folder.Quarantine, parts.GetRequiredService<DiskQuarantine>()));
    }

    private static IMail MailOf(EmbeddedOptions options, IClock clock) =>
        options.Smtp is { } address
            ? new SmtpMail(address, clock)
            : new FolderMail(options.Folder.Outbox, clock);

    private static WorkPump PumpOf(EmbeddedOptions options, IServiceProvider parts) => new(
        parts.GetRequiredService<HintQueue>(),
        parts.GetRequiredService<IPumpWork>(),
        options.Pump,
        parts.GetRequiredService<IClock>(),
        parts.GetRequiredService<TimeProvider>(),
        parts.GetRequiredService<ILogger<WorkPump>>());
}
