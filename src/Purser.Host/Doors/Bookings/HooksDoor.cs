using System.Text;
using Purser.Fleet;
using Purser.Host.Composition;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Purser.Host.Doors.Bookings;

/// <summary><c>/hooks/{channel}</c>: bookings signed by their channel (Standard Webhooks 1.0.0).</summary>
public static class HooksDoor
{
    /// <summary>Adds the address.</summary>
    public static void MapHooks(this IEndpointRouteBuilder site, House house)
    {
        site.Post("/hooks/{channel}", context => Take(context, house));
    }

    /// <summary>The name of a channel's signing secret.</summary>
    public static string SecretName(ChannelId channel) => $"hook-{channel}-1";

    /// <summary>A channel's signing secret as the standard writes it.</summary>
    public static async Task<string> Secret(House house, ChannelId channel, CancellationToken stop) =>
        "whsec_" + Convert.ToBase64String((await house.Secrets.Get(SecretName(channel), stop)).Span);

    private static async Task<IResult> Take(HttpContext context, House house)
    {
        var stop = context.RequestAborted;
        if (!ChannelId.TryParse(context.RouteText("channel"), out var channel) || house.Fleet.Find(channel) is null)
            return Problem.Unknown;
        var body = await Bodies.Json(context, stop);
        return await body.Match(
            async bytes =>
            {
                var webhook = new StandardWebhook(await Secret(house, channel, stop));
                if (Unsigned(context, webhook, bytes) is { } refused) return refused;
                var id = context.Request.Headers["webhook-id"].ToString();
                return await house.Taking.Document(bytes, $"hook.{channel}.{id}", channel.Text, stop);
            },
            problem => Task.FromResult<IResult>(problem));
    }

    private static Problem? Unsigned(HttpContext context, StandardWebhook webhook, ReadOnlyMemory<byte> body)
    {
        foreach (var name in (string[])["webhook-id", "webhook-timestamp", "webhook-signature"])
        {
            if (context.Request.Headers[name].ToString() is not { Length: > 0 and <= 1000 })
                return new Problem(401, "signature-missing", "The signature is missing", $"Send {name} (Standard Webhooks).");
        }

        try
        {
            webhook.Verify(Encoding.UTF8.GetString(body.Span), context.Request.Headers);
            return null;
        }
        catch (Exception fault) when (fault is WebhookVerificationException or FormatException)
        {
            return new Problem(
                401, "signature-wrong", "The signature is wrong",
                "webhook-signature does not fit the body, the id, the time and this channel's secret. See: purser keys hook CHANNEL");
        }
    }
}
