using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Reception;

public sealed class FrontDeskTests
{
    private readonly SimulatedHouse _house = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_booking_is_confirmed_and_gets_an_address_without_a_year()
    {
        var created = Assert.IsType<FrontDeskReply.Created>(await Accept(Requests.Make()));
        Assert.Equal(BookingStatus.Confirmed, created.File.Booking.Status);
        Assert.Equal("may-30-boatsetter-charter", created.File.Booking.Slug?.Text);
        Assert.Equal((1, 0), (created.File.Work.Wanted, created.File.Work.Done));
    }

    [Fact]
    public async Task The_same_again_changes_nothing()
    {
        var created = Assert.IsType<FrontDeskReply.Created>(await Accept(Requests.Make()));
        var same = Assert.IsType<FrontDeskReply.Same>(await Accept(Requests.Make()));
        Assert.False(same.Review);
        Assert.Equal((created.File.Booking.Id, 1), (same.File.Booking.Id, same.File.Booking.Generation));
        Assert.Equal(created.File.Notices.Count, same.File.Notices.Count);
    }

    [Fact]
    public async Task Incident_27_an_address_is_never_given_again_and_the_next_carries_the_year()
    {
        var first = await Book(Requests.Make("AAAAAAA"));
        await _house.FrontDesk.Cancel(first.Id, "weather", null, Stop);
        var second = await Book(Requests.Make("BBBBBBB"));
        Assert.Equal("may-30-boatsetter-charter-2027", second.Slug?.Text);
        await _house.FrontDesk.Cancel(second.Id, "weather", null, Stop);
        Assert.Equal("may-30-boatsetter-charter-2027-2", (await Book(Requests.Make("CCCCCCC"))).Slug?.Text);
    }

    [Fact]
    public async Task A_new_date_gets_a_new_address_and_the_old_one_becomes_an_alias()
    {
        var booking = await Book(Requests.Make());
        var moved = await Edit(booking.Id, edit => edit with { Trip = edit.Trip with { Start = new LocalDateTime(2027, 6, 1, 10, 0) } });
        var after = Assert.IsType<FrontDeskReply.Changed>(moved).File.Booking;
        Assert.Equal("june-1-boatsetter-charter", after.Slug?.Text);
        Assert.Equal(["may-30-boatsetter-charter"], after.Aliases.Select(alias => alias.Text));
        Assert.Equal(2, after.Generation);
    }

    [Fact]
    public async Task A_direct_booking_of_a_taken_time_is_refused_with_the_others_times_only()
    {
        await Book(Requests.Make());
        var start = new LocalDateTime(2027, 5, 30, 13, 59);
        var refused = Assert.IsType<FrontDeskReply.Refused>(await Accept(Requests.Make("D1", "direct", start)));
        Assert.Equal(RefusalReason.Taken, refused.Reason);
        Assert.Equal(new LocalDateTime(2027, 5, 30, 10, 0), refused.Taken?.Start.Local);
        Assert.Null(refused.Current);
        start = new LocalDateTime(2027, 5, 30, 14, 0);
        Assert.IsType<FrontDeskReply.Created>(await Accept(Requests.Make("D1", "direct", start)));
    }

    [Fact]
    public async Task A_marketplaces_sale_of_a_taken_time_is_a_conflict_for_the_owner()
    {
        await Book(Requests.Make());
        var conflict = Assert.IsType<FrontDeskReply.Created>(await Accept(Requests.Make("ABCDEFG"))).File;
        Assert.Equal((BookingStatus.Conflict, null), (conflict.Booking.Status, conflict.Booking.Slug));
        Assert.Equal(ReviewKind.Conflict, Assert.Single(await _house.Shelf.Reviews(false, Stop)).Kind);
        var notice = Assert.Single(conflict.Notices);
        Assert.Equal("owner", notice.Key.Person);
    }

