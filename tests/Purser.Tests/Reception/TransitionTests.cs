using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Reception;

/// <summary>
/// Every status of a booking against everything that can be said or done to it: one table. A command that is not in the
/// table, or a status without its column, is a test that fails.
/// </summary>
public sealed class TransitionTests
{
    private const string Absent = "absent";
    private const string Unreachable = "-";

    private static readonly string[] Statuses = [Absent, "confirmed", "conflict", "cancelled"];

    /// <summary>
    /// Messages are a marketplace's, which has sold already, unless they are said to be direct: nothing direct is ever in
    /// conflict. "Review" means: nothing changed, and a person must look.
    /// </summary>
    private const string Table = """
        says                     | absent            | confirmed              | conflict                | cancelled
        the same                 | created confirmed | same                   | same                    | same
        other facts              | created confirmed | changed confirmed      | changed conflict        | review AfterCancellation
        a free time              | created confirmed | changed confirmed      | changed confirmed       | review AfterCancellation
        a taken time             | created conflict  | review MovedOntoTaken  | changed conflict        | review AfterCancellation
        something older          | created confirmed | same                   | same                    | same
        what it said before      | created confirmed | review Reappeared      | review Reappeared       | review AfterCancellation
        that it is cancelled     | refused NotFound  | changed cancelled      | changed cancelled       | same
        an older cancellation    | refused NotFound  | same                   | same                    | same
        direct: the same         | created confirmed | same                   | -                       | same
        direct: other facts      | created confirmed | changed confirmed      | -                       | review AfterCancellation
        direct: a free time      | created confirmed | changed confirmed      | -                       | review AfterCancellation
        direct: a taken time     | refused Taken     | refused Taken          | -                       | review AfterCancellation
        edit: nothing            | refused NotFound  | same                   | same                    | refused AlreadyCancelled
        edit: other facts        | refused NotFound  | changed confirmed      | changed conflict        | refused AlreadyCancelled
        edit: a free time        | refused NotFound  | changed confirmed      | changed confirmed       | refused AlreadyCancelled
        edit: a taken time       | refused NotFound  | refused Taken          | refused Taken           | refused AlreadyCancelled
        edit: once it is free    | refused NotFound  | same                   | changed confirmed       | refused AlreadyCancelled
        edit: badly              | refused NotFound  | refused EditRefused    | refused EditRefused     | refused AlreadyCancelled
        edit: an old generation  | refused NotFound  | refused NotCurrent     | refused NotCurrent      | refused NotCurrent
        cancel                   | refused NotFound  | changed cancelled      | changed cancelled       | refused AlreadyCancelled
        cancel an old generation | refused NotFound  | refused NotCurrent     | refused NotCurrent      | refused AlreadyCancelled
        renew after a restore    | refused NotFound  | changed confirmed      | same                    | same
        """;

    private static readonly LocalDateTime Usual = new(2027, 5, 30, 10, 0);
    private static readonly LocalDateTime Taken = new(2027, 6, 2, 10, 0);
    private static readonly LocalDateTime Free = new(2027, 6, 5, 10, 0);

    private readonly SimulatedHouse _house = new();
    private string _channel = "boatsetter";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string, string>();
            foreach (var row in Rows.Skip(1))
            {
                foreach (var (status, outcome) in Statuses.Zip(row.Skip(1)).Where(cell => cell.Second != Unreachable))
                    cells.Add(status, row[0], outcome);
            }

