using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Guests;
using Purser.Host.Composition;
using Purser.Links;
using Purser.Outside;

namespace Purser.Host.Doors.Guests;

/// <summary>
/// <c>/unsubscribe/{link}</c>: no more mails that ask for something. Opening the link shows a button; the
/// button, or a mail program's own (RFC 8058), acts. The signed link is the whole proof: there is no session.
/// </summary>
public static class UnsubscribeDoor
{
    private const string Address = "/unsubscribe/{link}";

    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'";

    /// <summary>Adds the addresses.</summary>
    public static void MapUnsubscribe(this IEndpointRouteBuilder site, GuestRooms house)
    {
        site.MapGet(Address, context => Answer(context, house, act: false));
        site.MapPost(Address, context => Answer(context, house, act: true));
    }

    private static async Task Answer(HttpContext context, GuestRooms house, bool act)
    {
        var stop = context.RequestAborted;
        var key = await house.Secrets.Get(SecretNames.GuestLinks, stop);
        var now = house.Clock.GetCurrentInstant();
        var text = context.RouteText("link");
        if (MagicLink.Open(text, LinkPurpose.Unsubscribe, key.Span, now) is not { } link)
        {
            await ServedPages.NotHere(context);
            return;
        }

        if (act) await house.Care.Unsubscribe(link.Subject, now, stop);
        var done = act || await house.Care.IsUnsubscribed(link.Subject, stop);
        var brand = house.Fleet.Brands[0];
        var facts = new UnsubscribeFacts(
            brand.Language, house.Fleet.Operator.Name, house.Fleet.Sample, done, $"/unsubscribe/{text}");
        var json = JsonSerializer.SerializeToUtf8Bytes(facts, UnsubscribeJson.Default.UnsubscribeFacts);
        var body = Encoding.UTF8.GetBytes(house.Templates.Render("guest/unsubscribe.html", brand.Id, json));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.ContentType = PagePlace.ContentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(body, stop);
    }
}

/// <summary>What the page says.</summary>
/// <param name="Language">A language file.</param>
/// <param name="Operator">Who sends no more.</param>
/// <param name="Sample">True marks an invented operator.</param>
/// <param name="Done">True: it is done.</param>
/// <param name="Action">Where the button goes.</param>
internal sealed record UnsubscribeFacts(string Language, string Operator, bool Sample, bool Done,
    string Action);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UnsubscribeFacts))]
internal sealed partial class UnsubscribeJson : JsonSerializerContext;
