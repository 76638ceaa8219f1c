using NodaTime;
using Purser.Bookings;
using Purser.Host.Composition;
using Purser.Host.Doors.Local;
using Purser.Host.Pages.Office;
using Purser.Provisioning.Rehearsal;

namespace Purser.Host.Doors.OfficePages;

/// <summary>
/// The time machine of the office: a booking's page and messages at a moment, before anything is sent.
/// </summary>
public sealed class MomentPages(House house, OfficeFrames frames)
{
    private readonly Moments _moments = new(house);

    /// <summary>The page of a moment; without one, of now.</summary>
    public Task<IResult> Show(HttpContext context) => At(context, async moment =>
    {
        var id = context.RouteText("id");
        var file = await house.Shelf.Read(Texts.Parse<BookingId>(id), context.RequestAborted);
        var booking = file!.Booking;
        var zone = booking.Trip.Departure.Rules;
        var names = new Dictionary<string, string>(
            await house.Desks.CrewOffice.Names(context.RequestAborted), StringComparer.Ordinal);
        names["guest"] = booking.Guest.Name;
        names["owner"] = "You";
        var time = HouseJson.Text(moment.At.InZone(zone).LocalDateTime);
        var frame = frames.Of(context, $"{OfficeWords.Until(moment.At, zone)}: {booking.Guest.Name}",
            "bookings");
        var query = $"?time={Uri.EscapeDataString(Said(moment.At))}";
        var lines = moment.Messages.Select((message, index) => new MomentLine(
            $"m{index}", OfficeWords.Of(message.Purpose),
            names.GetValueOrDefault(message.Person, message.Person),
            OfficeWords.Until(message.When, zone), message.Subject,
            message.Mail is null ? null : $"/bookings/{id}/at/mail{query}&name={message.Name}",
            message.Mail is null ? null : $"/bookings/{id}/at/eml{query}&name={message.Name}", message.Text));
        return new Page(Pages.Office.Moment.Create(new MomentPage(
            frame, id, OfficeWords.Charter(booking, house.Fleet), time, OfficeWords.Until(moment.At, zone),
            OfficeWords.Zone(house.Fleet, booking.Trip.Zone), moment.Phase is { } phase ? Face(phase) : null,
            moment.Page is null ? null : $"/bookings/{id}/at/page{query}#{moment.Fragment}",
            moment.Page?.Published == true, [.. lines])));
    });

    /// <summary>The guest's page with its reader's clock set, for a frame of ours.</summary>
    public Task<IResult> GuestPage(HttpContext context) => At(context, moment => Task.FromResult(
        moment.Page is { } page
            ? new Framed(PreviewClock.Set(page.Body.Span, moment.At), Framed.Runs)
            : (IResult)Problem.Unknown));

    /// <summary>A mail's HTML, for a frame of ours.</summary>
    public Task<IResult> Mail(HttpContext context) => At(context, moment => Task.FromResult(
        Named(context, moment)?.Mail is { } mail
            ? new Framed(System.Text.Encoding.UTF8.GetBytes(mail.Html), Framed.Still)
            : (IResult)Problem.Unknown));

    /// <summary>A mail's file, as it will lie in the outbox.</summary>
    public Task<IResult> File(HttpContext context) => At(context, moment => Task.FromResult(
        Named(context, moment) is { Mail: not null } message
            ? Results.Bytes(_moments.File(message), "message/rfc822", message.Name + ".eml")
            : (IResult)Problem.Unknown));

    private static RehearsedMessage? Named(HttpContext context, Rehearsed moment)
    {
        var name = context.Request.Query["name"].ToString();
        return moment.Messages.FirstOrDefault(message => message.Name == name);
    }

    private async Task<IResult> At(HttpContext context, Func<Rehearsed, Task<IResult>> show)
    {
        var id = context.RouteText("id");
        var time = context.Request.Query["time"].ToString();
        if (time.Length == 0) time = Said(house.Clock.GetCurrentInstant());
        var (moment, refusal) = await _moments.At(id, time, context.RequestAborted);
        if (moment is not null) return await show(moment);
        return frames.Say(context, refusal!, refusal!.Status == 404 ? "/" : $"/bookings/{id}");
    }

    private static string Said(Instant at) =>
        NodaTime.Text.InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'").Format(at);

    /// <summary>A face of the page in words.</summary>
    private static Status Face(string phase) => phase switch
    {
        "before" => new Status("asked", "Before the charter"),
        "boarding" => new Status("part", "Boarding day"),
        "underway" => new Status("part", "Under way"),
        "after" => new Status("done", "After the charter"),
        "archive" => new Status("gone", "Archive"),
        "erased" => new Status("gone", "No longer kept"),
        _ => new Status("gone", "Cancelled"),
    };

    /// <summary>Bytes for a frame of our own page: sealed off from the office, whatever is in them.</summary>
    private sealed record Framed(byte[] Body, string Policy) : IResult
    {
        public const string Still =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

        public const string Runs =
            "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; "
            + "style-src 'unsafe-inline'; font-src data:; img-src data:; frame-ancestors 'self'";

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.Headers.ContentSecurityPolicy = Policy;
            await response.Body.WriteAsync(Body, httpContext.RequestAborted);
        }
    }
}
