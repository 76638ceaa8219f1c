using NodaTime;
using Purser.Crew;
using Purser.Fleet;
using Purser.Host.Composition;
using Purser.Host.Doors.Bookings;
using Purser.Host.Doors.Keys;
using Purser.Host.Intake.Json;
using Purser.Outside;
using EventId = Purser.Crew.EventId;

namespace Purser.Host.Doors;

/// <summary><c>/api/events</c>, also <c>/events</c>: the crew system's API.</summary>
public static class CrewEventsDoor
{
    private static readonly Problem None = Problem.NotFound("There is no such event.");

    /// <summary>Adds the addresses.</summary>
    public static void MapCrewEvents(this IEndpointRouteBuilder site, CrewRooms crew) =>
        site.MapCrewEvents(new CrewDoorParts(
            crew.Crew, crew.Clock, crew.Tokens, () => crew.Fleet, crew.Settings.Crew.Base,
            crew.Settings.Office.Base));

    /// <summary>Adds the addresses.</summary>
    public static void MapCrewEvents(this IEndpointRouteBuilder site, CrewDoorParts parts)
    {
        var door = new Handlers(parts);
        foreach (var root in (string[])["/api/events", "/events"])
        {
            site.Post(root, door.Make).RequireKey(KeyScope.Crew);
            site.Get(root, door.List).RequireKey(KeyScope.Crew, KeyScope.CrewOffice);
            site.Get(root + "/{id}", door.Read).RequireKey(KeyScope.Crew, KeyScope.CrewOffice);
            site.Patch(root + "/{id}", door.Change).RequireKey(KeyScope.Crew);
            site.Delete(root + "/{id}", door.Cancel).RequireKey(KeyScope.Crew);
            site.Put(root + "/{id}/roles/{role}", door.Assign).RequireKey(KeyScope.Crew);
            site.Delete(root + "/{id}/roles/{role}", door.Release).RequireKey(KeyScope.Crew);
            site.Post(root + "/{id}/answers", door.Answer).RequireKey(KeyScope.Crew);
        }
    }

    private sealed class Handlers(CrewDoorParts house)
    {
        private Instant Now => house.Clock.GetCurrentInstant();

        public Task<IResult> Make(HttpContext context) => WithBody(context, async (root, errors) =>
        {
            var fresh = Texts.Parse<EventId>(house.Tokens.Id());
            if (new CrewEventDocument(root, errors).Draft(house.Fleet(), Now, fresh) is not { } draft)
                return BookingTaking.Wrong(errors.Found, 422);
            return Say(await house.Crew.Create(draft, context.RequestAborted));
        });

        public async Task<IResult> List(HttpContext context)
        {
            var today = Now.InZone(house.Fleet().Harbours[0].Rules).Date;
            var (range, wrong) = Asked.Dates(context.Request, today.PlusDays(-30), today.PlusDays(360));
            if (wrong is not null) return wrong;
            var query = new EventQuery(
                range.From, range.To, Asked.Cursor(context.Request), Cancelled: context.Request.Query["cancelled"] == "true");
            var (items, next) = await house.Crew.Events(query, context.RequestAborted);
            var reply = new CrewEventListReply([.. items.Select(CrewEventReply.Of)], next);
            return Reply.Json(reply, CrewApiJson.Default.CrewEventListReply) with { Next = Asked.Next(context.Request, next) };
        }

        public async Task<IResult> Read(HttpContext context) => await View(context) is { } view ? Whole(view, 200) : None;

        public async Task<IResult> Change(HttpContext context)
        {
            if (await View(context) is not { } view) return None;
            return await WithBody(context, async (root, errors) =>
            {
                var document = new CrewEventDocument(root, errors);
                if (view.Event.Booked && document.TouchesTrip) return Owned(view.Event.Id);
                var current = CrewEventReply.Of(view).Counters;
                if (Tags.IfMatch(context.Request).Against(current) is { } refused) return refused;
                if (document.Change(view, house.Fleet(), Now) is not { } change)
                    return BookingTaking.Wrong(errors.Found, 422);
                var whatever = Tags.IfMatch(context.Request) is Expected.Any;
                return Say(await house.Crew.Change(
                    view.Event.Id, whatever ? change with { Version = null, Generation = null } : change, context.RequestAborted));
            });
        }

        public async Task<IResult> Cancel(HttpContext context)
        {
            if (await View(context) is not { } view) return None;
            if (view.Event.Booked) return Owned(view.Event.Id);
            var expected = Tags.IfMatch(context.Request);
            var current = CrewEventReply.Of(view).Counters;
            if (view.Event.Live && expected is not Expected.Missing && expected.Against(current) is { } refused) return refused;
            var seen = expected is Expected.Counters ? new EventChange(Version: view.Event.Version) : new EventChange();
            var reply = await house.Crew.Cancel(view.Event.Id, seen, context.RequestAborted);
            return reply is EventReply.Done or EventReply.Same ? Results.NoContent() : Say(reply);
        }

