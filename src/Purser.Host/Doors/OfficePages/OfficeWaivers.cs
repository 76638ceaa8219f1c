using Purser.Bookings;
using Purser.Guests.Waivers;
using Purser.Host.Composition;
using Purser.Host.Doors.Guests;
using Purser.Host.Doors.Sessions;

namespace Purser.Host.Doors.OfficePages;

/// <summary>
/// A charter's waivers at the office: each paper, the blank, the card, and who is said to come aboard.
/// </summary>
public static class OfficeWaivers
{
    private const string One = "/bookings/{id}";

    /// <summary>Adds the addresses.</summary>
    public static void MapOfficeWaivers(
        this IEndpointRouteBuilder site, OfficeRooms house, SessionCookie cookie)
    {
        var door = new Handlers(
            house, cookie, new SignInDoor(house, cookie), new OfficeFrames(house, cookie));
        site.Get(One + "/waivers/blank", door.Blank);
        site.Get(One + "/waivers/{waiver}", door.Paper);
        site.Get(One + "/card", door.Card);
        site.Post(One + "/passengers", door.Passengers);
    }

    private sealed class Handlers(
        OfficeRooms house, SessionCookie cookie, SignInDoor signIn, OfficeFrames frames)
    {
        public Task<IResult> Blank(HttpContext context) => Of(context, file =>
        {
            var (fleet, booking) = (house.Fleet, file.Booking);
            if (fleet.Waivers is null) return Missing(context, "No waiver is asked for.", file);
            var language = fleet.BrandFor(booking.Channel, booking.Trip.Vessel).Language;
            var html = WaiverPages.Blank(
                house.Templates, fleet, booking.Trip, booking.Channel, language, page: null);
            return Task.FromResult<IResult>(new GuestHtml(html));
        });

        public Task<IResult> Paper(HttpContext context) => Of(context, async file =>
        {
            var id = context.RouteText("waiver");
            var paper = await house.Guests.Waiver(file.Booking.Id, id, context.RequestAborted);
            if (paper is null) return await Missing(context, "There is no such waiver.", file);
            var facts = WaiverPaperFacts.Of(paper, house.Fleet);
            return new GuestHtml(WaiverPages.Paper(house.Templates, facts));
        });

        public Task<IResult> Card(HttpContext context) => Of(context, async file =>
        {
            if (file.Booking.Slug is null) return await Missing(context, "There is no page yet.", file);
            var card = await house.Papers.Card(file, context.RequestAborted);
            return new GuestHtml(WaiverPages.Card(
                house.Templates, house.Fleet, file.Booking.Trip, card.Code.Text, card.Page, QrSquare.Of));
        });

        /// <summary>Puts a name on the list, or takes it off.</summary>
        public async Task<IResult> Passengers(HttpContext context)
        {
            var form = await cookie.ReadForm(context, SignInDoor.Purpose);
            return await form.Match(
                (_, fields) => Of(context, async file =>
                {
                    var back = $"/bookings/{file.Booking.Id}";
                    var (written, aboard) = (fields["name"].ToString(), fields["aboard"] != "no");
                    if (!PassengerName.TryParse(written, out var name)) return Refuse(NoName);
                    var done = await house.Guests.Name(
                        file.Booking.Id, name, aboard, context.RequestAborted);
                    return done ? Page.SeeOther(back) : Refuse(NoRoom);

                    Page Refuse(Problem problem) => frames.Say(context, problem, back);
                }),
                () => Task.FromResult(signIn.Stranger()), problem => Task.FromResult<IResult>(problem));
        }

        private static readonly Problem NoName = Problem.Invalid(new ProblemError(
            "/name", "This is no name.", $"Write 1 to {PassengerName.Longest} printable characters."));

        private static readonly Problem NoRoom = Problem.Invalid(new ProblemError(
            "/name", "The list is full, or there is no page yet.",
            "A list has at most twice as many names as people come aboard. Take a name off first."));

        private async Task<IResult> Of(HttpContext context, Func<BookingFile, Task<IResult>> page)
        {
            if (cookie.Read(context, SignInDoor.Purpose) is null) return signIn.Stranger();
            var known = BookingId.TryParse(context.RouteText("id"), out var id);
            var file = known ? await house.Shelf.Read(id, context.RequestAborted) : null;
            return file is null
                ? frames.Say(context, Problem.NotFound("There is no such booking."), "/")
                : await page(file);
        }

        private Task<IResult> Missing(HttpContext context, string what, BookingFile file) =>
            Task.FromResult<IResult>(
                frames.Say(context, Problem.NotFound(what), $"/bookings/{file.Booking.Id}"));
    }
}