    [Fact]
    public async Task A_conflict_is_confirmed_once_its_time_is_free()
    {
        var first = await Book(Requests.Make());
        var conflict = await Book(Requests.Make("ABCDEFG"));
        var still = Assert.IsType<FrontDeskReply.Same>(await Edit(conflict.Id, edit => edit));
        Assert.Equal(BookingStatus.Conflict, still.File.Booking.Status);
        await _house.FrontDesk.Cancel(first.Id, "weather", null, Stop);
        var changed = Assert.IsType<FrontDeskReply.Changed>(await Edit(conflict.Id, edit => edit));
        Assert.Equal(BookingStatus.Confirmed, changed.File.Booking.Status);
    }

    [Fact]
    public async Task Confirming_a_conflict_is_refused_with_what_is_in_the_way_while_its_time_is_taken()
    {
        await Book(Requests.Make());
        var conflict = await Book(Requests.Make("ABCDEFG"));
        var refused = Assert.IsType<FrontDeskReply.Refused>(await _house.FrontDesk.Confirm(conflict.Id, 1, Stop));
        Assert.Equal(RefusalReason.Taken, refused.Reason);
        Assert.Equal(new LocalDateTime(2027, 5, 30, 10, 0), refused.Taken?.Start.Local);
        var still = (await _house.Shelf.Read(conflict.Id, Stop))!.Booking;
        Assert.Equal((BookingStatus.Conflict, 1), (still.Status, still.Generation));
        Assert.Single(await _house.Shelf.Reviews(false, Stop));
    }

    [Fact]
    public async Task Confirming_a_conflict_whose_time_is_free_sails_it_tells_the_guest_and_ends_the_review()
    {
        var first = await Book(Requests.Make());
        var conflict = await Book(Requests.Make("ABCDEFG"));
        await _house.FrontDesk.Cancel(first.Id, "weather", null, Stop);
        var file = Assert.IsType<FrontDeskReply.Changed>(await _house.FrontDesk.Confirm(conflict.Id, 1, Stop)).File;
        Assert.Equal((BookingStatus.Confirmed, 2), (file.Booking.Status, file.Booking.Generation));
        Assert.NotNull(file.Booking.Slug);
        Assert.Single(file.Notices, notice => notice.Key.Person == "guest");
        Assert.Empty(await _house.Shelf.Reviews(false, Stop));
        Assert.NotNull(Assert.Single(await _house.Shelf.Reviews(true, Stop)).Resolved);
        var late = await Accept(Requests.Make("D1", "direct"));
        Assert.Equal(RefusalReason.Taken, Reason(late));
    }

    [Fact]
    public async Task Only_a_booking_in_conflict_can_be_confirmed_and_only_as_it_was_seen()
    {
        var first = await Book(Requests.Make());
        var conflict = await Book(Requests.Make("ABCDEFG"));
        Assert.Equal(RefusalReason.NotInConflict, Reason(await _house.FrontDesk.Confirm(first.Id, null, Stop)));
        Assert.Equal(RefusalReason.NotCurrent, Reason(await _house.FrontDesk.Confirm(conflict.Id, 7, Stop)));
        var unknown = Texts.Parse<BookingId>("zzzzzzzzzzzzzzzzzzzzzzzzzz");
        Assert.Equal(RefusalReason.NotFound, Reason(await _house.FrontDesk.Confirm(unknown, null, Stop)));
        await _house.FrontDesk.Cancel(conflict.Id, "theirs", null, Stop);
        Assert.Equal(RefusalReason.AlreadyCancelled, Reason(await _house.FrontDesk.Confirm(conflict.Id, null, Stop)));
        Assert.Empty(await _house.Shelf.Reviews(false, Stop));
    }

    [Fact]
    public async Task A_source_that_moves_its_booking_onto_a_taken_time_moves_nothing()
    {
        await Book(Requests.Make());
        var other = await Book(Requests.Make("ABCDEFG", start: new LocalDateTime(2027, 6, 1, 10, 0)));
        var reply = Assert.IsType<FrontDeskReply.Same>(await Accept(Requests.Make("ABCDEFG")));
        Assert.True(reply.Review);
        Assert.Equal(other.Trip, reply.File.Booking.Trip);
    }

