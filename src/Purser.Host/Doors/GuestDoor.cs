using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Purser.Bookings;
using Purser.Host.Doors.Clients;

namespace Purser.Host.Doors;

/// <summary>Takes a guest's wish to be sent the link again.</summary>
public interface IGuestLinkRequests
{
    /// <summary>
    /// Leaves the wish and returns at once, in the same time for every slug and address. Only the booker's own address is
    /// ever written to, at most three times an hour.
    /// </summary>
    Task Ask(Slug slug, string email, CancellationToken stop);
}

/// <summary>The guest site: pages, and the one thing that can be asked of it.</summary>
public static class GuestDoor
{
    private const int MostFormBytes = 2_048;
    private const int LongestAddress = 254;

    private static readonly ServedPage Asked = ServedPage.Fixed(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        + "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex,nofollow\">"
        + "<title>Your link</title></head><body><main><h1>Your link is on its way</h1><p>If this is the address that booked, the "
        + "link is sent to it. It can take a few minutes.</p></main></body></html>\n");

    /// <summary>Serves pages before any routing: the quick way. Paths that can name no page go on to the next.</summary>
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

    private static async Task AskForLink(HttpContext context)
    {
        var email = await Address(context.Request);
        if (Slug.TryParse(context.Request.RouteValues["slug"] as string, out var slug) && email is not null)
        {
            var requests = context.RequestServices.GetRequiredService<IGuestLinkRequests>();
            await requests.Ask(slug, email, context.RequestAborted);
        }

        await Asked.Answer(context);
    }

    /// <summary>The form's address, or null; whatever is wrong with the form is nobody's business but the sender's.</summary>
    private static async Task<string?> Address(HttpRequest request)
    {
        var body = new byte[MostFormBytes + 1];
        var length = 0;
        int read;
        while (length < body.Length && (read = await request.Body.ReadAsync(body.AsMemory(length), request.HttpContext.RequestAborted)) > 0)
            length += read;
        if (length > MostFormBytes) return null;
        using var reader = new FormReader(Encoding.UTF8.GetString(body, 0, length)) { ValueCountLimit = 8 };
        try
        {
            var form = reader.ReadForm();
            var email = form.TryGetValue("email", out var values) ? values.ToString().Trim() : "";
            var right = email.Length is > 2 and <= LongestAddress && email.Contains('@') && !email.Any(char.IsControl);
            return right ? email : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
