using NodaTime;
using Purser.Bookings;
using Purser.Host.Composition;
using Purser.Host.Intake.Json;
using Purser.Links;
using Purser.Outside;

namespace Purser.Host.Doors.Guests;

/// <summary>
/// All viewing copies of a charter as one archive. A browser's download can send no header, so whoever has
/// proved to belong here gets an address that is good for some minutes.
/// </summary>
internal static class KeepingDoor
{
    // Lambda takes no larger reply, and what is no text is a third larger there.
    private const long MostOfFunction = 4_000_000;

    private static readonly Duration Good = Duration.FromMinutes(10);

    private static readonly ServedPage TooMuch = PlainPages.Of(
        "All photos", "These are too many photos for one archive",
        "Open the gallery and save them one by one. Whoever runs your charter has all of them and can send "
        + "them to you.");

    /// <summary>Adds the addresses.</summary>
    public static void MapKeeping(this IEndpointRouteBuilder site, GuestRooms house)
    {
        site.Post("/api/g/{slug}/photos/keep", context => Ask(context, house));
        site.Get("/api/g/{slug}/photos/all.zip", context => Fetch(context, house));
    }

    private static async Task<IResult> Ask(HttpContext context, GuestRooms house)
    {
        var stop = context.RequestAborted;
        var proof = PhotosDoor.Proof(context.Request, await Code(context));
        var slug = context.RouteText("slug");
        if (await house.Photos.Proofs.Judge(slug, proof, stop) is not { } page)
            return PhotosDoor.Unknown(context, house);
        var key = await house.Secrets.Get(SecretNames.GuestLinks, stop);
        var until = house.Clock.GetCurrentInstant() + Good;
        var ticket = new MagicLink(LinkPurpose.Keep, page.Grant.Booking.Text, 0, until).Sign(key.Span);
        var url = $"/api/g/{page.Grant.Slugs[0]}/photos/all.zip?ticket={ticket}";
        return Reply.Json(new KeepReply(url, until), PhotoApiJson.Default.KeepReply);
    }

    private static async Task<IResult> Fetch(HttpContext context, GuestRooms house)
    {
        var stop = context.RequestAborted;
        var key = await house.Secrets.Get(SecretNames.GuestLinks, stop);
        var now = house.Clock.GetCurrentInstant();
        var ticket = MagicLink.Open(
            context.Request.Query["ticket"].ToString(), LinkPurpose.Keep, key.Span, now);
        if (ticket is null || !BookingId.TryParse(ticket.Subject, out var charter)
            || await house.Photos.Charter(charter, stop) is not { } grant
            || grant.Slugs.All(slug => slug.Text != context.RouteText("slug")))
            return PhotosDoor.Unknown(context, house);
        context.RequestServices.GetRequiredService<VisitLog>().Opened(grant.Slugs[0], VisitKind.Archive);
        var photos = await house.Photos.ToKeep(charter, stop);
        if (house.Settings.Function is not null && photos.Sum(photo => photo.Copy.Bytes) > MostOfFunction)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await TooMuch.Answer(context);
            return Results.Empty;
        }

        return new PhotoArchive(photos, grant, house);
    }

    /// <summary>The body's code; what else is wrong with the body is nobody's business here.</summary>
    private static async Task<string?> Code(HttpContext context)
    {
        if (Bodies.None(context)) return null;
        var body = await Bodies.Json(context, context.RequestAborted);
        return body.Match(
            bytes =>
            {
                var root = DocumentNode.Parse(bytes, Bodies.MostJson, new DocumentErrors());
                return root?["code"] is { IsText: true } code ? code.Text(100) : null;
            },
            _ => null);
    }
}