    [Fact]
    public async Task A_hold_laid_over_a_charter_moves_nothing_also_when_the_source_speaks_again()
    {
        var booking = await Book(Requests.Make());
        var hold = new RecurringHold(IsoDayOfWeek.Sunday, new LocalTime(9, 0), new LocalTime(12, 0), "scouts");
        await new VesselBook(_house.Windows).SetRules(_house.Fleet.Vessel(Requests.Jada), new VesselRules(60, [hold]), Stop);
        var said = Assert.IsType<FrontDeskReply.Changed>(await Accept(Requests.Make(party: 4)));
        Assert.Equal((BookingStatus.Confirmed, 4), (said.File.Booking.Status, said.File.Booking.Guest.Party));
        var edited = await Edit(booking.Id, edit => edit with { Guest = edit.Guest with { Party = 5 } });
        Assert.Equal(BookingStatus.Confirmed, Assert.IsType<FrontDeskReply.Changed>(edited).File.Booking.Status);
    }

    [Fact]
    public async Task What_a_source_wrote_before_it_cancelled_is_old_news()
    {
        var first = Instant.FromUtc(2027, 4, 1, 10, 0);
        await Accept(Requests.Make(sent: first));
        var booking = Requests.Make();
        await _house.FrontDesk.CancelSaid(booking.Channel, booking.Reference, first + Duration.FromHours(2), Stop);
        var older = Assert.IsType<FrontDeskReply.Same>(await Accept(Requests.Make(party: 2, sent: first + Duration.FromHours(1))));
        Assert.False(older.Review);
        var newer = Assert.IsType<FrontDeskReply.Same>(await Accept(Requests.Make(party: 2, sent: first + Duration.FromHours(3))));
        Assert.True(newer.Review);
    }

    [Fact]
    public async Task An_idempotency_key_is_bound_also_by_a_request_that_changes_nothing()
    {
        await Accept(Requests.Make());
        Assert.IsType<FrontDeskReply.Same>(await Accept(Requests.Make(), "key-2"));
        var other = Assert.IsType<FrontDeskReply.Refused>(await Accept(Requests.Make(party: 2), "key-2"));
        Assert.Equal(RefusalReason.IdempotencyMismatch, other.Reason);
    }

    [Fact]
    public async Task A_redelivered_old_message_never_moves_a_charter_back()
    {
        var first = Requests.Make(sent: Instant.FromUtc(2027, 5, 1, 10, 0));
        var later = Requests.Make(start: new LocalDateTime(2027, 5, 30, 15, 0), sent: Instant.FromUtc(2027, 5, 1, 11, 0));
        await Accept(first);
        Assert.IsType<FrontDeskReply.Changed>(await Accept(later));
        var again = Assert.IsType<FrontDeskReply.Same>(await Accept(first));
        Assert.Equal(15, again.File.Booking.Trip.Start.Hour);
    }

    [Fact]
    public async Task An_idempotency_key_stands_for_one_body()
    {
        var made = Assert.IsType<FrontDeskReply.Created>(await Accept(Requests.Make(), "key-1"));
        var again = Assert.IsType<FrontDeskReply.Created>(await Accept(Requests.Make(), "key-1"));
        Assert.Equal(made.File.Booking.Id, again.File.Booking.Id);
        var other = Assert.IsType<FrontDeskReply.Refused>(await Accept(Requests.Make(party: 2), "key-1"));
        Assert.Equal(RefusalReason.IdempotencyMismatch, other.Reason);
    }

