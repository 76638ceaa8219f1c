using System.CommandLine;
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

    private static async Task<int> Write(
        ParseResult line, OwnDoor door, Terminal terminal, CancellationToken stop)
    {
        var secrets = line.GetValue(Secrets);
        var passphrase = secrets is null
            ? null
            : Passphrases.Get(terminal, line.GetValue(Passphrase), isNew: true);
        var body = new BackupBody(Path.GetFullPath(line.GetRequiredValue(Target)), secrets is not null);
        var patient = door.Patient(BackupFile.Longest + TimeSpan.FromMinutes(2));
        var reply = await patient.Post("local/backup", body, LocalJson.Default.BackupBody, stop);
        if (reply.Right && secrets is not null)
        {
            var folder = Path.GetFullPath(line.GetValue(Terminal.Data) ?? "./data");
            var keys = Path.Combine(folder, BackupFile.Keys);
            await KeyFiles.Seal(keys, body.Path, (secrets, passphrase!), stop);
        }

        var safe = secrets is null
            ? "Keep it as safe as the data folder."
            : $"The secrets are in {secrets}: `purser restore` asks for both.";
        return terminal.Print(
            line, reply,
            done => terminal.Out.WriteLine(
                $"{body.Path}: {done.Read(LocalJson.Default.DoneReply).Count} files. {safe}"));
    }
}
