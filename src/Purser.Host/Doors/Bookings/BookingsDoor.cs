using NodaTime;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Host.Composition;
using Purser.Host.Doors.Keys;
using Purser.Host.Intake;
using Purser.Host.Intake.Json;
using Purser.Outside.Records;
using Purser.Provisioning;
using Purser.Reception;

namespace Purser.Host.Doors.Bookings;

/// <summary><c>/api/bookings</c>: the office's API.</summary>
public static class BookingsDoor
{
    /// <summary>Why a booking was cancelled, where nobody said.</summary>
    public const string UsualReason = "cancelled by the office";

    private const int LongestTripDays = 11;
    private const string One = "/api/bookings/{id}";

    /// <summary>Adds the addresses.</summary>
    public static void MapBookings(this IEndpointRouteBuilder site, OfficeRooms house)
    {
        var door = new Handlers(house);
        site.Post("/api/bookings", door.Take).RequireKey(KeyScope.Bookings);
        site.Get("/api/bookings", door.List).RequireKey(KeyScope.Bookings);
        site.Get(One, door.Read).RequireKey(KeyScope.Bookings);
        site.Patch(One, door.Change).RequireKey(KeyScope.Bookings);
        site.Post(One + "/cancel", door.Cancel).RequireKey(KeyScope.Bookings);
        site.Post(One + "/confirm", door.Confirm).RequireKey(KeyScope.Bookings);
        site.Post(One + "/retry", door.Retry).RequireKey(KeyScope.Bookings);
        site.Post(One + "/effects/{surface}/retry", door.RetryOne).RequireKey(KeyScope.Bookings);
    }

    private static readonly Problem None = Problem.NotFound("There is no such booking.");

    private static readonly Problem NoSurface = Problem.NotFound(
        $"There is no such surface. They are {string.Join(", ", Retries.Surfaces)}.");

    private static readonly Problem NotFailed = new(
        409, "not-failed", "This has not failed", "Nothing is to be tried again. The booking says how it stands.");

    private sealed class Handlers(OfficeRooms house)
    {
        private readonly BookingTaking _taking = house.Taking;
        private readonly BookingReplies _replies = new(house);
        private readonly PriceDoor _prices = new(house);

        public async Task<IResult> Take(HttpContext context)
        {
            var stop = context.RequestAborted;
            var (key, wrong) = Asked.IdempotencyKey(context.Request);
            if (wrong is not null) return wrong;
            var mail = context.Request.ContentType?.StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase) == true;
            var body = mail
                ? await Bodies.Read(context, "message/rfc822", Bodies.MostAnywhere, stop)
                : await Bodies.Json(context, stop);
            return await body.Match(
                bytes => mail ? _taking.Mail(bytes, key, stop) : _taking.Document(bytes, key, null, stop),
                problem => Task.FromResult<IResult>(problem));
        }

        public async Task<IResult> List(HttpContext context)
        {
            var today = house.Clock.GetCurrentInstant().InZone(house.Fleet.Harbours[0].Rules).Date;
            var (range, wrong) = Asked.Dates(context.Request, today.PlusDays(-30), today.PlusDays(360));
            if (wrong is not null) return wrong;
            if (!Follows(Asked.Cursor(context.Request), range.From)) return Asked.UnknownCursor;
            var page = await house.Shelf.List(range.From, range.To, Asked.Cursor(context.Request), context.RequestAborted);
            var reply = new BookingListReply([.. page.Items.Select(_replies.Short)], page.Next);
            return Reply.Json(reply, BookingJson.Default.BookingListReply) with { Next = Asked.Next(context.Request, page.Next) };
        }

        /// <summary>True for no cursor, and for one whose month the list can have reached.</summary>
        private static bool Follows(string? cursor, LocalDate from)
        {
            if (cursor is null) return true;
            if (cursor.Split('!', 2) is not [var month, _]) return false;
            var parsed = YearMonthPattern.Iso.Parse(month);
            return parsed.Success && parsed.Value >= from.PlusDays(-LongestTripDays).ToYearMonth();
        }

        public async Task<IResult> Read(HttpContext context) =>
            BookingId.TryParse(context.RouteText("id"), out var id)
            && await house.Shelf.Read(id, context.RequestAborted) is { } file
                ? await _taking.Whole(file, 200, review: false, [], context.RequestAborted)
                : None;

        public async Task<IResult> Change(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (!BookingId.TryParse(context.RouteText("id"), out var id)) return None;
            var body = await Bodies.Read(context, "application/json", Bodies.MostJson, stop);
            return await body.Match(
                bytes => Change(id, bytes, Tags.IfMatch(context.Request), stop), problem => Task.FromResult<IResult>(problem));
        }

        public async Task<IResult> Cancel(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (!BookingId.TryParse(context.RouteText("id"), out var id)) return None;
            var body = Bodies.None(context) ? new BodyReply.Right(default) : await Bodies.Json(context, stop);
            return await body.Match(
                bytes => Cancel(id, bytes, Tags.IfMatch(context.Request), stop), problem => Task.FromResult<IResult>(problem));
        }