    [Fact]
    public async Task A_cancelled_booking_changes_no_more()
    {
        var booking = await Book(Requests.Make());
        Assert.IsType<FrontDeskReply.Changed>(await _house.FrontDesk.Cancel(booking.Id, "weather", 1, Stop));
        Assert.Equal(RefusalReason.AlreadyCancelled, Reason(await _house.FrontDesk.Cancel(booking.Id, "weather", null, Stop)));
        Assert.Equal(RefusalReason.AlreadyCancelled, Reason(await Edit(booking.Id, edit => edit)));
        var said = Assert.IsType<FrontDeskReply.Same>(await Accept(Requests.Make(party: 2)));
        Assert.True(said.Review);
        Assert.Equal(BookingStatus.Cancelled, said.File.Booking.Status);
    }

    [Fact]
    public async Task An_edit_of_what_has_moved_since_is_refused()
    {
        var booking = await Book(Requests.Make());
        var reply = await _house.FrontDesk.Change(booking.Id, now => BookingEdit.Of(now), 7, NoRider.Instance, Stop);
        Assert.Equal(RefusalReason.NotCurrent, Reason(reply));
    }

    [Fact]
    public async Task Complaint_1_of_200_direct_bookings_that_race_for_one_time_exactly_one_wins()
    {
        _house.Faults.Pause = async _ => await Task.Yield();
        var race = Enumerable.Range(0, 200).Select(i => Accept(
            Requests.Make($"D{i}", "direct", new LocalDateTime(2027, 5, 30, 10, 0).PlusMinutes(i % 60))));
        var replies = await Task.WhenAll(race);
        Assert.Single(replies.OfType<FrontDeskReply.Created>());
        Assert.Equal(199, replies.OfType<FrontDeskReply.Refused>().Count(reply => reply.Reason == RefusalReason.Taken));
    }

    [Fact]
    public async Task Words_about_payment_in_wishes_are_listed_for_review()
    {
        await Book(Requests.Make(requests: "Birthday. We already paid a deposit of $200."));
        Assert.Equal(ReviewKind.Withheld, Assert.Single(await _house.Shelf.Reviews(false, Stop)).Kind);
    }

    [Fact]
    public async Task Bookings_are_listed_by_overlap_with_harbour_dates()
    {
        await Book(Requests.Make());
        await Book(Requests.Make("ABCDEFG", start: new LocalDateTime(2027, 6, 2, 23, 0), minutes: 120));
        _house.Store.Of(Outside.Records.Compartment.Office).CatchUp();
        Assert.Equal(["XHQGMDH"], await List(new LocalDate(2027, 5, 30), new LocalDate(2027, 5, 31)));
        Assert.Equal(["ABCDEFG"], await List(new LocalDate(2027, 6, 3), new LocalDate(2027, 6, 4)));
        Assert.Equal(["XHQGMDH", "ABCDEFG"], await List(new LocalDate(2027, 5, 1), new LocalDate(2027, 7, 1)));
        Assert.Empty(await List(new LocalDate(2027, 5, 31), new LocalDate(2027, 6, 2)));
    }

    private async Task<string[]> List(LocalDate from, LocalDate to)
    {
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _house.Shelf.List(from, to, cursor, Stop);
            found.AddRange(page.Items.Select(booking => booking.Reference.Text));
            cursor = page.Next;
        }
        while (cursor is not null);
        return [.. found];
    }

    private Task<FrontDeskReply> Accept(BookingRequest request, string? key = null) =>
        _house.FrontDesk.Accept(request, NoRider.Instance, key, Stop);

    private async Task<Booking> Book(BookingRequest request) =>
        Assert.IsType<FrontDeskReply.Created>(await Accept(request)).File.Booking;

    private Task<FrontDeskReply> Edit(BookingId id, Func<BookingEdit, BookingEdit> edit) =>
        _house.FrontDesk.Change(id, now => edit(BookingEdit.Of(now)), null, NoRider.Instance, Stop);

    private static RefusalReason Reason(FrontDeskReply reply) => Assert.IsType<FrontDeskReply.Refused>(reply).Reason;
}
