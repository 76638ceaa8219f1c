using System.CommandLine;
using System.Globalization;
using Purser.Host.Doors.Bookings;
using Purser.Host.Doors.Local;

namespace Purser.Host.Commands;

/// <summary>Commands about what is known of one charter's guest.</summary>
public static class GuestCareCommands
{
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
