using Purser.Bookings;
using Purser.Host.Composition;
using Purser.Host.Doors.Sessions;
using Purser.Host.Pages.Office;

namespace Purser.Host.Doors.OfficePages;

/// <summary>
/// The office's pages. Reading needs a session; every button also needs our own page behind it.
/// </summary>
public static class OfficeDoor
{
    private const string One = "/bookings/{id}";

    /// <summary>Adds the pages.</summary>
    public static void MapOffice(this IEndpointRouteBuilder site, OfficeRooms house, SessionCookie cookie)
    {
        var signIn = new SignInDoor(house, cookie);
        var frames = new OfficeFrames(house, cookie);
        var door = new Handlers(house, cookie, signIn, frames);
        var acts = new OfficeActs(house, cookie, signIn, frames);
        site.Get("/assets/{name}", context => Task.FromResult(house.OfficeAssets.Find(context.RouteText("name"))));
        site.Get("/sign-in/{link}", signIn.Show);
        site.Post("/sign-in/{link}", signIn.Act);
        site.Post("/sign-out", acts.SignOut);
        site.Get("/", door.Signed(door.Board));
        site.Get(One, door.Signed(door.Booking));
        new PhotoReviewDoor(house, cookie, signIn, frames).Map(site);
        site.Post(One + "/effects/{surface}/retry", acts.Retry);
        site.Post(One + "/confirm", acts.Confirm);
        site.Post(One + "/cancel", acts.Cancel);
        site.Post(One + "/notes", acts.Notes);
        site.Post(One + "/day-note", acts.DayNote);
        site.Get("/drafts", door.Signed(door.Drafts));
        site.Post("/drafts/sent", acts.Sent);
        site.Get("/reviews", door.Signed(door.Reviews));
        site.Post("/reviews/resolve", acts.Resolve);
        site.Get("/crew", door.Signed(door.Crew));
        site.Post("/crew/{member}/link", acts.SendLink);
        site.Post("/crew/{member}/revoke", acts.RevokeLinks);
        if (house.Outbox is not { } outbox) return;
        var mails = new Folder(house, outbox, frames);
        site.Get("/mails", door.Signed(mails.Mails));
        site.Get("/mails/{file}", door.Signed(mails.Mail));
        site.Get("/mails/{file}/html", door.Signed(mails.MailHtml));
    }

    /// <summary>Adds the time machine, which plays in all rooms: they must be in this program.</summary>
    public static void MapOfficeMoments(this IEndpointRouteBuilder site, House house, SessionCookie cookie)
    {
        var office = house.OfOffice;
        var frames = new OfficeFrames(office, cookie);
        var door = new Handlers(office, cookie, new SignInDoor(office, cookie), frames);
        var moments = new MomentPages(house, frames);
        site.Get(One + "/at", door.Signed(moments.Show));
        site.Get(One + "/at/page", door.Signed(moments.GuestPage));
        site.Get(One + "/at/mail", door.Signed(moments.Mail));
        site.Get(One + "/at/eml", door.Signed(moments.File));
    }

    private sealed class Handlers(
        OfficeRooms house, SessionCookie cookie, SignInDoor signIn, OfficeFrames frames)
    {
        private readonly BoardReading _board = new(house);
        private readonly BookingPageReading _booking = new(house);
        private readonly DraftsReading _drafts = new(house);
        private readonly ReviewsReading _reviews = new(house);
        private readonly PeopleReading _people = new(house);

        public Func<HttpContext, Task<IResult>> Signed(Func<HttpContext, Task<IResult>> page) => context =>
            cookie.Read(context, SignInDoor.Purpose) is null ? Task.FromResult(signIn.Stranger()) : page(context);

        public async Task<IResult> Board(HttpContext context) =>
            new Page(Pages.Office.Board.Create(await _board.Read(frames.Of(context, "Board", "board"), context.RequestAborted)));

        public async Task<IResult> Booking(HttpContext context)
        {
            if (!BookingId.TryParse(context.RouteText("id"), out var id)
                || await house.Shelf.Read(id, context.RequestAborted) is not { } file)
                return frames.Say(context, Problem.NotFound("There is no such booking."), "/");
            var frame = frames.Of(context, file.Booking.Guest.Name, "bookings");
            return new Page(Pages.Office.Booking.Create(await _booking.Read(frame, file, context.RequestAborted)));
        }

        public async Task<IResult> Drafts(HttpContext context) => new Page(Pages.Office.Drafts.Create(
            new DraftsPage(frames.Of(context, "Drafts", "drafts"), await _drafts.Read(context.RequestAborted))));

        public async Task<IResult> Reviews(HttpContext context) => new Page(Pages.Office.Reviews.Create(
            new ReviewsPage(frames.Of(context, "To review", "reviews"), await _reviews.Read(context.RequestAborted))));

        public async Task<IResult> Crew(HttpContext context) => new Page(Pages.Office.Crew.Create(
            new CrewPage(frames.Of(context, "Crew", "crew"), await _people.Read(context.RequestAborted))));
    }

    private sealed class Folder(OfficeRooms house, string outbox, OfficeFrames frames)
    {
        private readonly MailFolder _mails = new(house, outbox);

        public async Task<IResult> Mails(HttpContext context) => new Page(Pages.Office.Mails.Create(new MailsPage(
            frames.Of(context, "Mails", "mails"), await _mails.List(context.RequestAborted), house.Settings.Smtp is not null,
            OfficeWords.Zone(house.Fleet))));

        public async Task<IResult> Mail(HttpContext context) =>
            await _mails.Read(context.RouteText("file"), context.RequestAborted) is { } mail
                ? new Page(Pages.Office.Mail.Create(
                    new MailPage(
                        frames.Of(context, mail.Line.Subject, "mails"), mail.Line, OfficeWords.Zone(house.Fleet), mail.Text,
                        mail.Attachments)))
                : frames.Say(context, Problem.NotFound("There is no such mail in the outbox folder."), "/mails");

        public async Task<IResult> MailHtml(HttpContext context) =>
            await _mails.Read(context.RouteText("file"), context.RequestAborted) is { } mail ? new Letterhead(mail.Html) : Problem.Unknown;
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
