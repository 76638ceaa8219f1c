using System.Text.Json;
using NodaTime;
using Purser.Bookings;
using Purser.Finance.Entries;
using Purser.Fleet;
using Purser.Host.Composition;
using Purser.Host.Doors.Keys;
using Purser.Outside;

namespace Purser.Host.Doors;

/// <summary>
/// <c>/calendar/events</c>: the calendar desk's own API. Entries of bookings are read here and changed at
/// their booking; holds, maintenance and private days are made, changed and cancelled here.
/// </summary>
public static class CalendarDoor
{
    private const string All = "/calendar/events";
    private const string Marked = "/calendar/marks";
    private const string One = All + "/{id}";
    private const int PageSize = 100;

    private static readonly Problem None = Problem.NotFound("There is no such entry.");

    /// <summary>Adds the addresses.</summary>
    public static void MapCalendar(this IEndpointRouteBuilder site, CalendarRooms calendar) =>
        site.MapCalendar(new CalendarDoorParts(
            calendar.Calendar, calendar.Office.Follow, calendar.Clock, calendar.Tokens, () => calendar.Fleet,
            calendar.Settings.Office.Base));

    /// <summary>Adds the addresses.</summary>
    public static void MapCalendar(this IEndpointRouteBuilder site, CalendarDoorParts parts)
    {
        var door = new Handlers(parts);
        site.Get(Marked, door.Marks).RequireKey(KeyScope.CalendarOffice);
        site.Put(One, door.Put).RequireKey(KeyScope.CalendarOffice);
        site.Post(All, door.Create).RequireKey(KeyScope.Calendar);
        site.Get(All, door.List).RequireKey(KeyScope.Calendar, KeyScope.CalendarOffice);
        site.Get(One, door.Read).RequireKey(KeyScope.Calendar, KeyScope.CalendarOffice);
        site.Patch(One, door.Change).RequireKey(KeyScope.Calendar);
        site.Delete(One, door.Cancel).RequireKey(KeyScope.Calendar);
    }

    private static Reply Show(Entry entry, int status = 200, string? location = null, IReadOnlyList<BookingId>? met = null) =>
        Reply.Json(
            EntryReply.Of(entry) with { Conflicts = met is { Count: > 0 } ? [.. met.Select(id => id.Text)] : null },
            EntryReplyJson.Default.EntryReply, status, $"{entry.Version}", location);

    private sealed class Handlers(CalendarDoorParts house)
    {
        public async Task<IResult> Create(HttpContext context)
        {
            var stop = context.RequestAborted;
            var body = await Bodies.Json(context, stop);
            return await body.Match(bytes => Create(bytes, stop), problem => Task.FromResult<IResult>(problem));
        }

        public async Task<IResult> List(HttpContext context)
        {
            var today = house.Clock.GetCurrentInstant().InZone(house.Fleet().Harbours[0].Rules).Date;
            var (range, wrong) = Asked.Dates(context.Request, today.PlusDays(-30), today.PlusDays(360));
            if (wrong is not null) return wrong;
            VesselId? vessel = null;
            if (context.Request.Query["vessel"].ToString() is { Length: > 0 } named)
            {
                if (!VesselId.TryParse(named, out var id) || house.Fleet().Find(id) is null)
                    return Problem.Invalid(new ProblemError("?vessel", "It is not a vessel of the fleet.", "Leave it out for all."));
                vessel = id;
            }

            if (range.From == range.To) return Reply.Json(new EntryListReply([], null), EntryReplyJson.Default.EntryListReply);
            var query = new EntryQuery(
                range.From, range.To, vessel, context.Request.Query["cancelled"] == "true", PageSize, Asked.Cursor(context.Request));
            if (!query.Sound && (query with { Cursor = null }).Sound) return Asked.UnknownCursor;
            if (!query.Sound)
            {
                return Problem.Invalid(new ProblemError(
                    "?to", $"The range is longer than {EntryQuery.MostDays} days.", "Ask for a shorter range."));
            }

            var page = await house.Calendar.List(query, context.RequestAborted);
            var reply = new EntryListReply([.. page.Items.Select(EntryReply.Of)], page.Next);
            return Reply.Json(reply, EntryReplyJson.Default.EntryListReply) with { Next = Asked.Next(context.Request, page.Next) };
        }

        public async Task<IResult> Read(HttpContext context) =>
            await house.Calendar.Read(context.RouteText("id"), context.RequestAborted) is { } entry ? Show(entry) : None;

        /// <summary>
        /// A booking's entry, half by half under its counters, as an office of another process puts it.
        /// </summary>
        public async Task<IResult> Put(HttpContext context)
        {
            var body = await Bodies.Json(context, context.RequestAborted);
            return await body.Match(
                bytes => Put(context, bytes), problem => Task.FromResult<IResult>(problem));
        }

        public async Task<IResult> Marks(HttpContext context)
        {
            var marks = await house.Calendar.Marks(context.RequestAborted);
            return Reply.Json(new DeskMarksReply(marks, null), EntryReplyJson.Default.DeskMarksReply);
        }

