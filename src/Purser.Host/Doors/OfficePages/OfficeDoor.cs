using Purser.Bookings;
using Purser.Host.Composition;
using Purser.Host.Doors.Sessions;
using Purser.Host.Pages.Office;
using Purser.Outside.Records;

namespace Purser.Host.Doors.OfficePages;

/// <summary>The office's pages. Reading needs a session; every button also needs our own page behind it.</summary>
public static class OfficeDoor
{
    private const string One = "/bookings/{id}";

    /// <summary>Adds the pages.</summary>
    public static void MapOffice(this IEndpointRouteBuilder site, House house, SessionCookie cookie)
    {
        var signIn = new SignInDoor(house, cookie);
        var door = new Handlers(house, cookie, signIn);
        site.Get("/assets/{name}", context => Task.FromResult(house.OfficeAssets.Find(context.RouteText("name"))));
        site.Get("/sign-in/{link}", signIn.Show);
        site.Post("/sign-in/{link}", signIn.Act);
        site.Post("/sign-out", door.SignOut);
        site.Get("/", door.Signed(door.Board));
        site.Get(One, door.Signed(door.Booking));
        site.Post(One + "/retry", door.Retry);
        site.Post(One + "/cancel", door.Cancel);
        site.Post(One + "/notes", door.Notes);
        site.Get("/drafts", door.Signed(door.Drafts));
        site.Post("/drafts/sent", door.Sent);
        site.Get("/reviews", door.Signed(door.Reviews));
        site.Post("/reviews/resolve", door.Resolve);
        site.Get("/mails", door.Signed(door.Mails));
        site.Get("/mails/{file}", door.Signed(door.Mail));
        site.Get("/mails/{file}/html", door.Signed(door.MailHtml));
    }

    private sealed class Handlers(House house, SessionCookie cookie, SignInDoor signIn)
    {
        private readonly BoardReading _board = new(house);
        private readonly BookingPageReading _booking = new(house);
        private readonly DraftsReading _drafts = new(house);
        private readonly MailFolder _mails = new(house);

        public Func<HttpContext, Task<IResult>> Signed(Func<HttpContext, Task<IResult>> page) => context =>
            cookie.Read(context, SignInDoor.Purpose) is null ? Task.FromResult(signIn.Stranger()) : page(context);

        public async Task<IResult> Board(HttpContext context) =>
            new Page(Pages.Office.Board.Create(await _board.Read(Frame(context, "Board", "board"), context.RequestAborted)));

        public async Task<IResult> Booking(HttpContext context)
        {
            if (!BookingId.TryParse(context.RouteText("id"), out var id)) return Problem.Unknown;
            if (await house.Shelf.Read(id, context.RequestAborted) is not { } file) return Problem.Unknown;
            var frame = Frame(context, file.Booking.Guest.Name, "bookings");
            return new Page(Pages.Office.Booking.Create(await _booking.Read(frame, file, context.RequestAborted)));
        }

        public async Task<IResult> Drafts(HttpContext context) => new Page(Pages.Office.Drafts.Create(
            new DraftsPage(Frame(context, "Drafts", "drafts"), await _drafts.Read(context.RequestAborted))));

        public async Task<IResult> Reviews(HttpContext context)
        {
            var zone = house.Fleet.Harbours[0].Rules;
            var items = await house.Shelf.Reviews(resolved: false, context.RequestAborted);
            var cards = items.Select(item => new ReviewCard(
                item.Id, Kind(item.Kind), OfficeWords.Until(item.Since, zone), item.What, item.Booking?.Text,
                [.. item.Understood.Select(pair => (pair.Key, pair.Value))], [.. item.Open.Select(pair => (pair.Key, pair.Value))]));
            return new Page(Pages.Office.Reviews.Create(new ReviewsPage(Frame(context, "To review", "reviews"), [.. cards])));
        }

        public async Task<IResult> Mails(HttpContext context) => new Page(Pages.Office.Mails.Create(new MailsPage(
            Frame(context, "Mails", "mails"), await _mails.List(context.RequestAborted), house.Settings.Smtp is not null,
            OfficeWords.Zone(house.Fleet))));

        public async Task<IResult> Mail(HttpContext context) =>
            await _mails.Read(context.RouteText("file"), context.RequestAborted) is { } mail
                ? new Page(Pages.Office.Mail.Create(
                    new MailPage(
                    Frame(context, mail.Line.Subject, "mails"), mail.Line, OfficeWords.Zone(house.Fleet), mail.Text, mail.Attachments)))
                : Problem.Unknown;

