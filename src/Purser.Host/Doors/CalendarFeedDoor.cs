using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Finance.Feeds;
using Purser.Host.Composition;
using Purser.Host.Doors.Keys;

namespace Purser.Host.Doors;

/// <summary>
/// <c>/feeds/{secret}.ics</c>, which proves itself by its address, and <c>/calendar/feeds</c>, where such
/// addresses are made and revoked.
/// </summary>
public static class CalendarFeedDoor
{
    private const string All = "/calendar/feeds";

    private static readonly Problem None = Problem.NotFound("There is no such feed.");

    /// <summary>Adds the addresses.</summary>
    public static void MapCalendarFeeds(this IEndpointRouteBuilder site, CalendarRooms house)
    {
        var content = new FeedContent(
            house.Calendar, house.Fleet, house.Office.Holds, house.Clock, house.Settings.Guest.Base.Host);
        var door = new Handlers(house, house.Feeds, content);
        site.Get("/feeds/{secret}.ics", door.Read);
        site.Post(All, door.New).RequireKey(KeyScope.Calendar);
        site.Get(All, door.List).RequireKey(KeyScope.Calendar);
        site.Delete(All + "/{id}", door.Revoke).RequireKey(KeyScope.Calendar);
    }

    private sealed class Handlers(CalendarRooms house, FeedAddresses addresses, FeedContent content)
    {
        public async Task<IResult> Read(HttpContext context)
        {
            var secret = context.RouteText("secret");

            // The address is the secret: no log that writes the path may see it.
            context.Request.Path = "/feeds/-";
            return await addresses.Open(secret, context.RequestAborted) is { } feed
                ? new ICalendarReply(await content.Bytes(feed, context.RequestAborted))
                : house.Limits.Guess(context) ?? None;
        }

        public async Task<IResult> New(HttpContext context)
        {
            var stop = context.RequestAborted;
            var body = await Bodies.Json(context, stop);
            return await body.Match(bytes => New(bytes, stop), problem => Task.FromResult<IResult>(problem));
        }

        public async Task<IResult> List(HttpContext context)
        {
            var feeds = await addresses.List(context.RequestAborted);
            return Reply.Json(
                new FeedListReply([.. feeds.Select(feed => FeedReply.Of(feed))], null), FeedReplyJson.Default.FeedListReply);
        }

        public async Task<IResult> Revoke(HttpContext context) =>
            await addresses.Revoke(context.RouteText("id"), context.RequestAborted) ? Results.NoContent() : None;

        private async Task<IResult> New(ReadOnlyMemory<byte> body, CancellationToken stop)
        {
            var (kind, vessel, wrong) = CalendarBodies.Feed(body, house.Fleet);
            if (wrong is not null) return wrong;
            var made = await addresses.New(kind, vessel, stop);
            var address = new Uri(house.Settings.Calendar.Base, made.Path).AbsoluteUri;
            return Reply.Json(FeedReply.Of(made.Feed) with { Address = address }, FeedReplyJson.Default.FeedReply, 201);
        }
    }

    /// <summary>A calendar file with its strong tag; a reader who has it already gets 304.</summary>
    private sealed record ICalendarReply(byte[] Body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(Body).AsSpan(0, 16))}\"";
            response.Headers.ETag = tag;
            response.Headers.CacheControl = "private, no-cache";
            if (Tags.IsKnown(httpContext.Request, tag))
            {
                response.StatusCode = 304;
                return;
            }

            response.ContentType = "text/calendar; charset=utf-8";
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, httpContext.RequestAborted);
        }
    }
}

/// <summary>A feed as it is shown; its address only when it is made.</summary>
public sealed record FeedReply(string Id, string Kind, string? Vessel, string Made, string? Revoked)
{
    /// <summary>Where it is read: a secret.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Address { get; init; }

    /// <summary>The reply for a feed.</summary>
    public static FeedReply Of(Feed feed) => new(
        feed.Id, feed.Kind == FeedKind.Vessel ? "vessel" : "owner", feed.Vessel?.Text, Text(feed.Made),
        feed.Revoked is { } revoked ? Text(revoked) : null);

    private static string Text(Instant instant) => NodaTime.Text.InstantPattern.General.Format(instant);
}

/// <summary>All feeds.</summary>
public sealed record FeedListReply(IReadOnlyList<FeedReply> Items, string? Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FeedReply))]
[JsonSerializable(typeof(FeedListReply))]
internal sealed partial class FeedReplyJson : JsonSerializerContext;
