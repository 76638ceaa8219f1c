using System.CommandLine;
using Purser.Host.Doors.Bookings;

namespace Purser.Host.Commands;

/// <summary>Commands about bookings that are there.</summary>
public static class BookingCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "The booking's id." };

    /// <summary><c>purser bookings [--review] [--from] [--to]</c>.</summary>
    public static Command List(Terminal terminal)
    {
        var review = new Option<bool>("--review") { Description = "What a person must look at." };
        var from = new Option<string?>("--from") { Description = "The first date: 2027-05-30. Default: 30 days ago." };
        var to = new Option<string?>("--to") { Description = "The date after the last one. Default: in 360 days." };
        return new Command("bookings", "List bookings, or what a person must look at.") { review, from, to }.Does(
            terminal, async (line, door, stop) =>
            {
                if (line.GetValue(review))
                    return terminal.Print(line, await door.Get("api/review", stop), reply => Review(terminal.Out, reply));
                var query = new[] { ("from", line.GetValue(from)), ("to", line.GetValue(to)) }
                    .Where(pair => pair.Item2 is not null).Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}");
                return terminal.Print(line, await All([.. query], door, stop), reply =>
                {
                    foreach (var booking in reply.Read(BookingJson.Default.BookingListReply).Items)
                        terminal.Out.WriteLine(BookingPrint.Line(booking));
                });
            });
    }

    /// <summary><c>purser status ID</c>.</summary>
    public static Command Status(Terminal terminal) =>
        new Command("status", "Show a booking with every effect and its proof.") { Id }.Does(
            terminal, async (line, door, stop) => terminal.Print(
                line, await door.Get($"api/bookings/{Uri.EscapeDataString(line.GetRequiredValue(Id))}", stop),
                BookingPrint.Whole(terminal.Out)));

    /// <summary>The items of all pages as one reply, or the first refusal.</summary>
    private static async Task<OwnReply> All(IReadOnlyList<string> query, OwnDoor door, CancellationToken stop)
    {
        var items = new List<BookingReply>();
        string? next = null;
        do
        {
            var asked = next is null ? query : [.. query, "cursor=" + Uri.EscapeDataString(next)];
            var reply = await door.Get($"api/bookings?{string.Join('&', asked)}", stop);
            if (!reply.Right) return reply;
            var page = reply.Read(BookingJson.Default.BookingListReply);
            items.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        return OwnReply.Of(new BookingListReply(items, null), BookingJson.Default.BookingListReply);
    }

    /// <summary><c>purser cancel ID [--reason TEXT]</c>.</summary>
    public static Command Cancel(Terminal terminal)
    {
        var reason = new Option<string>("--reason")
        {
            Description = "Why; for the office.",
            DefaultValueFactory = _ => BookingsDoor.UsualReason,
        };
        return new Command("cancel", "Cancel a booking: crew, guest and calendar follow.") { Id, reason }.Does(
            terminal, async (line, door, stop) => terminal.Print(
                line,
                await door.Post(
                    $"api/bookings/{Uri.EscapeDataString(line.GetRequiredValue(Id))}/cancel",
                    new CancelBody(line.GetRequiredValue(reason)), BookingJson.Default.CancelBody, stop),
                BookingPrint.Whole(terminal.Out)));
    }

    private static void Review(TextWriter output, OwnReply reply)
    {
        var items = reply.Read(BookingJson.Default.ReviewListReply).Items;
        if (items.Count == 0) output.WriteLine("Nothing needs a person.");
        foreach (var item in items)
        {
            output.WriteLine($"{item.Id}  {item.What}");
            foreach (var (field, value) in item.Understood) output.WriteLine($"  {field,-12} {value}");
            foreach (var (field, why) in item.Open) output.WriteLine($"  {field,-12} ? {why}");
        }
    }
}