        public async Task<IResult> MailHtml(HttpContext context) =>
            await _mails.Read(context.RouteText("file"), context.RequestAborted) is { } mail ? new Letterhead(mail.Html) : Problem.Unknown;

        public Task<IResult> SignOut(HttpContext context) => Form(context, _ =>
        {
            cookie.End(context);
            return Task.FromResult<IResult>(Page.SeeOther("/"));
        });

        public Task<IResult> Retry(HttpContext context) => OfBooking(context, async (id, _) =>
            await house.Retry(id, context.RequestAborted) ? null : Problem.Unknown);

        public Task<IResult> Cancel(HttpContext context) => OfBooking(context, async (id, form) =>
        {
            var reason = form["reason"].ToString().Trim();
            if (reason.Length is 0 or > 500) return Problem.Invalid(new ProblemError("/reason", "a reason is needed.", "Say why."));
            var seen = long.TryParse(form["generation"], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
            var said = await house.FrontDesk.Cancel(id, reason, seen, context.RequestAborted);
            return said is Reception.FrontDeskReply.Refused no ? Bookings.BookingTaking.Refusal(no) : null;
        });

        public Task<IResult> Notes(HttpContext context) => OfBooking(context, async (id, form) =>
        {
            var notes = form["notes"].ToString().Trim();
            if (notes.Length > 4000) return Problem.Invalid(new ProblemError("/notes", "they are too long.", "Keep to 4,000 characters."));
            return await house.Shelf.Note(id, notes.Length == 0 ? null : notes, context.RequestAborted) ? null : Problem.Unknown;
        });

        public Task<IResult> Sent(HttpContext context) => Form(context, async form =>
        {
            var compartment = form["compartment"] == "crew" ? Compartment.Crew : Compartment.Office;
            var (partition, name) = (form["partition"].ToString(), form["name"].ToString());
            if (partition.Length is 0 or > 200 || name.Length is 0 or > 200) return Problem.Unknown;
            if (house.Postman(compartment) is { } postman) await postman.SentByHand(partition, name, context.RequestAborted);
            return Page.SeeOther("/drafts");
        });

        public Task<IResult> Resolve(HttpContext context) => Form(context, async form =>
        {
            var id = form["id"].ToString();
            if (id.Length is > 0 and <= 200) await house.Shelf.Resolve(id, house.Clock.GetCurrentInstant(), context.RequestAborted);
            return Page.SeeOther("/reviews");
        });

        private Task<IResult> OfBooking(HttpContext context, Func<BookingId, IFormCollection, Task<Problem?>> act) =>
            Form(context, async form =>
            {
                if (!BookingId.TryParse(context.RouteText("id"), out var id)) return Problem.Unknown;
                return await act(id, form) is { } problem ? problem : Page.SeeOther($"/bookings/{id}");
            });

        private async Task<IResult> Form(HttpContext context, Func<IFormCollection, Task<IResult>> act) =>
            await (await cookie.ReadForm(context, SignInDoor.Purpose)).Match(
                (_, form) => act(form), () => Task.FromResult(signIn.Stranger()), problem => Task.FromResult<IResult>(problem));

        private OfficeFrame Frame(HttpContext context, string title, string here)
        {
            var (assets, token) = (house.OfficeAssets, cookie.FormToken(context, SignInDoor.Purpose));
            return new OfficeFrame(title, here, assets.Style, assets.Script, token, house.Fleet.Sample);
        }

        private static string Kind(ReviewKind kind) => kind switch
        {
            ReviewKind.UnclearMail => "Unclear mail",
            ReviewKind.Disputed => "Both changed it",
            ReviewKind.Reappeared => "An old message again",
            ReviewKind.AfterCancellation => "News of a cancelled charter",
            ReviewKind.MovedOntoTaken => "Moved onto a taken time",
            ReviewKind.Conflict => "Sold twice",
            ReviewKind.Withheld => "Words withheld",
            _ => throw new BugException("an unknown kind"),
        };
    }

    /// <summary>A mail's HTML for its frame: nothing in it runs, and nothing is fetched.</summary>
    private sealed record Letterhead(string Html) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.Headers.ContentSecurityPolicy =
                "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
            return response.WriteAsync(Html, httpContext.RequestAborted);
        }
    }
}
