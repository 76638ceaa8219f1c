using System.CommandLine;
using Purser.Embedded.Disk;
using Purser.Host.Doors.Local;
using Purser.Host.Moving;
using Purser.Host.Moving.Sealing;

namespace Purser.Host.Commands;

/// <summary><c>purser backup -o FILE [--secrets FILE]</c>.</summary>
public static class BackupCommand
{
    private static readonly Option<string> Target = new("--output", "-o")
    {
        Description = "The file to write.",
        Required = true,
    };

    private static readonly Option<string?> Secrets = MovingOptions.Secrets(
        "Write link keys and roots here, under a passphrase, instead of into the backup.");

    private static readonly Option<string?> Passphrase = MovingOptions.Passphrase();

    /// <summary>The command.</summary>
    public static Command Make(Terminal terminal) =>
        new Command(
            "backup",
            "Write everything that cannot be derived again into one file. It holds the secrets, unless they "
            + "are written apart.")
        {
            Target, Secrets, Passphrase,
        }.Does(terminal, async (line, door, stop) =>
        {
            try
            {
                return await Write(line, door, terminal, stop);
            }
            catch (MoveRefused refused)
            {
                return terminal.Say(ExitCodes.Refused, refused.Message);
            }
        });

    private static Task<int> Write(
        ParseResult line, OwnDoor door, Terminal terminal, CancellationToken stop)
    {
        var target = Path.GetFullPath(line.GetRequiredValue(Target));
        if (line.GetValue(Secrets) is not { } secrets) return Whole(target, line, door, terminal, stop);
        OutputPlaces.RefuseMixed(target, secrets);
        return Apart(target, secrets, line, door, terminal, stop);
    }

    private static async Task<int> Whole(
        string target, ParseResult line, OwnDoor door, Terminal terminal, CancellationToken stop)
    {
        var reply = await Asked(new BackupBody(target), door, stop);
        return terminal.Print(line, reply, done => terminal.Out.WriteLine(
            $"{Said(target, done)} Keep it as safe as the data folder."));
    }

    /// <summary>
    /// Both are whole before either has its name: whatever fails before leaves an older pair as it was.
    /// </summary>
    private static async Task<int> Apart(
        string target, string secrets, ParseResult line, OwnDoor door, Terminal terminal,
        CancellationToken stop)
    {
        if (Directory.Exists(target)) throw new MoveRefused($"--output {target} is a folder: name a file");
        var passphrase = Passphrases.Get(terminal, line.GetValue(Passphrase), isNew: true);
        using var apart = SealedHalf.Begin(secrets);
        var half = OutputPlaces.HalfOf(target);
        OwnReply reply;
        try
        {
            reply = await Asked(new BackupBody(half, WithoutKeys: true), door, stop);
            if (reply.Right)
            {
                var folder = DataFolder.Look(line.GetValue(Terminal.Data) ?? "./data");
                await KeyFiles.Seal(folder, half, apart, passphrase, stop);
                apart.NameWith(() => File.Move(half, target, overwrite: true));
                var done = reply.Read(LocalJson.Default.DoneReply) with { What = target };
                reply = OwnReply.Of(done, LocalJson.Default.DoneReply);
            }
        }
        finally
        {
            File.Delete(half);
        }

        return terminal.Print(line, reply, done => terminal.Out.WriteLine(
            $"{Said(target, done)} The secrets are in {secrets}: `purser restore` asks for both."));
    }

    private static Task<OwnReply> Asked(BackupBody body, OwnDoor door, CancellationToken stop) =>
        door.Patient(BackupFile.Longest + TimeSpan.FromMinutes(2))
            .Post("local/backup", body, LocalJson.Default.BackupBody, stop);

    private static string Said(string target, OwnReply done) =>
        $"{target}: {done.Read(LocalJson.Default.DoneReply).Count} files.";
}
