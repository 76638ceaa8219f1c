using NodaTime;
using Purser.Bookings;
using Purser.Guests;
using Purser.Guests.Waivers;
using Purser.Host.Composition;
using Purser.Host.Doors.Sessions;
using Purser.Host.Intake;
using Purser.Links;
using Purser.Outside;

namespace Purser.Host.Doors.Guests;

/// <summary>
/// Where everybody aboard signs a waiver. Without a session each well-formed address shows the same page,
/// which asks for the code: so it does not tell which charters there are.
/// </summary>
public static class WaiverDoor
{
    private const string Waiver = "/g/{slug}/waiver";
    private const string Purpose = "waiver";
    private static readonly Duration SessionLength = Duration.FromHours(2);

    /// <summary>Adds the addresses.</summary>
    public static void MapWaivers(this IEndpointRouteBuilder site, GuestRooms house, SessionCookie cookie)
    {
        var door = new Handlers(house, cookie);
        site.Get(Waiver, door.Show);
        site.Post(Waiver, door.Sign);
        site.Get(Waiver + "/l/{link}", door.Follow);
        site.Post(Waiver + "/open", door.Prove);
        site.Get(Waiver + "/signed/{id}", door.Signed);
        site.Get(Waiver + "/blank", door.Blank);
        site.Post(Waiver + "/aboard", door.Aboard);
    }

    private sealed class Handlers(GuestRooms house, SessionCookie cookie)
    {
        public async Task<IResult> Show(HttpContext context)
        {
            if (Address(context) is not { } slug) return NoPage.Here;
            if (await Visit(context, slug) is not { } visit) return AskForCode(context, slug);
            var scene = Scene(visit, context.Request.Query["language"]);
            if (WaiverDecision.Closed(visit.Grant, scene.Now) is { } closed)
                return Refuse(scene, closed, 200);
            var fields = WaiverFields.Blank(house.Tokens.Id(), scene.Language);
            return await Form(context, visit, scene, fields);
        }

        public async Task<IResult> Follow(HttpContext context)
        {
            var stop = context.RequestAborted;
            var key = await house.Secrets.Get(SecretNames.GuestLinks, stop);
            var text = context.RouteText("link");
            var link = MagicLink.Open(text, LinkPurpose.Waiver, key.Span, Now);
            if (Address(context) is not { } slug || link is null) return Guessed(context);
            var grant = await house.Guests.GrantAt(slug, stop);
            if (!WaiverLinks.Opens(grant, link)) return Guessed(context);
            Begin(context, grant!, WaiverProof.Link);
            return Page.SeeOther(WaiverLinks.Path(slug));
        }

        /// <summary>
        /// Takes the code, or the grant that the guest's own page sends; that page tells no address, not even
        /// its own, so its form comes from nowhere.
        /// </summary>
        public async Task<IResult> Prove(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (Address(context) is not { } slug) return Guessed(context);
            var origin = context.Request.Headers.Origin.ToString();
            if (origin is not ("" or "null") && cookie.ForeignOrigin(context) is { } foreign) return foreign;
            var (form, wrong) = await GuestForms.Read(context);
            if (form is null) return wrong!;
            var pepper = await house.Secrets.Get(SecretNames.GuestLinks, stop);
            var grant = await house.Guests.GrantAt(slug, stop);
            var coded = EventCode.TryParse(form["code"], out var code);
            var granted = GuestKey.HashOfGrant(form["grant"]);
            var proof = coded && WaiverLinks.Opens(grant, code, pepper.Span) ? WaiverProof.Code
                : granted is not null && WaiverLinks.Opens(grant, granted) ? WaiverProof.Grant
                : (WaiverProof?)null;
            if (proof is not { } right) return Guessed(context);
            var (visit, token) = Begin(context, grant!, right);
            var written = Fields(form);
            var kept = written.Passenger.Length > 0 && WaiverDecision.Closed(visit.Grant, Now) is null;
            return kept
                ? await Again(visit with { Slug = slug }, written, token, "kept", 200, stop)
                : Page.SeeOther(WaiverLinks.Path(slug));
        }

