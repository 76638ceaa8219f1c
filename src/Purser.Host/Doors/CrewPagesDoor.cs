using System.Globalization;
using NodaTime;
using Purser.Crew;
using Purser.Guests.Waivers;
using Purser.Host.Composition;
using Purser.Host.Doors.Guests;
using Purser.Host.Doors.Sessions;
using Purser.Host.Pages.Crew;
using Purser.Links;
using Purser.Outside;
using EventId = Purser.Crew.EventId;

namespace Purser.Host.Doors;

/// <summary>Takes a wish for the link to one's own trips.</summary>
public interface ICrewLinkRequests
{
    /// <summary>
    /// Leaves the wish and returns at once, in the same time for every address. Only an address of the roster
    /// is ever written to, at most three times an hour.
    /// </summary>
    Task Ask(string email, CancellationToken stop);
}

/// <summary>
/// The pages of the crew site. A link is checked, becomes a short session for exactly its purpose, and is
/// gone from the address. Opening never answers: only a form posted from the opened page does.
/// </summary>
public static class CrewPagesDoor
{
    private const string EventPath = "/e/{id}/{member}";
    private const string Event = "event";
    private const string Personal = "personal";
    private static readonly Duration SessionLength = Duration.FromHours(12);

    /// <summary>Adds the addresses.</summary>
    public static void MapCrewPages(this IEndpointRouteBuilder site, CrewRooms house, SessionCookie cookie)
    {
        var door = new Handlers(house, cookie);
        site.Get("/l/{link}", door.Open);
        site.Get(EventPath, door.Show);
        site.Post(EventPath, door.Answer);
        site.Post(EventPath + "/task", door.Tick);
        site.Get(EventPath + "/card", door.Card);
        site.Get("/", door.Ask);
        site.Get("/me", door.Own);
        site.Post("/me/link", door.AskForLink);
        site.Get("/assets/{name}", context => Task.FromResult(house.CrewAssets.Find(context.RouteText("name"))));
    }

    private sealed class Handlers(CrewRooms house, SessionCookie cookie)
    {
        private const string Closed =
            "For your safety this page closes after some hours. Open your link again, or ask for a new one.";

        private const string NewestMail = "The newest mail has the link that works.";

        private const string OnItsWay =
            "If the office has this address of you, your link is on its way. It can take a few minutes; look into "
            + "the junk folder, too.";

        private Instant Now => house.Clock.GetCurrentInstant();

        public async Task<IResult> Open(HttpContext context)
        {
            var text = context.RouteText("link");
            var key = await house.Secrets.Get(SecretNames.CrewLinks, context.RequestAborted);
            if (MagicLink.Open(text, LinkPurpose.Event, key.Span, Now) is { } link && CrewLinks.Read(link.Subject) is { } about)
            {
                cookie.Begin(context, new Session(Event, link.Subject, link.Counter, Until(link)));
                return Page.SeeOther($"/e/{about.Event}/{about.Member}");
            }

            if (MagicLink.Open(text, LinkPurpose.Personal, key.Span, Now) is not { } own)
                return house.Limits.Guess(context) is { } many ? many : Dead();
            cookie.Begin(context, new Session(Personal, own.Subject, own.Counter, Until(own)));
            return Page.SeeOther("/me");
        }

        public async Task<IResult> Show(HttpContext context)
        {
            if (await Visit(context) is not { } visit) return Stranger();
            var standing = Standing(visit, visit.Ask);
            return standing is not null ? new Page(standing) : new Page(Invite.Create(Model(context, visit)));
        }

        public async Task<IResult> Answer(HttpContext context)
        {
            if (await Visit(context) is not { } visit) return Stranger();
            var form = await cookie.ReadForm(context, visit.Session.Purpose, visit.Session.Subject);
            return await form.Match(
                async (_, fields) =>
                {
                    var answer = fields["answer"].ToString();
                    var counted = int.TryParse(fields["ask"], CultureInfo.InvariantCulture, out var ask);
                    if (answer is not ("yes" or "no") || !counted)
                        return Problem.Malformed("Send answer (yes or no) and ask, as the page does.");
                    if (Standing(visit, visit.Ask) is { } standing) return new Page(standing, 409);
                    if (ask != visit.Ask) return new Page(Told(visit, AnswerOutcome.Superseded, visit.Item), 409);
                    var reply = await house.Crew.Answer(
                        visit.Sheet.Event.Id, visit.Member, ask, answer == "yes", AnswerWay.Link, context.RequestAborted);
                    if (reply.Outcome is AnswerOutcome.Counted or AnswerOutcome.Same) return Page.SeeOther(Path(visit));
                    return new Page(Told(visit, reply.Outcome, reply.Standing), 409);
                },
                () => Task.FromResult<IResult>(Stranger()), problem => Task.FromResult<IResult>(problem));
        }

