using NodaTime;
using Purser.Bookings;
using Purser.Guests.Desk;
using Purser.Host.Composition;
using Purser.Host.Doors.Sessions;
using Purser.Links;
using Purser.Outside;

namespace Purser.Host.Doors.OfficePages;

/// <summary>
/// The owner's look at a charter's photos: by the link in the mail, which opens nothing else, or signed in.
/// Opening shows; only the buttons act.
/// </summary>
public sealed class PhotoReviewDoor(
    OfficeRooms house, SessionCookie cookie, SignInDoor signIn, OfficeFrames frames)
{
    private const string Purpose = "photo-review";
    private const string By = "owner";
    private static readonly Duration Length = Duration.FromHours(2);
    private readonly PhotosReading _reading = new(house);

    /// <summary>Adds the pages.</summary>
    public void Map(IEndpointRouteBuilder site)
    {
        site.Get("/photo-review/{link}", Open);
        site.Get("/photos/{id}", context => Seen(context, Show));
        site.Get("/photos/{id}/{photo}/original", context => Seen(context, Original));
        site.Get("/photos/{id}/{photo}/{copy}", context => Seen(context, Copy));
        site.Post("/photos/{id}", Judge);
    }

    /// <summary>The link of the mail: a session for this charter's photos, and their clean address.</summary>
    private async Task<IResult> Open(HttpContext context)
    {
        if (house.Limits.SignIn(context) is { } many) return many;
        var key = await house.Secrets.Get(SecretNames.OfficeLinks, context.RequestAborted);
        var now = house.Clock.GetCurrentInstant();
        var link = MagicLink.Open(context.RouteText("link"), LinkPurpose.PhotoReview, key.Span, now);
        if (link is null || !BookingId.TryParse(link.Subject, out var id)) return signIn.Stranger();
        cookie.Begin(context, new Session(Purpose, id.Text, 0, now + Length));
        return Page.SeeOther($"/photos/{id}");
    }

    private async Task<IResult> Show(HttpContext context, BookingFile file)
    {
        var (purpose, subject) = Session(context, file.Booking.Id)!.Value;
        var office = purpose == SignInDoor.Purpose;
        var frame = frames.Of(context, $"Photos: {file.Booking.Guest.Name}", "bookings");
        var token = cookie.FormToken(context, purpose, subject);
        var stop = context.RequestAborted;
        return new Page(Pages.Office.Photos.Create(await _reading.Read(frame, file, office, token, stop)));
    }

    /// <summary>A safe copy, for the owner's page only.</summary>
    private async Task<IResult> Copy(HttpContext context, BookingFile file)
    {
        var (photo, name) = (context.RouteText("photo"), context.RouteText("copy"));
        if (await house.Photos.Copy(file.Booking.Id, photo, name, context.RequestAborted) is not { } copy)
            return Problem.Unknown;
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(copy.Body, copy.ContentType, enableRangeProcessing: true);
    }

    /// <summary>The file as it came: to be kept, never shown, for nobody knows what is in it.</summary>
    private async Task<IResult> Original(HttpContext context, BookingFile file)
    {
        var (id, photo, stop) = (file.Booking.Id, context.RouteText("photo"), context.RequestAborted);
        var known = (await house.Photos.Gallery(id, stop)).FirstOrDefault(item => item.Photo.Id == photo);
        if (known is null || await house.Photos.Original(id, photo, stop) is not { } borrowed)
            return Problem.Unknown;
        context.Response.RegisterForDispose(borrowed);
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.ContentSecurityPolicy =
            "sandbox; default-src 'none'; frame-ancestors 'none'";
        return TypedResults.PhysicalFile(
            borrowed.Path, "application/octet-stream", PhotosReading.SafeName(known),
            enableRangeProcessing: true);
    }

    private async Task<IResult> Judge(HttpContext context)
    {
        if (!BookingId.TryParse(context.RouteText("id"), out var id)) return Problem.Unknown;
        if (Session(context, id) is not { } session) return signIn.Stranger();
        var reply = await cookie.ReadForm(context, session.Purpose, session.Subject);
        return await reply.Match(
            async (_, form) =>
            {
                if (Verdict(form["verdict"].ToString()) is not { } verdict) return Problem.Unknown;
                var (batch, photo) = (form["batch"].ToString(), form["photo"].ToString());
                PhotoChoice choice = batch.Length > 0
                    ? new PhotoChoice.OfPerson(batch)
                    : new PhotoChoice.Some([photo]);
                await house.Photos.Judge(id, choice, verdict, By, context.RequestAborted);
                return Page.SeeOther($"/photos/{id}");
            },
            () => Task.FromResult(signIn.Stranger()), problem => Task.FromResult<IResult>(problem));
    }

    private static PhotoVerdict? Verdict(string word) => word switch
    {
        "approve" => PhotoVerdict.Approve,
        "reject" => PhotoVerdict.Reject,
        "unpublish" => PhotoVerdict.Unpublish,
        _ => null,
    };

    private async Task<IResult> Seen(HttpContext context, Func<HttpContext, BookingFile, Task<IResult>> show)
    {
        var known = BookingId.TryParse(context.RouteText("id"), out var id);
        if (Session(context, known ? id : null) is null) return signIn.Stranger();
        if (known && await house.Shelf.Read(id, context.RequestAborted) is { } file)
            return await show(context, file);
        return frames.Say(context, Problem.NotFound("There is no such booking."), "/");
    }

    /// <summary>The session under which this charter's photos may be seen.</summary>
    private (string Purpose, string? Subject)? Session(HttpContext context, BookingId? id)
    {
        if (cookie.Read(context, SignInDoor.Purpose) is not null) return (SignInDoor.Purpose, null);
        return id is { } charter && cookie.Read(context, Purpose, charter.Text) is not null
            ? (Purpose, charter.Text)
            : null;
    }
}
