using Microsoft.Net.Http.Headers;
using Purser.Guests.Photos;
using Purser.Host.Composition;

namespace Purser.Host.Doors.Guests;

/// <summary>
/// <c>/photos/{folder}/{name}</c>: safe copies, under addresses that nobody can guess and that never change
/// what they show. With <c>?save</c> a browser keeps the file instead of showing it.
/// </summary>
internal static class PhotoCopiesDoor
{
    /// <summary>Adds the addresses.</summary>
    public static void MapPhotoCopies(this IEndpointRouteBuilder site, GuestRooms house) =>
        site.Get("/photos/{folder}/{name}", context => Serve(context, house));

    private static async Task<IResult> Serve(HttpContext context, GuestRooms house)
    {
        var (folder, name) = (context.RouteText("folder"), context.RouteText("name"));
        if (PhotoPlace.At(folder, name) is not { } key) return Problem.Unknown;
        if (await house.Photos.Open(key, context.RequestAborted) is not { } copy) return Problem.Unknown;
        context.Response.Headers.CacheControl = copy.CacheControl;
        var tag = new EntityTagHeaderValue($"\"{copy.Tag}\"");
        var save = context.Request.Query.ContainsKey("save");
        var file = save ? $"photo-{folder[..6]}{Path.GetExtension(name)}" : null;
        return TypedResults.Stream(
            copy.Body, copy.ContentType, file, entityTag: tag, enableRangeProcessing: true);
    }
}