        public async Task<IResult> Sign(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (Address(context) is not { } slug) return NoPage.Here;
            var (form, wrong) = await GuestForms.Read(context);
            if (await Visit(context, slug) is not { } visit) return wrong ?? Expired(context, slug, form!);
            if (form is null) return wrong!.Status == 413 ? TooLarge(Scene(visit, null)) : wrong;
            var written = Fields(form);
            var scene = Scene(visit, written.Language);
            var token = cookie.FormToken(context, Purpose, visit.Session.Subject);
            var reply = await cookie.ReadForm(context, Purpose, visit.Session.Subject);
            if (reply is FormReply.Refused { Problem.Kind: not "form-stale" } foreign) return foreign.Problem;
            if (WaiverDecision.Closed(visit.Grant, scene.Now) is { } closed)
                return Refuse(scene, closed, 409);
            var note = reply is not FormReply.Right ? "stale"
                : written.Trip != scene.TripMark ? "trip"
                : written.Text != scene.Text.Hash ? "text"
                : null;
            if (note is not null) return await Again(visit, written, token, note, 409, stop);
            var read = WaiverReading.Of(
                written with { Language = scene.Language }, scene.Text, scene.Rules.AdultAge, scene.Today,
                Contact.IsEmail);
            return await read.Match<Task<IResult>>(
                given => Take(visit, scene, written, given, token, stop),
                async errors => new GuestHtml(
                    WaiverPages.Form(
                        house.Templates, scene, written, token, await Standing(visit, stop), errors, null),
                    422));
        }

        public async Task<IResult> Signed(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (Address(context) is not { } slug) return NoPage.Here;
            if (await Visit(context, slug) is not { } visit) return AskForCode(context, slug);
            var paper = await house.Guests.Waiver(visit.Grant.Booking, context.RouteText("id"), stop);
            if (paper is null) return NoPage.Here;
            var scene = Scene(visit, paper.Spoken);
            var standing = await Standing(visit, stop);
            return new GuestHtml(WaiverPages.Signed(house.Templates, scene, paper, standing));
        }

        public async Task<IResult> Blank(HttpContext context)
        {
            if (Address(context) is not { } slug) return NoPage.Here;
            if (await Visit(context, slug) is not { } visit) return AskForCode(context, slug);
            var scene = Scene(visit, context.Request.Query["language"]);
            return new GuestHtml(WaiverPages.Blank(
                house.Templates, house.Fleet, visit.Grant.Trip, visit.Grant.Channel, scene.Language,
                WaiverLinks.Address(scene.Site, slug)));
        }

        /// <summary>The booker, who comes from the charter's own page, says who comes aboard.</summary>
        public async Task<IResult> Aboard(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (Address(context) is not { } slug) return NoPage.Here;
            if ((await GuestForms.Read(context)).Wrong is { } wrong) return wrong;
            if (await Visit(context, slug) is not { Proof: WaiverProof.Grant } visit) return NoPage.Here;
            var scene = Scene(visit, context.Request.Form["language"]);
            if (WaiverDecision.Closed(visit.Grant, scene.Now) is { } closed)
                return Refuse(scene, closed, 409);
            var reply = await cookie.ReadForm(context, Purpose, visit.Session.Subject);
            return await reply.Match<Task<IResult>>(
                async (_, form) =>
                {
                    var named = PassengerName.TryParse(form["name"], out var name);
                    var done = named && await house.Guests.Name(
                        visit.Grant.Booking, name, form["aboard"] != "no", stop);
                    if (done) return Page.SeeOther($"{WaiverLinks.Path(slug)}?language={scene.Language}");
                    var token = cookie.FormToken(context, Purpose, visit.Session.Subject);
                    var blank = WaiverFields.Blank(house.Tokens.Id(), scene.Language);
                    WaiverError[] errors = [new("name", named ? "listed" : "name")];
                    return new GuestHtml(
                        WaiverPages.Form(
                            house.Templates, scene, blank, token, await Standing(visit, stop), errors, null),
                        422);
                },
                () => Task.FromResult<IResult>(NoPage.Here), problem => Task.FromResult<IResult>(problem));
        }

        private Instant Now => house.Clock.GetCurrentInstant();

        /// <summary>The address that is asked for; null where no waiver can be.</summary>
        private Slug? Address(HttpContext context) =>
            house.Fleet.Waivers is not null && Slug.TryParse(context.RouteText("slug"), out var slug)
                ? slug
                : null;

        /// <summary>Who comes in a session for this charter. Without any session nothing is looked up.</summary>
        private async Task<WaiverVisit?> Visit(HttpContext context, Slug slug)
        {
            if (cookie.Read(context, Purpose) is null) return null;
            if (await house.Guests.GrantAt(slug, context.RequestAborted) is not { } grant) return null;
            // The booker's own proof first: it opens more.
            foreach (var proof in (WaiverProof[])[WaiverProof.Grant, WaiverProof.Code, WaiverProof.Link])
            {
                if (cookie.Read(context, Purpose, Subject(grant, proof)) is { } session)
                    return new WaiverVisit(slug, grant, session, proof);
            }

            return null;
        }

        private (WaiverVisit Visit, string Token) Begin(
            HttpContext context, PageGrant grant, WaiverProof proof)
        {
            var session = new Session(Purpose, Subject(grant, proof), 0, Now + SessionLength);
            return (new WaiverVisit(grant.Slugs[0], grant, session, proof), cookie.Begin(context, session));
        }

