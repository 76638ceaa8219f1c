using Purser.Bookings;
using Purser.Host.Doors.Clients;

namespace Purser.Host.Doors;

/// <summary>Takes a guest's wish to be sent the link again.</summary>
public interface IGuestLinkRequests
{
    /// <summary>
    /// Leaves the wish and returns at once, in the same time for every slug and address. Only the booker's
    /// own address is ever written to, at most three times an hour.
    /// </summary>
    Task Ask(Slug slug, string email, CancellationToken stop);
}

/// <summary>The guest site: pages, and the one thing that can be asked of it.</summary>
public static class GuestDoor
{
    private static readonly ServedPage Asked = PlainPages.Of(
        "Your link", "Your link is on its way",
        "If this is the address that booked, the link is sent to it. It can take a few minutes.");

    /// <summary>
    /// Serves pages before any routing: the quick way. Paths that can name no page go on to the next.
    /// </summary>
    public static IApplicationBuilder UseServedPages(
        this IApplicationBuilder app, ServedPages pages, ClientLimits limits) =>
        app.Use(next => async context =>
        {
            var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
            if (!reads || !await pages.TryServe(context, limits)) await next(context);
        });

    /// <summary>Maps what is left under <c>/g</c> and the guest's API.</summary>
    public static void MapGuestDoor(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/g/{**rest}", ["GET", "HEAD"], (RequestDelegate)ServedPages.NotHere);
        routes.MapPost("/api/g/{slug}/link", (RequestDelegate)AskForLink);
    }

    /// <summary>Maps what pages load once photos can be added.</summary>
    public static void MapGuestAssets(this IEndpointRouteBuilder routes, GuestAssets assets) =>
        routes.MapMethods("/assets/{name}", ["GET", "HEAD"], (RequestDelegate)assets.Answer);

    private static async Task AskForLink(HttpContext context)
    {
        var email = await AskedAddress.Read(context.Request);
        if (Slug.TryParse(context.Request.RouteValues["slug"] as string, out var slug) && email is not null)
        {
            var requests = context.RequestServices.GetRequiredService<IGuestLinkRequests>();
            await requests.Ask(slug, email, context.RequestAborted);
        }

        await Asked.Answer(context);
    }
}
