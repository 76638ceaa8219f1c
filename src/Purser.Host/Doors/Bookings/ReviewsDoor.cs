using Purser.Bookings;
using Purser.Host.Composition;
using Purser.Host.Doors.Keys;

namespace Purser.Host.Doors.Bookings;

/// <summary><c>/api/review</c>: what a person must look at.</summary>
public static class ReviewsDoor
{
    /// <summary>Adds the addresses.</summary>
    public static void MapReviews(this IEndpointRouteBuilder site, OfficeRooms house)
    {
        site.Get("/api/review", context => List(context, house)).RequireKey(KeyScope.Bookings);
        site.Post("/api/review/{id}/resolve", context => Resolve(context, house)).RequireKey(KeyScope.Bookings);
    }

    private static async Task<IResult> List(HttpContext context, OfficeRooms house)
    {
        var resolved = context.Request.Query["resolved"] == "true";
        var found = await house.Shelf.Reviews(resolved, context.RequestAborted);
        var items = context.Site() == Site.Local ? found : [.. found.Select(WithoutPrices)];
        return Reply.Json(new ReviewListReply(items, null), BookingJson.Default.ReviewListReply);
    }

    /// <summary>What a mail said of the price is the owner's to read: a key never gets a price out.</summary>
    public static ReviewItem WithoutPrices(ReviewItem item) => item with
    {
        Understood = Without(item.Understood),
        Open = Without(item.Open),
    };

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> fields) =>
        fields.Where(pair => !pair.Key.StartsWith("price", StringComparison.Ordinal)).ToDictionary();

    private static async Task<IResult> Resolve(HttpContext context, OfficeRooms house)
    {
        var id = context.RouteText("id");
        var found = id.Length <= 200 && await house.Shelf.Resolve(id, house.Clock.GetCurrentInstant(), context.RequestAborted);
        return found ? Results.NoContent() : Problem.NotFound("There is no such item on the review list.");
    }
}
