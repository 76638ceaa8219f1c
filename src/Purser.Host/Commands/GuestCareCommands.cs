using System.CommandLine;
using System.Globalization;
using Purser.Host.Doors.Bookings;
using Purser.Host.Doors.Local;

namespace Purser.Host.Commands;

/// <summary>Commands about what is known of one charter's guest.</summary>
public static class GuestCareCommands
{
    private const string Operator = "operator";

    /// <summary><c>purser erase --booking ID [--yes]</c>.</summary>
    public static Command Erase(Terminal terminal, TextReader answers)
    {
        var booking = new Option<string>("--booking") { Description = "The booking's id.", Required = true };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        return new Command(
            "erase",
            "Forget a charter's guest for good: page, photos, waivers, mails, names. "
            + "What was paid stays, without a name.")
        {
            booking, yes,
        }.Does(terminal, async (line, door, stop) =>
        {
            var id = Uri.EscapeDataString(line.GetRequiredValue(booking));
            if (!line.GetValue(yes) && await Refused(id, line, door, terminal, answers,
                stop) is { } code) return code;
            return terminal.Print(line, await door.Ask(HttpMethod.Post, $"local/erase/{id}", null, stop),
                reply =>
            {
                var receipt = reply.Read(CareJson.Default.ErasureReplyBody);
                terminal.Out.WriteLine($"Forgotten {receipt.Finished ?? receipt.Begun}. Removed:");
                foreach (var (kind, count) in receipt.Removed)
                    terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"  {kind,-12}{count}"));
                terminal.Out.WriteLine("Backups made before this still hold it: replace them.");
            });
        });
    }

    /// <summary><c>purser export --booking ID -o FILE.zip [--for operator]</c>.</summary>
    public static Command Export(Terminal terminal)
    {
        var booking = new Option<string>("--booking") { Description = "The booking's id.", Required = true };
        var target = new Option<string>("--output", "-o")
        {
            Description = "The archive to write.",
            Required = true
        };
        var whom = new Option<string?>(
            "--for")
        { Description = "operator: only pictures that the operator may use." };
        whom.AcceptOnlyFromAmong(Operator);
        return new Command("export", "Write everything about one booking's guest into one archive.")
        {
            booking, target, whom,
        }.Does(terminal, async (line, door, stop) =>
        {
            var body = new ExportBody(
                Path.GetFullPath(line.GetRequiredValue(target)), line.GetValue(whom) == Operator);
            var path = $"local/export/{Uri.EscapeDataString(line.GetRequiredValue(booking))}";
            return terminal.Print(
                line, await door.Post(path, body, CareJson.Default.ExportBody, stop),
                reply => terminal.Out.WriteLine(
                $"{body.Path}: {reply.Read(LocalJson.Default.DoneReply).Count} files"));
        });
    }

    /// <summary>The exit code if the person does not type the reference; null if he does.</summary>
    private static async Task<int?> Refused(
        string id, ParseResult line, OwnDoor door, Terminal terminal, TextReader answers,
        CancellationToken stop)
    {
        var reply = await door.Get($"api/bookings/{id}", stop);
        if (!reply.Right) return terminal.Print(line, reply, _ => { });
        var booking = reply.Read(BookingJson.Default.BookingReply);
        await terminal.Error.WriteLineAsync(
            $"This forgets {booking.Guest.Name}, {booking.Start}, for good. "
            + $"Type the reference {booking.Reference} to do it:");
        var typed = await answers.ReadLineAsync(stop);
        if (typed?.Trim() == booking.Reference) return null;
        return terminal.Say(ExitCodes.Usage, "nothing was erased: that is not the reference");
    }
}
