using System.CommandLine;
using NodaTime;
using Purser.Embedded.Disk;
using Purser.Host.Composition;
using Purser.Host.Doors.Local;
using Purser.Host.Moving;

namespace Purser.Host.Commands;

/// <summary><c>purser restore FILE</c>.</summary>
public static class RestoreCommand
{
    private static readonly Argument<string> Source = new("FILE") { Description = "What `purser backup` wrote." };

    /// <summary>The command.</summary>
    public static Command Make(Terminal terminal)
    {
        var command = new Command("restore", "Put a backup back. Refused while a server runs.") { Source };
        command.SetAction((line, stop) => terminal.Run(() => terminal.WithSettings(
            new Flags(line.GetValue(Terminal.Data) ?? "./data"), settings => Restore(settings, line, terminal, stop))));
        return command;
    }

    /// <summary>
    /// Puts the files back beside what was there, raises every epoch, and re-plans every live booking. If any
    /// of it fails, what was there before is there again.
    /// </summary>
    private static async Task<int> Restore(Settings settings, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        var backup = line.GetRequiredValue(Source);
        if (settings.Aws is not null)
            return terminal.Say(ExitCodes.Refused, "a backup is put back on one machine: leave PURSER_MODE=aws out");
        if (!File.Exists(backup)) return terminal.Say(ExitCodes.NotFound, $"there is no file {backup}");
        BackupFile.Check(backup);
        using var folder = DataFolder.Open(settings.Data);
        var aside = SetAside.Of(folder);
        if (aside.Place is { } place) terminal.Error.WriteLine($"purser: what was there before is in {place}");
        try
        {
            BackupFile.Unpack(backup, folder.Path);
            var (epoch, replanned) = await PutInStep(settings, folder, stop);
            var reply = OwnReply.Of(new RestoreReply(epoch, replanned, aside.Place), LocalJson.Default.RestoreReply);
            return terminal.Print(
                line, reply, _ => terminal.Out.WriteLine($"restored; epoch {epoch}, {replanned} live bookings to be put in step"));
        }
        catch
        {
            aside.PutBack();
            terminal.Error.WriteLine("purser: nothing was restored; what was there before is in its place again");
            throw;
        }
    }

    private static async Task<(long Epoch, int Replanned)> PutInStep(
        Settings settings, DataFolder folder, CancellationToken stop)
    {
        long epoch;
        await using (var restored = Installation.Open(settings, folder, new HouseClock(TimeProvider.System)))
            epoch = await InStep.RaiseEpochs(restored.Store, SystemClock.Instance.GetCurrentInstant(), stop);
        return (epoch, await InStep.Replan(settings, folder, stop));
    }
}