            return cells;
        }
    }

    private static IEnumerable<string[]> Rows =>
        Table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Each_status_takes_each_command_as_the_table_says(string status, string command, string outcome)
    {
        if (command.StartsWith("direct: ", StringComparison.Ordinal)) _channel = "direct";
        var id = await Arrange(status);
        var before = await _house.Shelf.Read(id, Stop);
        var known = (await _house.Shelf.Reviews(false, Stop)).Select(item => item.Id).ToHashSet();
        var reply = await Perform(command, id, before?.Booking);
        var fresh = (await _house.Shelf.Reviews(false, Stop)).Where(item => !known.Contains(item.Id)).ToList();
        Assert.Equal(outcome, Outcome(reply, fresh));
        if (before is null) return;
        var after = (await _house.Shelf.Read(id, Stop))!.Booking;
        if (reply is FrontDeskReply.Changed) Assert.True(after.Generation > before.Booking.Generation);
        else Assert.Equal((before.Booking.Generation, before.Booking.Trip), (after.Generation, after.Trip));
    }

    [Fact]
    public void The_table_has_every_status_and_only_what_is_direct_is_never_in_conflict()
    {
        Assert.Equal(Statuses, Rows.First().Skip(1));
        Assert.Equal(Enum.GetNames<BookingStatus>().Length + 1, Statuses.Length);
        Assert.All(Rows, row => Assert.Equal(Statuses.Length + 1, row.Length));
        Assert.All(
            Rows.Where(row => row.Contains(Unreachable)),
            row => Assert.StartsWith("direct: ", row[0], StringComparison.Ordinal));
    }

    /// <summary>A booking whose source said one thing, then another, and what stands in its way.</summary>
    private async Task<BookingId> Arrange(string status)
    {
        await Accept(Requests.Make("TAKEN1", "direct", Taken));
        if (status == "conflict") await Accept(Requests.Make("INTHEWAY", "direct", Usual));
        if (status == Absent) return Texts.Parse<BookingId>(new string('a', 26));
        var made = Assert.IsType<FrontDeskReply.Created>(await Accept(Message(party: 5)));
        var id = made.File.Booking.Id;
        _house.Clock.AdvanceMinutes(10);
        await Accept(Message());
        _house.Clock.AdvanceMinutes(10);
        if (status == "cancelled") await _house.FrontDesk.Cancel(id, "weather", null, Stop);
        Assert.Equal(status, (await _house.Shelf.Read(id, Stop))!.Booking.Status.ToString().ToLowerInvariant());
        return id;
    }

    private Task<FrontDeskReply> Perform(string command, BookingId id, Booking? now) => command switch
    {
        "the same" or "direct: the same" => Accept(Message()),
        "other facts" or "direct: other facts" => Accept(Message(party: 4)),
        "a free time" or "direct: a free time" => Accept(Message(Free)),
        "a taken time" or "direct: a taken time" => Accept(Message(Taken)),
        "something older" => Accept(Message(party: 4, sent: Now - Duration.FromDays(1))),
        "what it said before" => Accept(Message(party: 5)),
        "that it is cancelled" => Say(Now),
        "an older cancellation" => Say(Now - Duration.FromDays(1)),
        "edit: nothing" => Edit(id, edit => edit),
        "edit: other facts" => Edit(id, edit => edit with { Guest = edit.Guest with { Party = 4 } }),
        "edit: a free time" => Edit(id, edit => edit with { Trip = edit.Trip with { Start = Free } }),
        "edit: a taken time" => Edit(id, edit => edit with { Trip = edit.Trip with { Start = Taken } }),
        "edit: once it is free" => EditOnceFree(id),
        "edit: badly" => Edit(id, _ => null),
        "edit: an old generation" => Edit(id, edit => edit, seen: (now?.Generation ?? 1) - 1),
        "cancel" => _house.FrontDesk.Cancel(id, "weather", null, Stop),
        "cancel an old generation" => _house.FrontDesk.Cancel(id, "weather", (now?.Generation ?? 1) - 1, Stop),
        "renew after a restore" => Renew(id),
        _ => throw new InvalidOperationException($"nobody performs \"{command}\""),
    };

    private static string Outcome(FrontDeskReply reply, IReadOnlyList<ReviewItem> fresh) => reply.Match(
        created => $"created {Word(created.File)}",
        changed => $"changed {Word(changed.File)}",
        same => same.Review ? $"review {fresh.Single().Kind}" : "same",
        refused => $"refused {refused.Reason}");

    private static string Word(BookingFile file) => file.Booking.Status.ToString().ToLowerInvariant();

    private Instant Now => _house.Clock.GetCurrentInstant();

    private BookingRequest Message(LocalDateTime? start = null, int party = 6, Instant? sent = null) =>
        Requests.Make(_channel == "direct" ? "D1" : "XHQGMDH", _channel, start ?? Usual, party: party, sent: sent);

    private Task<FrontDeskReply> Accept(BookingRequest request) =>
        _house.FrontDesk.Accept(request, NoRider.Instance, null, Stop);

    private Task<FrontDeskReply> Say(Instant stamp)
    {
        var message = Message();
        return _house.FrontDesk.CancelSaid(message.Channel, message.Reference, stamp, Stop);
    }

    private Task<FrontDeskReply> Edit(BookingId id, Func<BookingEdit, BookingEdit?> edit, long? seen = null) =>
        _house.FrontDesk.Change(id, now => edit(BookingEdit.Of(now)), seen, NoRider.Instance, Stop);

    private async Task<FrontDeskReply> EditOnceFree(BookingId id)
    {
        var taken = OfficeRows.Read<Claimed>(await _house.Office.Get(
            OfficeRows.Reference(Texts.Parse<ChannelId>("direct"), Texts.Parse<ChannelReference>("INTHEWAY")), Stop));
        if (taken is not null) await _house.FrontDesk.Cancel(taken.Booking, "weather", null, Stop);
        return await Edit(id, edit => edit);
    }

    private async Task<FrontDeskReply> Renew(BookingId id)
    {
        var epoch = OfficeRows.Body(new EpochRow(475_000));
        Assert.Null(await _house.Office.Commit([RecordChange.Put(OfficeRows.Epoch, 0, epoch)], Stop));
        return await _house.FrontDesk.Renew(id, Stop);
    }
}
