using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>A key is rotated while its caller goes on asking.</summary>
public sealed class RotatingKeys
{
    [Fact]
    public async Task Neither_the_old_key_nor_the_new_one_is_ever_refused_until_the_old_one_is_retired()
    {
        await using var house = await House.Start();
        var old = await house.Key("crew");
        var made = "";
        using var over = new CancellationTokenSource();
        var asking = Task.WhenAll(Asking(house, () => old, over.Token), Asking(house, () => made, over.Token));
        made = Key(await house.Run("keys", "rotate", "crew", "--json"));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await Ask(house, old));
            Assert.Equal(HttpStatusCode.OK, await Ask(house, made));
        }

        await over.CancelAsync();
        var refused = await asking;
        Assert.All(refused, count => Assert.Equal(0, count));
        (await house.Run("keys", "rotate", "crew", "--retire", "--json")).Well();
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(house, old));
        Assert.Equal(HttpStatusCode.OK, await Ask(house, made));
        Assert.DoesNotContain(made, house.Log, StringComparison.Ordinal);
    }

    private static string Key(Ran ran) => JsonNode.Parse(ran.Well().Output)!.Word("key");

    private static async Task<HttpStatusCode> Ask(House house, string key)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(house.Crew, "/api/crew"));
        request.Headers.Add("X-API-Key", key);
        using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return reply.StatusCode;
    }

    /// <summary>Asks with whatever key there is until it is over; returns how often it was refused.</summary>
    private static async Task<int> Asking(House house, Func<string> key, CancellationToken over)
    {
        var refused = 0;
        while (!over.IsCancellationRequested)
        {
            if (key() is not { Length: > 0 } text)
                await Task.Yield();
            else if (await Ask(house, text) != HttpStatusCode.OK)
                refused++;
        }

        return refused;
    }
}
