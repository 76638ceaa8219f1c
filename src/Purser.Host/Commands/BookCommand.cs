using System.CommandLine;
using Purser.Bookings;
using Purser.Host.Doors.Bookings;
using Purser.Host.Intake.Mail;

namespace Purser.Host.Commands;

/// <summary><c>purser book FILE|-</c>.</summary>
public static class BookCommand
{
    private static readonly TimeSpan WaitFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(150);
    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A booking as JSON or as a channel's mail; - reads it from standard input.",
    };

    /// <summary>The command.</summary>
    public static Command Make(Terminal terminal) =>
        new Command("book", "Take a booking, and show everything that was made of it.") { File }.Does(
            terminal, (line, door, stop) => Book(line, door, terminal, stop));

    private static async Task<int> Book(ParseResult line, OwnDoor door, Terminal terminal, CancellationToken stop)
    {
        var bytes = await Read(line.GetRequiredValue(File), stop);
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new(MailReader.IsMail(bytes) ? "message/rfc822" : "application/json");
        var reply = await door.Ask(HttpMethod.Post, "api/bookings", content, stop);
        if (!reply.Right) return terminal.Print(line, reply, _ => { });
        var taken = reply.Read(BookingJson.Default.BookingReply);
        var settled = Told(taken, await Settle(taken.Id, reply, door, terminal, stop));
        terminal.Print(line, settled, BookingPrint.Whole(terminal.Out));
        return Code(settled, door, terminal);
    }

    /// <summary>The settled booking with what was said only when it was taken.</summary>
    internal static OwnReply Told(BookingReply taken, OwnReply settled)
    {
        if (!settled.Right || taken is { Remarks: null, Review: false }) return settled;
        var now = settled.Read(BookingJson.Default.BookingReply);
        return OwnReply.Of(now with { Remarks = taken.Remarks, Review = taken.Review }, BookingJson.Default.BookingReply);
    }

    private static async Task<OwnReply> Settle(string id, OwnReply last, OwnDoor door, Terminal terminal, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(WaitFor);
        using var timer = new PeriodicTimer(Look);
        var said = "";
        while (!Settled(last, door.Serving))
        {
            var progress = Progress(last);
            if (progress != said) await terminal.Error.WriteLineAsync(said = progress);
            try
            {
                if (!await timer.WaitForNextTickAsync(patience.Token)) return last;
                last = await door.Get($"api/bookings/{id}", patience.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                return last;
            }
        }

        return last;
    }

    /// <summary>
    /// Without a server nobody can fetch the page, so its check and the messages after it are not waited for.
    /// </summary>
    private static bool Settled(OwnReply reply, bool serving) => Effects(reply)
        .Where(effect => serving || effect.Surface is not ("page-check" or "messages"))
        .All(effect => effect.State is EffectState.Done or EffectState.Failed);

    private static string Progress(OwnReply reply) =>
        string.Join("  ", Effects(reply).Select(effect => $"{effect.Surface} {BookingPrint.Word(effect.State)}"));

    private static int Code(OwnReply reply, OwnDoor door, Terminal terminal)
    {
        var left = Effects(reply).Where(effect => effect.State != EffectState.Done).ToList();
        if (left.Count == 0) return ExitCodes.Done;
        var names = string.Join(", ", left.Select(effect => effect.Surface));
        if (!door.Serving)
        {
            terminal.Error.WriteLine($"purser: no server is running; left for `purser serve`: {names}");
            return ExitCodes.Done;
        }

        terminal.Error.WriteLine($"purser: not done yet: {names}. It goes on by itself; see `purser status`");
        return left.Any(effect => effect.State == EffectState.Failed) ? ExitCodes.NotWell : ExitCodes.Done;
    }

    private static IReadOnlyList<EffectReply> Effects(OwnReply reply) =>
        reply.Right ? reply.Read(BookingJson.Default.BookingReply).Effects ?? [] : [];

    private static async Task<byte[]> Read(string file, CancellationToken stop)
    {
        if (file != "-") return await System.IO.File.ReadAllBytesAsync(file, stop);
        using var all = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(all, stop);
        return all.ToArray();
    }
}
