using System.CommandLine;
using NodaTime;
using Purser.Bookings;
using Purser.Embedded.Disk;
using Purser.Host.Composition;
using Purser.Host.Doors.Local;
using Purser.Outside.Records;

namespace Purser.Host.Commands;

/// <summary><c>purser restore FILE</c>.</summary>
public static class RestoreCommand
{
    /// <summary>Bookings are taken up to five years ahead.</summary>
    private const int YearsAhead = 6;

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

    internal static async Task<(long Epoch, int Replanned)> PutInStep(Settings settings, DataFolder folder, CancellationToken stop)
    {
        await using var server = await Server.Start(settings, folder, sites: false, TextWriter.Null, stop);
        var epoch = await RaiseEpochs(server.House, stop);
        var replanned = await Replan(server.House, stop);
        await server.Stop();
        return (epoch, replanned);
    }

    /// <summary>
    /// Whole minutes since 2026-01-01, and higher than any seen, in every compartment alike.
    /// </summary>
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
        for (var from = today.PlusDays(-30); from < today.PlusYears(YearsAhead); from = from.PlusDays(400))
        {
            string? cursor = null;
            do
            {
                var page = await house.Shelf.List(from, from.PlusDays(400), cursor, stop);
                foreach (var booking in page.Items.Where(booking => booking.Live))
                {
                    await house.FrontDesk.Renew(booking.Id, stop);
                    if (await house.Provisioner.Replan(booking.Id, stop)) count++;
                }

                cursor = page.Next;
            }
            while (cursor is not null);
        }

        return count;
    }
}