        private async Task<IResult> Put(HttpContext context, ReadOnlyMemory<byte> body)
        {
            if (EntryPutBody.Read(body.Span) is not { } put)
                return Problem.Malformed("This is not a booking's entry as an office puts it.");
            if (put.Entry.Booking.Text != context.RouteText("id"))
                return Problem.Malformed("The body is about another booking than the address.");
            var reply = await house.Calendar.Put(put.Entry, put.Money, context.RequestAborted);
            if (reply.Outcome is PutOutcome.Stored or PutOutcome.Same)
                return Reply.Json(reply, EntryWireJson.Default.CalendarPutReply);
            var now = JsonSerializer.SerializeToUtf8Bytes(reply.Now, EntryWireJson.Default.EntryCounters);
            return PutRefusals.Of(reply.Outcome) with { Holding = ("now", now) };
        }

        public async Task<IResult> Change(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (await house.Calendar.Read(context.RouteText("id"), stop) is not { } entry) return None;
            if (entry.Trip is not null) return Owned(entry);
            var expected = Tags.IfMatch(context.Request);
            if (expected.Against($"{entry.Version}") is { } refused) return refused;
            var body = await Bodies.Json(context, stop);
            var seen = expected is Expected.Any ? (long?)null : entry.Version;
            return await body.Match(
                bytes => Change(entry.Id, bytes, seen, stop), problem => Task.FromResult<IResult>(problem));
        }

        public async Task<IResult> Cancel(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (await house.Calendar.Read(context.RouteText("id"), stop) is not { } entry) return None;
            if (entry.Trip is not null) return Owned(entry);
            var expected = Tags.IfMatch(context.Request);
            if (entry.Live && expected is Expected.Counters && expected.Against($"{entry.Version}") is { } refused) return refused;
            var seen = expected is Expected.Counters ? entry.Version : (long?)null;
            var outcome = await house.Calendar.Cancel(entry.Id, seen, stop);
            var reply = await Say(outcome);
            return outcome is DeskOutcome.Changed or DeskOutcome.Same ? Results.NoContent() : reply;
        }

        private async Task<IResult> Create(ReadOnlyMemory<byte> body, CancellationToken stop)
        {
            var (id, request, wrong) = CalendarBodies.Create(body);
            if (wrong is not null) return wrong;
            return await Say(await house.Calendar.Create(id ?? house.Tokens.Id(), request!, stop));
        }

        private async Task<IResult> Change(string id, ReadOnlyMemory<byte> body, long? seen, CancellationToken stop)
        {
            var (patch, wrong) = CalendarBodies.Patch(body);
            if (wrong is not null) return wrong;
            return await Say(await house.Calendar.Patch(id, patch!, seen, stop));
        }

        /// <summary>
        /// An unchanged entry is followed too, so that a repeat heals what a crash between left undone.
        /// </summary>
        private Task<IResult> Say(DeskOutcome outcome) => outcome.Match(
            created => Followed(created.Entry, 201, $"{All}/{created.Entry.Id}"),
            changed => Followed(changed.Entry, 200, null),
            same => Followed(same.Entry, 200, null),
            _ => Refuse(None),
            taken => Refuse(new Problem(
                409, "id-taken", "Another entry has this id", $"Change it at {All}/{taken.Entry.Id}, or send another id.")),
            cancelled => Refuse(new Problem(
                409, "cancelled", "The entry is cancelled", $"Entry {cancelled.Entry.Id} stays cancelled; make a new one.")),
            owned => Refuse(Owned(owned.Entry)),
            outdated => Refuse(Expected.Changed($"{outdated.Entry.Version}")),
            flawed => Refuse(CalendarBodies.Invalid(flawed.Flaws)));

        /// <summary>
        /// The entry is committed: a caller who leaves now does not keep the vessel's days from following it.
        /// </summary>
        private async Task<IResult> Followed(Entry entry, int status, string? location) =>
            Show(entry, status, location, await house.Follow(entry.Id, CancellationToken.None));

        private Problem Owned(Entry entry)
        {
            var address = new Uri(house.OfficeSite, $"api/bookings/{entry.Id}").ToString();
            return new Problem(
                409, "owned-by-booking", "This belongs to a booking",
                $"The entry is a copy of booking {entry.Id}; change it at {address}.")
            {
                More = [("address", address)],
            };
        }

        private static Task<IResult> Refuse(Problem problem) => Task.FromResult<IResult>(problem);
    }
}

/// <summary>What the calendar's doors need.</summary>
/// <param name="Calendar">The desk.</param>
/// <param name="Follow">Lets the vessel's days follow a desk-only entry; gives the bookings that stand
/// there.</param>
/// <param name="Clock">Now.</param>
/// <param name="Tokens">Makes ids for those who choose none.</param>
/// <param name="Fleet">The operator.</param>
/// <param name="OfficeSite">Where bookings are changed.</param>
public sealed record CalendarDoorParts(
    CalendarDesk Calendar, Func<string, CancellationToken, Task<IReadOnlyList<BookingId>>> Follow,
    IClock Clock, ITokens Tokens, Func<FleetFacts> Fleet, Uri OfficeSite);
