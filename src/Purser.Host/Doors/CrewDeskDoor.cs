using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Purser.Bookings;
using Purser.Host.Doors.Keys;
using Purser.Outside;

namespace Purser.Host.Doors;

/// <summary>
/// What an office of another process asks of the crew desk: <c>PUT /api/events/{id}</c>, guarded by counters;
/// the notices of an event; and under <c>/api/office</c> the desk's people and the letters that a person has
/// to see to. Only the office's own keys open these: whoever has a key of the crew's API does not.
/// </summary>
public static class CrewDeskDoor
{
    private const string Office = "/api/office";
    private static readonly Problem NoEvent = Problem.NotFound("There is no such event.");
    private static readonly Problem NoPerson = Problem.NotFound("There is no such person on the roster.");
    private static readonly Problem NoDraft = Problem.NotFound("There is no such draft any more.");
    private static readonly Problem NoLetter =
        Problem.NotFound("No letter has failed or waits for a later try.");

    /// <summary>Adds the addresses.</summary>
    public static void MapCrewDesk(this IEndpointRouteBuilder site, ICrewDesk desk, ICrewOffice office)
    {
        var (door, post) = (new Events(desk), new Letters(office));
        foreach (var root in (string[])["/api/events", "/events"])
        {
            site.Put(root + "/{id}", door.Put).RequireKey(KeyScope.CrewOffice);
            site.Get(root + "/{id}/notices", door.Notices).RequireKey(KeyScope.CrewOffice);
        }

        site.Get(Office + "/people", post.People).RequireKey(KeyScope.CrewOffice);
        site.Post(Office + "/people/{id}/link", post.SendLink).RequireKey(KeyScope.CrewOffice);
        site.Delete(Office + "/people/{id}/links", post.RevokeLinks).RequireKey(KeyScope.CrewOffice);
        site.Get(Office + "/drafts", post.Drafts).RequireKey(KeyScope.CrewOffice);
        site.Post(Office + "/drafts/sent", post.Sent).RequireKey(KeyScope.CrewOffice);
        site.Post(Office + "/events/{id}/retry", post.Retry).RequireKey(KeyScope.CrewOffice);
    }

    private static Reply Page<T>(IReadOnlyList<T> items, JsonTypeInfo<CrewPage<T>> type) =>
        Reply.Json(new CrewPage<T>(items), type);

    private sealed class Events(ICrewDesk desk)
    {
        public async Task<IResult> Put(HttpContext context)
        {
            var body = await Bodies.Json(context, context.RequestAborted);
            return await body.Match(
                bytes => Put(context, bytes), problem => Task.FromResult<IResult>(problem));
        }

        public async Task<IResult> Notices(HttpContext context) =>
            BookingId.TryParse(context.RouteText("id"), out var id)
                ? Page(await desk.Notices(id, context.RequestAborted), CrewDeskJson.Default.CrewPageNotice)
                : NoEvent;

        private async Task<IResult> Put(HttpContext context, ReadOnlyMemory<byte> body)
        {
            if (CrewTrip.Read(body.Span, out var flaw) is not { } trip) return Unsound(flaw);
            if (trip.Booking.Text != context.RouteText("id"))
                return Problem.Malformed("The body is about another booking than the address.");
            if (trip.PayAt is { } field)
            {
                return Problem.Invalid(new ProblemError(
                    field, $"{field} names an amount, and crew read it.", "Withhold the passage."));
            }

            var reply = await desk.Put(trip, context.RequestAborted);
            if (reply.Outcome is PutOutcome.Stored or PutOutcome.Same)
                return Reply.Json(reply, CrewDeskJson.Default.CrewPutReply);
            var now = JsonSerializer.SerializeToUtf8Bytes(reply.Now, CrewDeskJson.Default.CrewSummary);
            return PutRefusals.Of(reply.Outcome) with { Holding = ("now", now) };
        }

        private static Problem Unsound(string flaw) => flaw.Length == 0
            ? Problem.Malformed("This is not the trip half of an event as an office puts it.")
            : Problem.Invalid(new ProblemError(
                flaw, $"{flaw} is missing, or is nothing that an office puts.", "Bring both to one edition."));
    }

    private sealed class Letters(ICrewOffice office)
    {
        public async Task<IResult> People(HttpContext context) =>
            Page(await office.People(context.RequestAborted), CrewDeskJson.Default.CrewPageCrewPerson);

        public async Task<IResult> SendLink(HttpContext context) =>
            await office.SendLink(context.RouteText("id"), context.RequestAborted)
                ? Results.NoContent()
                : NoPerson;

        public async Task<IResult> RevokeLinks(HttpContext context) =>
            await office.RevokeLinks(context.RouteText("id"), context.RequestAborted)
                ? Results.NoContent()
                : NoPerson;

        public async Task<IResult> Drafts(HttpContext context) =>
            Page(await office.Drafts(context.RequestAborted), CrewDeskJson.Default.CrewPageCrewDraft);

        public async Task<IResult> Sent(HttpContext context)
        {
            var body = await Bodies.Json(context, context.RequestAborted);
            return await body.Match(
                bytes => Sent(bytes, context.RequestAborted), problem => Task.FromResult<IResult>(problem));
        }

        public async Task<IResult> Retry(HttpContext context) =>
            BookingId.TryParse(context.RouteText("id"), out var id)
            && await office.Retry(id, context.RequestAborted)
                ? Results.NoContent()
                : NoLetter;

        private async Task<IResult> Sent(ReadOnlyMemory<byte> body, CancellationToken stop)
        {
            if (CrewDraftSent.Read(body.Span) is not { } draft)
                return Problem.Malformed("Name the draft by partition and name.");
            return await office.SentByHand(draft.Partition, draft.Name, stop) ? Results.NoContent() : NoDraft;
        }
    }
}