        public async Task<IResult> Tick(HttpContext context)
        {
            if (await Visit(context) is not { } visit) return Stranger();
            var form = await cookie.ReadForm(context, visit.Session.Purpose, visit.Session.Subject);
            return await form.Match(
                async (_, fields) =>
                {
                    if (Standing(visit, visit.Ask) is { } standing) return new Page(standing, 409);
                    if (visit.Item.Stage != AskStage.Confirmed) return new Page(Told(visit, AnswerOutcome.NotAsked, null), 409);
                    var reply = await house.Crew.Tick(
                        visit.Sheet.Event.Id, visit.Member, fields["task"].ToString(), fields["done"] == "yes", context.RequestAborted);
                    return reply is EventReply.Refused refused
                        ? new Page(Say(visit.Name, "This cannot be ticked", refused.Remedy), 409)
                        : Page.SeeOther(Path(visit));
                },
                () => Task.FromResult<IResult>(Stranger()), problem => Task.FromResult<IResult>(problem));
        }

        /// <summary>The card for everybody aboard, for those who sail.</summary>
        public async Task<IResult> Card(HttpContext context)
        {
            if (await Visit(context) is not { } visit) return Stranger();
            if (Standing(visit, visit.Ask) is { } standing) return new Page(standing);
            var value = visit.Sheet.Event;
            if (visit.Item.Stage != AskStage.Confirmed
                || value.Papers is not { Code: { } code, Page: { } page })
                return Problem.Unknown;
            return new GuestHtml(WaiverPages.Card(
                house.Templates, house.Fleet, value.Trip.Trip, code, new Uri(page), QrSquare.Of));
        }

        public Task<IResult> Ask(HttpContext context) => Task.FromResult<IResult>(AskPage(null, 200));

        /// <summary>Answers alike for every address; what is wrong with a form is not said.</summary>
        public async Task<IResult> AskForLink(HttpContext context)
        {
            if (await AskedAddress.Read(context.Request) is { } email)
            {
                var requests = context.RequestServices.GetRequiredService<ICrewLinkRequests>();
                await requests.Ask(email, context.RequestAborted);
            }

            var page = new CrewAskPage(Frame("My trips", null), OnItsWay, Asked: true);
            return new Page(Pages.Crew.Ask.Create(page));
        }

        public async Task<IResult> Own(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (cookie.Read(context, Personal) is not { } session || !MemberId.TryParse(session.Subject, out var id))
                return AskPage(Closed, 403);
            if (await house.Roster.Find(id, stop) is not { } member || member.LinkEpoch != session.Counter) return Dead();
            var key = await house.Secrets.Get(SecretNames.CrewLinks, stop);
            var today = Now.InUtc().Date;
            var query = new EventQuery(today.PlusDays(-1), today.PlusDays(400), null, 100);
            var (items, _) = await house.Crew.Events(query, stop);
            var lines = items.SelectMany(item => item.Event.Cast
                .Where(entry => entry.Member == id && entry.Ask > 0)
                .Select(entry => Line(item.Event, entry, key.Span)));
            var page = new CrewOwnPage(Frame("My trips", member.Name), [.. lines]);
            return new Page(Pages.Crew.Own.Create(page));
        }

        private Page AskPage(string? note, int status) =>
            new(Pages.Crew.Ask.Create(new CrewAskPage(Frame("My trips", null), note, Asked: false)), status);

        private CrewOwnLine Line(CrewEvent value, CastEntry entry, ReadOnlySpan<byte> key)
        {
            var link = CrewLinks.Address(house.Settings.Crew.Base, CrewLinks.Event(value, entry.Member!.Value, entry.Ask), key);
            var trip = value.Trip.Trip;
            return new CrewOwnLine(
                link.AbsoluteUri, CrewWords.Title(entry.Role), CrewWords.Vessel(trip.Vessel, house.Fleet),
                $"{CrewWords.Date(trip.Start.Date)}, {CrewWords.Span(trip)} {trip.Departure.Abbreviation}",
                entry.Answer == CrewAnswer.Yes ? "Yes" : "Asked");
        }

        private Instant Until(MagicLink link) => Instant.Min(link.Expires, Now + SessionLength);

