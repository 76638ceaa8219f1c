using System.CommandLine;
using NodaTime;
using Purser.Embedded.Disk;
using Purser.Host.Composition;
using Purser.Host.Doors.Local;
using Purser.Host.Moving;
using Purser.Host.Moving.Parts;
using Purser.Host.Moving.Sealing;
using Purser.Outside;

namespace Purser.Host.Commands;

/// <summary>
/// <c>purser export -o FILE|DIR/</c>: everything, to be moved. <c>purser export --booking ID -o FILE.zip</c>:
/// everything about one booking's guest.
/// </summary>
public static class ExportCommand
{
    private const string Operator = "operator";

    private static readonly Option<string> Target = new("--output", "-o")
    {
        Description = "The archive to write: a file, or a folder if it ends with / or is one.",
        Required = true,
    };

    private static readonly Option<string?> Booking = new("--booking")
    {
        Description = "Only what is known of this booking's guest.",
    };

    private static readonly Option<string?> Whom = new("--for")
    {
        Description = "With --booking; operator: only pictures that the operator may use.",
    };

    private static readonly Option<string?> Secrets = MovingOptions.Secrets(
        "Write link keys, roots and kept mails here, under a passphrase. Without it they stay behind.");

    private static readonly Option<string?> Passphrase = MovingOptions.Passphrase();
    private static readonly Option<string?> Mode = MovingOptions.Mode();

    /// <summary>The command.</summary>
    public static Command Make(Terminal terminal)
    {
        Whom.AcceptOnlyFromAmong(Operator);
        var command = new Command(
            "export",
            "Write the whole installation into one archive, to move it; or all of one booking's guest.")
        {
            Target, Secrets, Passphrase, Mode, Booking, Whom,
        };
        command.SetAction((line, stop) => terminal.Run(() => terminal.WithSettings(
            line.FlagsOf(Mode), settings => Run(settings, line, terminal, stop))));
        return command;
    }

    private static async Task<int> Run(
        Settings settings, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        if (line.GetValue(Booking) is { } booking)
        {
            if (line.GetValue(Secrets) is not null || line.GetValue(Passphrase) is not null)
                return terminal.Say(ExitCodes.Usage, "--secrets goes with all, not with --booking");
            return await OfGuest(settings, booking, line, terminal, stop);
        }

        if (line.GetValue(Whom) is not null)
            return terminal.Say(ExitCodes.Usage, "--for goes with --booking");
        try
        {
            return await Whole(settings, line, terminal, stop);
        }
        catch (MoveRefused refused)
        {
            return terminal.Say(ExitCodes.Refused, refused.Message);
        }
    }

    private static async Task<int> OfGuest(
        Settings settings, string booking, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        var body = new ExportBody(
            Path.GetFullPath(line.GetRequiredValue(Target)), line.GetValue(Whom) == Operator);
        await using var door = await OwnDoor.Open(settings, TextWriter.Null, stop);
        var reply = await door.Post(
            $"local/export/{Uri.EscapeDataString(booking)}", body, CareJson.Default.ExportBody, stop);
        return terminal.Print(
            line, reply,
            done => terminal.Out.WriteLine(
                $"{body.Path}: {done.Read(LocalJson.Default.DoneReply).Count} files"));
    }

    private static async Task<int> Whole(
        Settings settings, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        if (DataFolder.Look(settings.Data).IsHeldByAnother())
        {
            return terminal.Say(
                ExitCodes.Busy,
                $"another purser is using {settings.Data}: stop it first, for an export is one moment; a "
                + "copy of an installation at work is `purser backup`");
        }

        var (target, secrets) = (line.GetRequiredValue(Target), line.GetValue(Secrets));
        OutputPlaces.RefuseMixed(target, secrets);
        using var folder = DataFolder.Open(settings.Data);
        ImportMark.RefuseUnfinished(folder);
        var operatorFiles = OperatorFiles.Open(folder, settings, TimeProvider.System);
        var passphrase = secrets is null
            ? null
            : Passphrases.Get(terminal, line.GetValue(Passphrase), isNew: true);
        var now = SystemClock.Instance.GetCurrentInstant();
        var clock = operatorFiles.ClockOf();
        await using var from = Installation.Open(settings, folder, clock);
        var progress = new Progress(terminal.Error, TimeProvider.System);
        var names = await Known(from, await from.SecretNames(operatorFiles.Fleet, stop), stop);
        Manifest manifest;
        int? sealedCount = null;
        await using (var archive = ArchiveTarget.Create(target))
        {
            using var apart = secrets is null ? null : SealedHalf.Begin(secrets);
            manifest = await new Export(from, archive, progress).Write(from.Tokens.Id(), now, names, stop);
            await archive.Close();
            if (apart is null)
            {
                archive.Name();
            }
            else
            {
                var key = (passphrase!, from.Tokens.Bytes(SealedFormat.SaltBytes));
                sealedCount = await apart.Write(key, manifest.Id, Sealed(from, names, stop), stop);
                apart.NameWith(archive.Name);
            }
        }

        if (secrets is null) await SayLeft(from, names, terminal, stop);
        var reply = new ExportReply(target, manifest.Id, manifest.Digest, manifest.Counts, sealedCount);
        return terminal.Print(
            line, OwnReply.Of(reply, LocalJson.Default.ExportReply), _ => Say(terminal, reply));
    }

    private static async Task<IReadOnlyList<string>> Known(
        Installation from, IReadOnlyList<string> names, CancellationToken stop)
    {
        var known = new List<string>();
        foreach (var name in names)
        {
            if (await from.Secrets.Find(name, stop) is not null) known.Add(name);
        }

        return known;
    }

    private static async IAsyncEnumerable<SealedLine> Sealed(
        Installation from, IReadOnlyList<string> names,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var name in names)
        {
            if (await from.Secrets.Find(name, stop) is { } secret)
                yield return SealedLine.OfSecret(name, secret.ToArray());
        }

        await foreach (var mail in KeptMails.Read(from.Mails, stop)) yield return mail;
    }

    private static async Task SayLeft(
        Installation from, IReadOnlyList<string> names, Terminal terminal, CancellationToken stop)
    {
        var mails = (await from.Mails.List(stop)).Count;
        terminal.Error.WriteLine(
            $"purser: without --secrets {names.Count} secrets and {mails} kept mails stay; these die:");
        foreach (var line in DeadLinks.Of(names)) terminal.Error.WriteLine($"  {line}");
    }

    private static void Say(Terminal terminal, ExportReply reply)
    {
        var counts = reply.Counts;
        terminal.Out.WriteLine(
            $"{reply.File}: {counts.Records} records, {counts.Objects} published files, "
            + $"{counts.Files} guests' files, {counts.Operator} files of the operator");
        terminal.Out.WriteLine($"digest {reply.Digest}");
        terminal.Out.WriteLine("It holds what guests gave: keep it as safe as the data folder.");
    }
}