        public async Task<IResult> Assign(HttpContext context)
        {
            if (await View(context) is not { } view || !CrewRole.TryParse(Role(context), out var role)) return None;
            return await WithBody(context, async (root, errors) =>
            {
                root.IsObject("member");
                if (root["member"].Name<MemberId>("the id of a person of the roster") is not { } member || !errors.None)
                    return BookingTaking.Wrong(errors.Found, 422);
                return Say(await house.Crew.Assign(view.Event.Id, role, member, context.RequestAborted));
            });
        }

        public async Task<IResult> Release(HttpContext context) =>
            await View(context) is { } view && CrewRole.TryParse(Role(context), out var role)
                ? Say(await house.Crew.Release(view.Event.Id, role, context.RequestAborted))
                : None;

        public async Task<IResult> Answer(HttpContext context)
        {
            if (await View(context) is not { } view) return None;
            return await WithBody(context, async (root, errors) =>
            {
                root.IsObject("member", "ask", "answer");
                var member = root["member"].Name<MemberId>("the id of a person of the roster");
                var ask = root["ask"].Whole(1, 1_000_000);
                var answer = root["answer"].Text(3);
                if (answer is not (null or "yes" or "no")) root["answer"].Refuse("It is no answer.", "Give \"yes\" or \"no\".");
                if (!errors.None) return BookingTaking.Wrong(errors.Found, 422);
                var reply = await house.Crew.Answer(
                    view.Event.Id, member!.Value, ask!.Value, answer == "yes", AnswerWay.Office, context.RequestAborted);
                return reply.Outcome is AnswerOutcome.Counted or AnswerOutcome.Same
                    ? Whole(reply.Now!, 200)
                    : new Problem(409, "not-counted", "The answer was not counted", CrewPageWords.Why(reply.Outcome));
            });
        }

        private static string Role(HttpContext context) => context.RouteText("role").Replace('-', ' ');

        private async Task<EventView?> View(HttpContext context) =>
            EventId.TryParse(context.RouteText("id"), out var id) ? await house.Crew.View(id, context.RequestAborted) : null;

        private static async Task<IResult> WithBody(HttpContext context, Func<DocumentNode, DocumentErrors, Task<IResult>> act)
        {
            var body = await Bodies.Read(context, "application/json", Bodies.MostJson, context.RequestAborted);
            return await body.Match(
                bytes =>
                {
                    var errors = new DocumentErrors();
                    return DocumentNode.Parse(bytes, Bodies.MostJson, errors) is { } root
                        ? act(root, errors)
                        : Task.FromResult<IResult>(BookingTaking.Wrong(errors.Found, 400));
                },
                problem => Task.FromResult<IResult>(problem));
        }

        private Reply Whole(EventView view, int status)
        {
            var reply = CrewEventReply.Of(view);
            var address = new Uri(house.CrewSite, $"api/events/{reply.Id}").ToString();
            return Reply.Json(reply, CrewApiJson.Default.CrewEventReply, status, reply.Counters, status == 201 ? address : null);
        }

        private Problem Owned(EventId id) => new(
            409, "owned-by-booking", "This belongs to the booking",
            $"Change it at {new Uri(house.OfficeSite, $"api/bookings/{id}")}; the event follows.")
        {
            More = [("address", new Uri(house.OfficeSite, $"api/bookings/{id}").ToString())],
        };

        private IResult Say(EventReply reply) => reply.Match<IResult>(
            done => Whole(done.Now, done.New ? 201 : 200), same => Whole(same.Now, 200), _ => None,
            outdated => Expected.Changed(CrewEventReply.Of(outdated.Now).Counters), Refused);

        private static Problem Refused(EventReply.Refused refused) => refused.Why switch
        {
            EventRefusal.OwnedByBooking => new Problem(409, "owned-by-booking", "This belongs to the booking", refused.Remedy),
            EventRefusal.WrongState => new Problem(409, "wrong-state", "The event's state does not allow it", refused.Remedy),
            EventRefusal.IdTaken => new Problem(409, "id-taken", "The id is taken", refused.Remedy),
            EventRefusal.HasRole => new Problem(409, "has-role", "The person has a role in this event", refused.Remedy),
            _ => Problem.Invalid(new ProblemError("/" + refused.Field, refused.Remedy)),
        };
    }
}

/// <summary>What the doors of the crew's events need.</summary>
/// <param name="Crew">The desk.</param>
/// <param name="Clock">Now.</param>
/// <param name="Tokens">Makes ids for those who choose none.</param>
/// <param name="Fleet">The operator.</param>
/// <param name="CrewSite">The public base address of the crew site.</param>
/// <param name="OfficeSite">Where bookings are changed.</param>
public sealed record CrewDoorParts(
    CrewDesk Crew, IClock Clock, ITokens Tokens, Func<FleetFacts> Fleet, Uri CrewSite, Uri OfficeSite);