        private async Task<CrewVisit?> Visit(HttpContext context)
        {
            if (!EventId.TryParse(context.RouteText("id"), out var id)) return null;
            if (!MemberId.TryParse(context.RouteText("member"), out var member)) return null;
            if (cookie.Read(context, Event, CrewLinks.Subject(id, member)) is not { } session) return null;
            if (await house.Crew.Sheet(id, context.RequestAborted) is not { } sheet || sheet.Of(member) is not { } item) return null;
            var roster = await house.Roster.List(context.RequestAborted);
            return new CrewVisit(session, sheet, item, roster);
        }

        private static string Path(CrewVisit visit) => $"/e/{visit.Sheet.Event.Id}/{visit.Member}";

        /// <summary>The page that stands in the way of an answer, or null.</summary>
        private RazorSlices.RazorSlice<CrewStandingPage>? Standing(CrewVisit visit, int ask)
        {
            var yes = visit.Item.Stage != AskStage.Confirmed;
            var outcome = CrewDesk.Judge(visit.Sheet, visit.Member, ask, yes, Now);
            return outcome is AnswerOutcome.Superseded or AnswerOutcome.EventEnded or AnswerOutcome.Released or AnswerOutcome.NotAsked
                ? Told(visit, outcome, visit.Item)
                : null;
        }

        private RazorSlices.RazorSlice<CrewStandingPage> Told(CrewVisit visit, AnswerOutcome outcome, Assignment? item)
        {
            var changes = outcome == AnswerOutcome.Superseded && item is { Was: { } was }
                ? CrewWords.Changes(was, item.About, house.Fleet)
                : [];
            return Say(visit.Name, CrewPageWords.Heading(outcome, visit.Sheet.Event.Live), CrewPageWords.Why(outcome), changes);
        }

        private RazorSlices.RazorSlice<CrewStandingPage> Say(
            string? person, string heading, string what, IReadOnlyList<ChangedFact>? changes = null) =>
            Pages.Crew.Standing.Create(
                new CrewStandingPage(
                    Frame(heading, person), heading, what, changes ?? [], house.Fleet.Operator.Phone));

        private CrewFrame Frame(string title, string? person) =>
            new($"{title}: ShipCaptainCrew", person, house.CrewAssets.Style, house.Fleet.Sample);

        private Page Dead() => new(
            Say(null, "This link does not work", "It is not whole, or its time is over. " + NewestMail), 404);

        private Page Stranger() => new Page(
            Say(null, "Open your link again", "This page closes after some hours. " + NewestMail), 403);

        private CrewInvitePage Model(HttpContext context, CrewVisit visit)
        {
            var (value, item) = (visit.Sheet.Event, visit.Item);
            var facts = CrewLetters.Facts(visit.Sheet, item, visit.Roster, house.Fleet, Now, null);
            var state = item.Answer switch { CrewAnswer.Yes => "yes", CrewAnswer.No => "no", _ => "asked" };
            var open = value.StateAt(Now).Allows(EventAct.Answer);
            var back = CrewDesk.Judge(visit.Sheet, visit.Member, item.Ask, true, Now) == AnswerOutcome.Counted;
            var others = CrewLetters.Lines(value, visit.Roster).Zip(value.Cast)
                .Where(pair => pair.Second.Member != visit.Member)
                .Select(pair => pair.First with { Name = pair.First.Standing == "Yes" ? First(pair.First.Name) : null });
            var lead = CrewInvitePage.LeadOf(state, open);
            return new CrewInvitePage(
                Frame($"{lead}: {facts.Role} on {facts.Vessel}, {facts.Date}", facts.Name), facts, state, open,
                state == "no" && back, item.Ask, cookie.FormToken(context, Event, visit.Session.Subject), [.. others],
                [.. value.Checklist.Where(task => task.Role == item.Role)],
                CrewWords.HeldBack(value) ? "hold" : CrewWords.ClearToDepart(value) ? "go" : "wait",
                Path(visit),
                state == "yes" && value.Live ? value.Papers : CrewPapers.None);
        }

        private static string? First(string? name) => name?.Split(' ', 2)[0];
    }

    /// <summary>Who came with which session, and what he may see.</summary>
    private sealed record CrewVisit(Session Session, EventSheet Sheet, Assignment Item, IReadOnlyList<CrewMember> Roster)
    {
        public MemberId Member => Item.Member;

        public int Ask => (int)Session.Counter;

        public string? Name => Roster.FirstOrDefault(one => one.Id == Member)?.Name;
    }
}
