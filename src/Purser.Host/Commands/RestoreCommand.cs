using System.CommandLine;
using NodaTime;
using Purser.Embedded.Disk;
using Purser.Host.Composition;
using Purser.Host.Doors.Local;
using Purser.Host.Moving;
using Purser.Host.Moving.Sealing;

namespace Purser.Host.Commands;

/// <summary><c>purser restore FILE</c>.</summary>
public static class RestoreCommand
{
    private static readonly Argument<string> Source = new("FILE")
    {
        Description = "What `purser backup` wrote.",
    };

    private static readonly Option<string?> Secrets = MovingOptions.Secrets(
        "The sealed file that was written with it.");

    private static readonly Option<string?> Passphrase = MovingOptions.Passphrase();

    /// <summary>The command.</summary>
    public static Command Make(Terminal terminal)
    {
        var command = new Command("restore", "Put a backup back. Refused while a server runs.")
        {
            Source, Secrets, Passphrase,
        };
        command.SetAction((line, stop) => terminal.Run(() => terminal.WithSettings(
            new Flags(line.GetValue(Terminal.Data) ?? "./data"),
            settings => Restore(settings, line, terminal, stop))));
        return command;
    }

    /// <summary>
    /// Puts the files back beside what was there, raises every epoch, and re-plans every live booking. If any
    /// of it fails, what was there before is there again.
    /// </summary>
    private static async Task<int> Restore(
        Settings settings, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        var backup = line.GetRequiredValue(Source);
        if (settings.Aws is not null)
        {
            return terminal.Say(
                ExitCodes.Refused, "a backup is put back on one machine: leave PURSER_MODE=aws out");
        }

        if (!File.Exists(backup)) return terminal.Say(ExitCodes.NotFound, $"there is no file {backup}");
        BackupFile.Check(backup);
        IReadOnlyList<SealedLine> secrets;
        try
        {
            secrets = await Opened(backup, line, terminal, stop);
        }
        catch (MoveRefused refused)
        {
            return terminal.Say(ExitCodes.Refused, refused.Message);
        }

        using var folder = DataFolder.Open(settings.Data);
        var aside = SetAside.Of(folder);
        if (aside.Place is { } place)
            terminal.Error.WriteLine($"purser: what was there before is in {place}");
        try
        {
            BackupFile.Unpack(backup, folder.Path);
            await KeyFiles.Keep(folder, secrets, stop);
            var (epoch, replanned) = await PutInStep(settings, folder, stop);
            var reply = OwnReply.Of(
                new RestoreReply(epoch, replanned, aside.Place), LocalJson.Default.RestoreReply);
            return terminal.Print(
                line, reply,
                _ => terminal.Out.WriteLine(
                    $"restored; epoch {epoch}, {replanned} live bookings to be put in step"));
        }
        catch
        {
            aside.PutBack();
            terminal.Error.WriteLine(
                "purser: nothing was restored; what was there before is in its place again");
            throw;
        }
    }

    /// <summary>
    /// The secrets of a sealed file; none where the backup has them itself, or they are gone.
    /// </summary>
    private static async Task<IReadOnlyList<SealedLine>> Opened(
        string backup, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        if (line.GetValue(Secrets) is { } path)
        {
            var passphrase = Passphrases.Get(terminal, line.GetValue(Passphrase), isNew: false);
            return await KeyFiles.Open(backup, (path, passphrase), stop);
        }

        if (BackupFile.HasKeys(backup)) return [];
        terminal.Error.WriteLine("purser: the backup has no secrets; without --secrets these links die:");
        foreach (var dead in DeadLinks.Of(Outside.SecretNames.All)) terminal.Error.WriteLine($"  {dead}");
        return [];
    }

    internal static async Task<(long Epoch, int Replanned)> PutInStep(
        Settings settings, DataFolder folder, CancellationToken stop)
    {
        long epoch;
        await using (var restored = Installation.Open(settings, folder, new HouseClock(TimeProvider.System)))
            epoch = await InStep.RaiseEpochs(restored.Store, SystemClock.Instance.GetCurrentInstant(), stop);
        return (epoch, await InStep.Replan(settings, folder, stop));
    }
}
