using System.CommandLine;
using NodaTime;
using Purser.Embedded.Disk;
using Purser.Host.Composition;
using Purser.Host.Doors.Local;
using Purser.Host.Moving;
using Purser.Host.Moving.Parts;
using Purser.Host.Moving.Sealing;

namespace Purser.Host.Commands;

/// <summary>
/// <c>purser import FILE|DIR</c>: what <c>purser export</c> wrote, into an empty installation.
/// </summary>
public static class ImportCommand
{
    private static readonly Argument<string> Source = new("FILE")
    {
        Description = "What `purser export` wrote.",
    };

    private static readonly Option<string?> Secrets = MovingOptions.Secrets(
        "The sealed file that was written with it. Without it, it is said which links die.");

    private static readonly Option<bool> CheckOnly = new("--check")
    {
        Description = "Look only whether the export is whole, and print its digest.",
    };

    private static readonly Option<string?> Passphrase = MovingOptions.Passphrase();
    private static readonly Option<string?> Mode = MovingOptions.Mode();

    /// <summary>The command.</summary>
    public static Command Make(Terminal terminal)
    {
        var command = new Command(
            "import",
            "Put an export into an installation in which nothing is yet. Refused while a server runs.")
        {
            Source, Secrets, Passphrase, Mode, CheckOnly,
        };
        command.SetAction((line, stop) => terminal.Run(() => terminal.WithSettings(
            line.FlagsOf(Mode), settings => Run(settings, line, terminal, stop))));
        return command;
    }

    private static async Task<int> Run(
        Settings settings, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        var path = line.GetRequiredValue(Source);
        if (!Path.Exists(path)) return terminal.Say(ExitCodes.NotFound, $"there is no {path}");
        try
        {
            var progress = new Progress(terminal.Error, TimeProvider.System);
            using var source = ArchiveSource.Open(path);
            if (line.GetValue(CheckOnly))
            {
                var manifest = await new ImportCheck(source, progress).Check(stop);
                return Print(terminal, line, manifest, 0, 0, []);
            }

            using var folder = DataFolder.Open(settings.Data);
            return await new Mover(settings, folder, source, progress, line, terminal).Move(stop);
        }
        catch (MoveRefused refused)
        {
            return terminal.Say(ExitCodes.Refused, refused.Message);
        }
    }

    private static int Print(
        Terminal terminal, ParseResult line, Manifest manifest, long epoch, int replanned,
        IReadOnlyList<string> dead)
    {
        var reply = new ImportReply(manifest.Id, manifest.Digest, manifest.Counts, epoch, replanned, dead);
        return terminal.Print(line, OwnReply.Of(reply, LocalJson.Default.ImportReply), _ =>
        {
            terminal.Out.WriteLine($"digest {reply.Digest}");
            if (epoch > 0)
                terminal.Out.WriteLine(
                    $"imported; epoch {epoch}, {replanned} live bookings to be put in step");
        });
    }

    /// <summary>One import, from its check to its last word.</summary>
    private sealed class Mover(
        Settings settings, DataFolder folder, ArchiveSource source, Progress progress, ParseResult line,
        Terminal terminal)
    {
        private readonly string? _secrets = line.GetValue(Secrets);

        public async Task<int> Move(CancellationToken stop)
        {
            var manifest = await new ImportCheck(source, progress).Check(stop);
            var passphrase = _secrets is null
                ? null
                : Passphrases.Get(terminal, line.GetValue(Passphrase), isNew: false);
            var mark = ImportMark.Find(folder);
            if (mark is not null && mark.Export != manifest.Id)
                throw new MoveRefused(
                    "another import was cut off here: repeat that one, or name another target");
            if (mark is not { Raised: true }) await Write(manifest, passphrase, mark is null, stop);
            var epoch = await Epoch(stop);
            var replanned = await InStep.Replan(settings, folder, stop);
            ImportMark.Remove(folder);
            var dead = _secrets is null ? DeadLinks.Of(manifest.Secrets) : [];
            if (dead.Count > 0) terminal.Error.WriteLine("purser: without --secrets these links die:");
            foreach (var one in dead) terminal.Error.WriteLine($"  {one}");
            return Print(terminal, line, manifest, epoch, replanned, dead);
        }

        private async Task Write(Manifest manifest, string? passphrase, bool first, CancellationToken stop)
        {
            await using (var into = Installation.Open(settings, folder, new HouseClock(TimeProvider.System)))
            {
                var import = new Import(into, source, progress);
                await import.RefuseOtherOperator(manifest, stop);
                if (first) await import.RefuseFull(stop);
                await foreach (var line in SealedLines(manifest, passphrase, stop))
                    await import.RefuseOtherSecrets(line, stop);
                new ImportMark(manifest.Id, Raised: false).Write(folder);
                await import.Operator(manifest, stop);
                await foreach (var line in SealedLines(manifest, passphrase, stop))
                    await import.Keep(line, stop);
            }

            // By the clock of the operator whose files are there now: a sample's runs ahead.
            var clock = OperatorFiles.Open(folder, settings, TimeProvider.System).ClockOf();
            await using (var into = Installation.Open(settings, folder, clock))
            {
                await new Import(into, source, progress).Write(stop);
                var digest = await ContentReading.Digest(into, progress, stop);
                if (digest != manifest.Digest)
                    throw new MoveRefused(
                        $"what lies in the target now has the digest {digest}, the export {manifest.Digest}: "
                        + "somebody else has written to it; empty it, and import again");
                progress.Say($"the target holds the same; digest {digest}");
                await InStep.RaiseEpochs(into.Store, SystemClock.Instance.GetCurrentInstant(), stop);
            }

            new ImportMark(manifest.Id, Raised: true).Write(folder);
        }

        private async Task<long> Epoch(CancellationToken stop)
        {
            await using var into = Installation.Open(settings, folder, new HouseClock(TimeProvider.System));
            return await InStep.Epoch(into.Store, stop);
        }

        private IAsyncEnumerable<SealedLine> SealedLines(
            Manifest manifest, string? passphrase, CancellationToken stop) =>
            _secrets is null || passphrase is null
                ? AsyncEnumerable.Empty<SealedLine>()
                : SealedFile.Read(_secrets, passphrase, manifest.Id, stop);
    }
}