        private static string Subject(PageGrant grant, WaiverProof proof) =>
            $"{WaiverLinks.Subject(grant.Booking, grant.GrantHash)}~{proof.Word}";

        private WaiverScene Scene(WaiverVisit visit, string? language) => new(
            visit.Grant, visit.Slug, WaiverScene.Choose(house.Fleet, visit.Grant, language), house.Fleet,
            house.Settings.Guest.Base, Now);

        private async Task<IResult> Form(
            HttpContext context, WaiverVisit visit, WaiverScene scene, WaiverFields fields)
        {
            var token = cookie.FormToken(context, Purpose, visit.Session.Subject);
            var standing = await Standing(visit, context.RequestAborted);
            return new GuestHtml(
                WaiverPages.Form(house.Templates, scene, fields, token, standing, [], null));
        }

        /// <summary>
        /// The form once more with all that was written, but the consent: that is given to what is shown.
        /// </summary>
        private async Task<IResult> Again(
            WaiverVisit visit, WaiverFields written, string token, string note, int status,
            CancellationToken stop)
        {
            var scene = Scene(visit, written.Language);
            var fields = written with { Consent = "" };
            var standing = await Standing(visit, stop);
            return new GuestHtml(
                WaiverPages.Form(house.Templates, scene, fields, token, standing, [], note), status);
        }

        private async Task<IResult> Take(
            WaiverVisit visit, WaiverScene scene, WaiverFields written, WaiverGiven given, string token,
            CancellationToken stop)
        {
            var said = await house.Guests.Sign(visit.Grant.Booking, written.Id, given, visit.Proof, stop);
            return await said.Match(
                waiver => Task.FromResult(
                    Page.SeeOther($"{WaiverLinks.Path(visit.Slug)}/signed/{waiver.Id}")),
                why => why == WaiverRefusal.TextChanged
                    ? Again(visit, written, token, "text", 409, stop)
                    : Task.FromResult(Refuse(scene, why, 409)));
        }

        private async Task<WaiverStanding> Standing(WaiverVisit visit, CancellationToken stop)
        {
            var seen = await house.Guests.Read(visit.Grant.Booking, stop);
            var tally = WaiverTally.Count(
                seen?.Passengers ?? [], visit.Grant.Party, seen?.Waivers ?? [], visit.Grant.Trip.Span.End);
            return new WaiverStanding(tally.Signed, tally.Of, tally.Missing, tally.More)
            {
                Named = visit.Proof == WaiverProof.Grant ? seen?.Passengers ?? [] : null,
            };
        }

        private IResult Refuse(WaiverScene scene, WaiverRefusal why, int status) => why switch
        {
            WaiverRefusal.Cancelled => Say(scene, "cancelled", status),
            WaiverRefusal.Over => Say(scene, "over", status),
            WaiverRefusal.Full => Say(scene, "full", status),
            _ => NoPage.Here,
        };

        private GuestHtml TooLarge(WaiverScene scene) => Say(scene, "large", 413);

        private GuestHtml Say(WaiverScene scene, string why, int status) =>
            new(WaiverPages.Refused(house.Templates, scene, why), status);

        private IResult Guessed(HttpContext context) =>
            house.Limits.Guess(context) is { } many ? many : NoPage.Here;

        private GuestHtml AskForCode(HttpContext context, Slug slug) =>
            new(WaiverPages.Code(house.Templates, house.Fleet, slug, Spoken(context)));

        /// <summary>A form that was sent after its session: the code is asked for, and nothing is lost.</summary>
        private IResult Expired(HttpContext context, Slug slug, IFormCollection form)
        {
            if (cookie.ForeignOrigin(context) is { } foreign) return foreign;
            var written = Fields(form);
            return new GuestHtml(
                WaiverPages.Code(house.Templates, house.Fleet, slug, Spoken(context), written), 403);
        }

        /// <summary>The reader's language, where there is a text in it.</summary>
        private string Spoken(HttpContext context)
        {
            var texts = house.Fleet.Waivers!.Texts;
            var asked = context.Request.Headers.AcceptLanguage.ToString().Split(',', 9)
                .Select(part => part.Split(';', '-')[0].Trim().ToLowerInvariant());
            return asked.FirstOrDefault(texts.ContainsKey) ?? house.Fleet.Brands[0].Language;
        }

        private static WaiverFields Fields(IFormCollection form)
        {
            string Text(string name) => form[name].ToString();
            return new WaiverFields(
                Text("id"), Text("language"), Text("text"), Text("trip"), Text("age"), Text("passenger"),
                Text("born"), Text("guardian"), Text("mail"), Text("how"), Text("typed"), Text("strokes"),
                Text("consent"));
        }
    }

    /// <summary>Who came, to which charter, and how.</summary>
    private sealed record WaiverVisit(Slug Slug, PageGrant Grant, Session Session, WaiverProof Proof);
}
