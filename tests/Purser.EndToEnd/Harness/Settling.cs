using System.Net;
using System.Text.Json.Nodes;

namespace Purser.EndToEnd.Harness;

/// <summary>Waiting for a booking to reach all its surfaces.</summary>
internal static class Settling
{
    private static readonly string[] Surfaces = ["calendar", "crew", "page", "page-check", "messages"];

    /// <summary>Books, expects 201, and waits until every surface is done.</summary>
    public static async Task<JsonNode> BookAndSettle(this House house, JsonNode booking)
    {
        var reply = (await house.Http.Book(booking)).Is(HttpStatusCode.Created);
        return await house.Settled(reply.Word("id"));
    }

    /// <summary>The booking, once every effect is done at its generation.</summary>
    public static async Task<JsonNode> Settled(this House house, string id, long generation = 0)
    {
        JsonNode? last = null;
        return await Wait.For(
            $"booking {id} at generation {generation} on all surfaces",
            async () =>
            {
                var reply = await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}");
                last = reply.Is(HttpStatusCode.OK).Json;
                return Number(last["generation"]) >= generation && Done(last) ? last : null;
            },
            () => $"{last}\n{house.Log}");
    }

    /// <summary>One effect of a booking.</summary>
    public static JsonNode Effect(this JsonNode booking, string surface) =>
        booking["effects"]!.AsArray().Single(effect => effect!["surface"]!.GetValue<string>() == surface)!;

    /// <summary>A text of a JSON object.</summary>
    public static string Word(this JsonNode node, string name) => node[name]!.GetValue<string>();

    /// <summary>A whole number.</summary>
    public static long Number(JsonNode? node) => node!.GetValue<long>();

    private static bool Done(JsonNode booking) => Surfaces.All(surface => Done(booking, booking.Effect(surface), surface));

    private static bool Done(JsonNode booking, JsonNode effect, string surface) =>
        effect.Word("state") == "done"
        && (surface == "messages" || Number(effect["counters"]!["generation"]) == Number(booking["generation"]));
}