        public async Task<IResult> Confirm(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (!BookingId.TryParse(context.RouteText("id"), out var id)) return None;
            if (await house.Shelf.Read(id, stop) is not { } file) return None;
            var expected = Tags.IfMatch(context.Request);
            var counters = BookingReplies.Counters(file);
            if (expected is not Expected.Missing && expected.Against(counters) is { } refused) return refused;
            var seen = expected is Expected.Counters ? file.Booking.Generation : (long?)null;
            return await _taking.Say(await house.FrontDesk.Confirm(id, seen, stop), [], stop);
        }

        public async Task<IResult> RetryOne(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (!BookingId.TryParse(context.RouteText("id"), out var id)) return None;
            return await house.Retries.Retry(id, context.RouteText("surface"), stop) switch
            {
                RetryOutcome.Asked when await house.Shelf.Read(id, stop) is { } file =>
                    await _taking.Whole(file, 202, review: false, [], stop),
                RetryOutcome.NotFailed => NotFailed,
                RetryOutcome.NoSurface => NoSurface,
                _ => None,
            };
        }

        public async Task<IResult> Retry(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (!BookingId.TryParse(context.RouteText("id"), out var id)) return None;
            await house.Retries.Retry(id, null, stop);
            var file = await house.Shelf.Read(id, stop);
            return file is null ? None : await _taking.Whole(file, 202, review: false, [], stop);
        }

        private async Task<IResult> Change(BookingId id, ReadOnlyMemory<byte> body, Expected expected, CancellationToken stop)
        {
            if (await house.Shelf.Read(id, stop) is not { } file) return None;
            if (expected.Against(BookingReplies.Counters(file)) is { } refused) return refused;
            var reading = BookingPatch.Read(body);
            if (reading.Patch is not { } patch) return BookingTaking.Wrong(reading.Errors, reading.Status);
            var price = _prices.ReadPatch(patch.Price, file.Booking.Channel);
            if (price.Errors.Count > 0) return Problem.Invalid(price.Errors);
            BookingEditReading? edit = null;
            var now = house.Clock.GetCurrentInstant();
            var seen = expected is Expected.Any ? (long?)null : file.Booking.Generation;
            var said = await house.FrontDesk.Change(
                id, booking => (edit = patch.Apply(booking, house.Fleet, now)).Edit, seen, price.Rider, stop);
            if (said is FrontDeskReply.Refused { Reason: RefusalReason.EditRefused })
                return BookingTaking.Wrong(edit!.Errors, 422);
            if (said is FrontDeskReply.Refused no) return BookingTaking.Refusal(no);
            if (patch.NotesGiven && expected is Expected.Any) await house.Shelf.Note(id, patch.OfficeNotes, stop);
            var late = patch.NotesGiven && expected is Expected.Counters && !await Note(file, patch.OfficeNotes, stop);
            var current = await house.Shelf.Read(id, stop);
            if (late && current is not null) return Expected.Changed(BookingReplies.Counters(current));
            return current is null ? None : await _taking.Whole(current, 200, review: false, edit?.Notes ?? [], stop);
        }

        /// <summary>
        /// Writes the notes over those that the file has. False: somebody else wrote them meanwhile.
        /// </summary>
        private async Task<bool> Note(BookingFile file, string? text, CancellationToken stop)
        {
            var key = OfficeRows.Private(file.Booking.Id);
            if (file.Private is not { } before || before.OfficeNotes == text) return true;
            var row = OfficeRows.Body(before with { OfficeNotes = text });
            return await house.Office.Commit([RecordChange.Put(key, file.Version(key), row)], stop) is null;
        }

        private async Task<IResult> Cancel(BookingId id, ReadOnlyMemory<byte> body, Expected expected, CancellationToken stop)
        {
            if (await house.Shelf.Read(id, stop) is not { } file) return None;
            if (expected is not Expected.Missing && expected.Against(BookingReplies.Counters(file)) is { } refused) return refused;
            var (reason, wrong) = Reason(body);
            if (wrong is not null) return wrong;
            var seen = expected is Expected.Counters ? file.Booking.Generation : (long?)null;
            return await _taking.Say(await house.FrontDesk.Cancel(id, reason!, seen, stop), [], stop);
        }

        /// <summary>The reason that a body gives; nothing given is the usual one.</summary>
        private static (string? Reason, Problem? Wrong) Reason(ReadOnlyMemory<byte> body)
        {
            if (body.IsEmpty) return (UsualReason, null);
            var errors = new DocumentErrors();
            if (DocumentNode.Parse(body, Bodies.MostJson, errors) is not { } root) return (null, BookingTaking.Wrong(errors.Found, 400));
            root.IsObject("reason");
            var reason = root["reason"].OptionalText(500)?.Trim() ?? UsualReason;
            return errors.None ? (reason, null) : (null, BookingTaking.Wrong(errors.Found, 422));
        }
    }
}
