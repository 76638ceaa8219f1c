using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>A key is rotated while its caller goes on asking.</summary>
public sealed class RotatingKeys
{
    /// <summary>How often each key is tried while both stand.</summary>
    private const int WhileBothStand = 20;

    [Fact]
    public async Task Neither_the_old_key_nor_the_new_one_is_ever_refused_until_the_old_one_is_retired()
    {
        await using var house = await House.Start();
        var old = await house.Key("crew");
        var making = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var rotating = Rotate(house, making);
        var withOld = WithOld(house, old, making.Task);
        var withNew = WithNew(house, making.Task);
        await rotating;
        var (during, after) = (await withOld, await withNew);
        Assert.Contains(HttpStatusCode.OK, during);
        Assert.Contains(HttpStatusCode.OK, after);
        Assert.DoesNotContain(during.Concat(after), Refuses);

        var made = await making.Task;
        (await house.Run("keys", "rotate", "crew", "--retire", "--json")).Well();
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(house, old));
        Assert.Equal(HttpStatusCode.OK, await Ask(house, made));
        Assert.DoesNotContain(made, house.Log, StringComparison.Ordinal);
    }

    /// <summary>That somebody asks too often says nothing of the key.</summary>
    private static bool Refuses(HttpStatusCode status) => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>Rotates the key; who waits for it learns also that it failed.</summary>
    private static async Task Rotate(House house, TaskCompletionSource<string> making)
    {
        try
        {
            var ran = await house.Run("keys", "rotate", "crew", "--json");
            making.SetResult(JsonNode.Parse(ran.Well().Output)!.Word("key"));
        }
        catch (Exception failed)
        {
            making.SetException(failed);
            throw;
        }
    }

    /// <summary>
    /// Asks with the old key while it is rotated, until there is a new one, then as often as is asked with that.
    /// Returns the answers to what was asked before there was a new one, if all went well, and all that did not.
    /// </summary>
    private static async Task<IReadOnlyList<HttpStatusCode>> WithOld(House house, string key, Task rotated)
    {
        var during = new List<HttpStatusCode>();
        await Wait.Until("the key is rotated", async () =>
        {
            // Asked first: there is an answer however fast the rotation is.
            during.Add(await Ask(house, key));
            return rotated.IsCompleted;
        });
        var after = await Often(house, key);
        return [.. during, .. after.Where(Refuses)];
    }

    /// <summary>Asks with the new key as soon as it is known.</summary>
    private static async Task<IReadOnlyList<HttpStatusCode>> WithNew(House house, Task<string> made) =>
        await Often(house, await made);

    private static async Task<IReadOnlyList<HttpStatusCode>> Often(House house, string key)
    {
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < WhileBothStand; i++) answers.Add(await Ask(house, key));
        return answers;
    }

    private static async Task<HttpStatusCode> Ask(House house, string key)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(house.Crew, "/api/crew"));
        request.Headers.Add("X-API-Key", key);
        using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return reply.StatusCode;
    }
}
