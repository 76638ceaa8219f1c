using NodaTime;
using Purser.Fleet;
using Purser.Host.Composition;

namespace Purser.Host.Doors.Bookings;

/// <summary><c>/hooks/{channel}</c>: bookings signed by their channel (Standard Webhooks 1.0.0).</summary>
public static class HooksDoor
{
    /// <summary>Adds the address.</summary>
    /// <param name="site">The site's routes.</param>
    /// <param name="house">Takes the bookings.</param>
    /// <param name="time">The true time, by which channels sign, whatever the sample's clock shows.</param>
    public static void MapHooks(this IEndpointRouteBuilder site, OfficeRooms house, TimeProvider time) =>
        site.Post("/hooks/{channel}", context => Take(context, house, time));

    private static async Task<IResult> Take(HttpContext context, OfficeRooms house, TimeProvider time)
    {
        var stop = context.RequestAborted;
        if (!ChannelId.TryParse(context.RouteText("channel"), out var channel) || house.Fleet.Find(channel) is null)
            return Problem.Unknown;
        var body = await Bodies.Json(context, stop);
        return await body.Match(
            async bytes =>
            {
                var (signature, refusal) = HookSignature.Read(context.Request.Headers);
                if (signature is null) return refusal!;
                var now = Instant.FromDateTimeOffset(time.GetUtcNow());
                var secrets = await house.Hooks.Standing(channel, stop);
                if (!signature.Fits(secrets, bytes, now))
                    return house.Limits.Guess(context) ?? HookSignature.Wrong;
                var key = $"hook.{channel}.{signature.Id}";
                return await house.Taking.Document(bytes, key, channel.Text, stop);
            },
            problem => Task.FromResult<IResult>(problem));
    }
}
