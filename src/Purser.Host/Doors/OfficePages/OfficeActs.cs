using System.Globalization;
using Purser.Bookings;
using Purser.Crew;
using Purser.Host.Composition;
using Purser.Host.Doors.Bookings;
using Purser.Host.Doors.Sessions;
using Purser.Outside;
using Purser.Provisioning;
using Purser.Reception;

namespace Purser.Host.Doors.OfficePages;

/// <summary>
/// The office's buttons. Each needs a session and our own page behind it; a refusal is a page.
/// </summary>
public sealed class OfficeActs(
    OfficeRooms house, SessionCookie cookie, SignInDoor signIn, OfficeFrames frames)
{
    private static readonly Problem NoSurface = Problem.NotFound("There is no such part of a booking.");
    private static readonly Problem NoPerson = Problem.NotFound("There is no such person on the roster.");

    /// <summary>Ends the session.</summary>
    public Task<IResult> SignOut(HttpContext context) => Form(context, _ =>
    {
        cookie.End(context);
        return Task.FromResult<IResult>(Page.SeeOther("/"));
    });

    /// <summary>Tries one surface again. One that is done by now needs no words: the page shows it.</summary>
    public Task<IResult> Retry(HttpContext context) => OfBooking(context, async (id, _) =>
        await house.Retries.Retry(id, context.RouteText("surface"), context.RequestAborted) switch
        {
            RetryOutcome.NoSurface => NoSurface,
            RetryOutcome.NoBooking => Problem.NotFound("There is no such booking."),
            _ => null,
        });

    /// <summary>Confirms a booking that was sold twice, if its time is free by now.</summary>
    public Task<IResult> Confirm(HttpContext context) => OfBooking(context, async (id, form) =>
    {
        var said = await house.FrontDesk.Confirm(id, Generation(form), context.RequestAborted);
        return said is FrontDeskReply.Refused no ? StillTaken(no) ?? BookingTaking.Refusal(no) : null;
    });

    /// <summary>Cancels a booking.</summary>
    public Task<IResult> Cancel(HttpContext context) => OfBooking(context, async (id, form) =>
    {
        var reason = form["reason"].ToString().Trim();
        if (reason.Length is 0 or > 500)
            return Wrong("/reason", "A reason is needed.", "Say why, in at most 500 characters.");
        var said = await house.FrontDesk.Cancel(id, reason, Generation(form), context.RequestAborted);
        return said is FrontDeskReply.Refused no ? BookingTaking.Refusal(no) : null;
    });

    /// <summary>Writes the office's own notes.</summary>
    public Task<IResult> Notes(HttpContext context) => OfBooking(context, async (id, form) =>
    {
        var notes = form["notes"].ToString().Trim();
        if (notes.Length > 4000)
            return Wrong("/notes", "The notes are too long.", "Keep to 4,000 characters.");
        var there = await house.Shelf.Note(id, notes.Length == 0 ? null : notes, context.RequestAborted);
        return there ? null : Problem.NotFound("There is no such booking.");
    });

    /// <summary>Writes what the guests' page says about the day. Everybody can read it: no amounts.</summary>
    public Task<IResult> DayNote(HttpContext context) => OfBooking(context, async (id, form) =>
    {
        var note = form["dayNote"].ToString().ReplaceLineEndings(" ").Trim();
        if (note.Length > OfficeShelf.MostDayNote)
            return Wrong("/dayNote", "The note is too long.", "Keep to 300 characters.");
        if (AmountDetector.Finds(note))
        {
            return Wrong(
                "/dayNote", $"The note names an amount: \"{AmountDetector.Withhold(note).Withheld[0]}\".",
                "Everybody who opens the page reads it. Leave the amount out; write to the guest instead.");
        }

        var now = house.Clock.GetCurrentInstant();
        var there = await house.Shelf.DayNote(id, note is "" ? null : note, now, context.RequestAborted);
        if (there) await house.Hints.Leave(new Hint.Booking(id), context.RequestAborted);
        return there ? null : Problem.NotFound("There is no such booking.");
    });

    /// <summary>A person says that a draft was sent.</summary>
    public Task<IResult> Sent(HttpContext context) => Form(context, async form =>
    {
        var (partition, name) = (form["partition"].ToString(), form["name"].ToString());
        if (partition.Length is 0 or > 200 || name.Length is 0 or > 200) return Problem.Unknown;
        if (form["compartment"] == "crew")
            await house.Desks.CrewOffice.SentByHand(partition, name, context.RequestAborted);
        else
            await house.OfficePost.SentByHand(partition, name, context.RequestAborted);
        return Page.SeeOther("/drafts");
    });

    /// <summary>A person has dealt with an item of the review list.</summary>
    public Task<IResult> Resolve(HttpContext context) => Form(context, async form =>
    {
        var id = form["id"].ToString();
        if (id.Length is > 0 and <= 200)
            await house.Shelf.Resolve(id, house.Clock.GetCurrentInstant(), context.RequestAborted);
        return Page.SeeOther("/reviews");
    });

    /// <summary>Sends a person the link to his own trips.</summary>
    public Task<IResult> SendLink(HttpContext context) => OfPerson(context, house.Desks.CrewOffice.SendLink);

    /// <summary>Makes every such link that a person has stop working.</summary>
    public Task<IResult> RevokeLinks(HttpContext context) =>
        OfPerson(context, house.Desks.CrewOffice.RevokeLinks);

    private static Problem? StillTaken(FrontDeskReply.Refused no) => no.Taken is not { } taken
        ? null
        : new Problem(
            409, "taken", "The vessel is still taken then",
            $"It is taken from {OfficeWords.Spoken(taken.Start)} to {OfficeWords.Spoken(taken.End)}, and needs its "
            + "turnaround before and after. Nothing was changed. Move or cancel that charter first.");

    private static Problem Wrong(string pointer, string what, string remedy) =>
        Problem.Invalid(new ProblemError(pointer, what, remedy));

    private static long Generation(IFormCollection form) =>
        long.TryParse(form["generation"], CultureInfo.InvariantCulture, out var number) ? number : 0;

    private Task<IResult> OfPerson(HttpContext context, Func<string, CancellationToken, Task<bool>> act) =>
        Form(context, async _ =>
        {
            var known = MemberId.TryParse(context.RouteText("member"), out var id);
            var done = known && await act(id.Text, context.RequestAborted);
            return done ? Page.SeeOther("/crew") : frames.Say(context, NoPerson, "/crew");
        });

    private Task<IResult> OfBooking(HttpContext context, Func<BookingId, IFormCollection, Task<Problem?>> act) =>
        Form(context, async form =>
        {
            if (!BookingId.TryParse(context.RouteText("id"), out var id)) return Problem.Unknown;
            var back = $"/bookings/{id}";
            var problem = await act(id, form);
            return problem is null ? Page.SeeOther(back) : frames.Say(context, problem, back);
        });

    private async Task<IResult> Form(HttpContext context, Func<IFormCollection, Task<IResult>> act) =>
        await (await cookie.ReadForm(context, SignInDoor.Purpose)).Match(
            (_, form) => act(form), () => Task.FromResult(signIn.Stranger()),
            problem => Task.FromResult<IResult>(problem));
}
