using System.CommandLine;
using NodaTime;
using Purser.Bookings;
using Purser.Embedded.Disk;
using Purser.Host.Composition;
using Purser.Host.Doors.Local;
using Purser.Outside.Records;

namespace Purser.Host.Commands;

/// <summary>Commands that look after the installation.</summary>
public static class CareCommands
{
    private static readonly Option<string> Target = new("--output", "-o") { Description = "The file to write.", Required = true };

    /// <summary><c>purser doctor</c>.</summary>
    public static Command Doctor(Terminal terminal) =>
        new Command("doctor", "Look at everything that must be right, and name the remedy of what is not.").Does(
            terminal, async (line, door, stop) =>
            {
                var reply = await door.Get("local/doctor", stop);
                var code = terminal.Print(line, reply, whole =>
                {
                    foreach (var check in whole.Read(LocalJson.Default.DoctorReply).Checks)
                    {
                        terminal.Out.WriteLine($"{(check.Well ? "well" : "WRONG"),-6}{check.Name}: {check.Found}");
                        if (check.Remedy is not null) terminal.Out.WriteLine($"      {check.Remedy}");
                    }
                });
                if (!door.Serving) terminal.Error.WriteLine("purser: no server is running; the sites were looked at without one");
                return code == ExitCodes.Done && !reply.Read(LocalJson.Default.DoctorReply).Well ? ExitCodes.NotWell : code;
            });

    /// <summary><c>purser backup -o FILE</c>.</summary>
    public static Command Backup(Terminal terminal) =>
        new Command("backup", "Write everything that cannot be derived again into one file. It holds the secrets.") { Target }.Does(
            terminal, async (line, door, stop) =>
            {
                var body = new PathBody(Path.GetFullPath(line.GetRequiredValue(Target)));
                return terminal.Print(
                    line, await door.Post("local/backup", body, LocalJson.Default.PathBody, stop),
                    reply => terminal.Out.WriteLine(
                        $"{body.Path}: {reply.Read(LocalJson.Default.DoneReply).Count} files. Keep it as safe as the data folder."));
            });

    /// <summary><c>purser restore FILE</c>.</summary>
    public static Command Restore(Terminal terminal)
    {
        var source = new Argument<string>("FILE") { Description = "What `purser backup` wrote." };
        var command = new Command("restore", "Put a backup back. Refused while a server runs.") { source };
        command.SetAction((line, stop) => terminal.Run(() => terminal.WithSettings(
            new Flags(line.GetValue(Terminal.Data) ?? "./data"),
            settings => Restore(settings, line.GetRequiredValue(source), terminal, stop))));
        return command;
    }

    /// <summary><c>purser crew import FILE.csv</c>.</summary>
    public static Command Crew(Terminal terminal)
    {
        var source = new Argument<string>("FILE") { Description = "id,name,email,phone,ranks,order,licence,licenceExpires" };
        var import = new Command("import", "Take over the people of a CSV file.") { source }.Does(
            terminal, async (line, door, stop) =>
            {
                var content = new ByteArrayContent(await File.ReadAllBytesAsync(line.GetRequiredValue(source), stop));
                content.Headers.ContentType = new("text/csv");
                return terminal.Print(
                    line, await door.Ask(HttpMethod.Post, "local/crew", content, stop),
                    reply => terminal.Out.WriteLine($"{reply.Read(LocalJson.Default.DoneReply).Count} people"));
            });
        return new Command("crew", "The roster.") { import };
    }

    /// <summary>Puts the files back beside what was there, raises every epoch, and re-plans every live booking.</summary>
    private static async Task<int> Restore(Settings settings, string backup, Terminal terminal, CancellationToken stop)
    {
        if (!File.Exists(backup)) return terminal.Say(ExitCodes.NotFound, $"there is no file {backup}");
        using var folder = DataFolder.Open(settings.Data);
        var aside = SetAside(folder);
        BackupFile.Unpack(backup, folder.Path);
        await using var server = await Server.Start(settings, folder, sites: false, TextWriter.Null, stop);
        var house = server.House;
        var epoch = await RaiseEpochs(house, stop);
        var replanned = await Replan(house, stop);
        await server.Stop();
        terminal.Out.WriteLine($"restored; epoch {epoch}, {replanned} live bookings to be put in step");
        if (aside is not null) terminal.Error.WriteLine($"purser: what was there before is in {aside}");
        return ExitCodes.Done;
    }

    private static string? SetAside(DataFolder folder)
    {
        var there = new[] { folder.Records, folder.Records + "-wal", folder.Records + "-shm", folder.Keys, folder.Fleet, folder.Rates };
        if (!File.Exists(folder.Records)) return null;
        var number = 1;
        while (Directory.Exists(Path.Combine(folder.Path, $"before-restore-{number}"))) number++;
        var aside = Path.Combine(folder.Path, $"before-restore-{number}");
        Directory.CreateDirectory(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var path in there)
        {
            var target = Path.Combine(aside, Path.GetFileName(path));
            if (File.Exists(path)) File.Move(path, target);
            else if (Directory.Exists(path)) Directory.Move(path, target);
        }

        Directory.CreateDirectory(folder.Keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return aside;
    }

    /// <summary>Whole minutes since 2026-01-01, and higher than any seen, in every compartment alike.</summary>
    private static async Task<long> RaiseEpochs(House house, CancellationToken stop)
    {
        var minutes = (long)(SystemClock.Instance.GetCurrentInstant() - Instant.FromUtc(2026, 1, 1, 0, 0)).TotalMinutes;
        var compartments = Enum.GetValues<Compartment>();
        var rows = new List<StoredRecord?>();
        foreach (var one in compartments) rows.Add(await house.Store.Open(one).Get(OfficeRows.Epoch, stop));
        var epoch = Math.Max(minutes, rows.Max(row => OfficeRows.Read<EpochRow>(row)?.Epoch ?? 0) + 1);
        foreach (var (one, row) in compartments.Zip(rows))
        {
            var change = RecordChange.Put(OfficeRows.Epoch, row?.Version ?? 0, OfficeRows.Body(new EpochRow(epoch)));
            Require.That(await house.Store.Open(one).Commit([change], stop) is null);
        }

        return epoch;
    }

    private static async Task<int> Replan(House house, CancellationToken stop)
    {
        var today = house.Clock.GetCurrentInstant().InZone(house.Fleet.Harbours[0].Rules).Date;
        var count = 0;
        for (var from = today.PlusDays(-30); from < today.PlusYears(3); from = from.PlusDays(400))
        {
            string? cursor = null;
            do
            {
                var page = await house.Shelf.List(from, from.PlusDays(400), cursor, stop);
                foreach (var booking in page.Items.Where(booking => booking.Live))
                {
                    if (await house.Provisioner.Replan(booking.Id, stop)) count++;
                }

                cursor = page.Next;
            }
            while (cursor is not null);
        }

        return count;
    }
}
