using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Http;

/// <summary>Who proves nothing learns nothing: a product of its own, for its page is guessed at.</summary>
public sealed class Proofs(Photos.SharedHouse shared) : IClassFixture<Photos.SharedHouse>
{
    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("POST", "/keep")]
    [InlineData("POST", "/withdraw")]
    [InlineData("GET", "/all.zip")]
    [InlineData("GET", "/aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("DELETE", "/aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("POST", "/aaaaaaaaaaaaaaaaaaaaaaaaaa/done")]
    [InlineData("POST", "/aaaaaaaaaaaaaaaaaaaaaaaaaa/parts")]
    [InlineData("GET", "/a/b/c/d")]
    public async Task Whatever_is_wrong_with_a_proof_is_answered_as_what_does_not_exist(string method, string path)
    {
        var asked = 0;
        var guest = shared.Guest;
        var nothing = await guest.Ask(HttpMethod.Get, "/api/nothing-at-all");
        (string, string)[][] proofs =
        [
            [], [("Authorization", "Bearer nonsense")], [("X-Event-Code", "222222")], [("X-Batch", "nonsense")],
            [("Authorization", $"Bearer {new string('A', 43)}"), ("X-Event-Code", "2")],
        ];
        foreach (var root in (string[])[guest.Root, "/api/g/june-1-boatsetter-charter/photos", "/api/g/_/photos"])
        {
            foreach (var proof in proofs)
            {
                foreach (var body in (JsonNode?[])[null, new JsonObject { ["code"] = "K7MW4P", ["files"] = 7 }, new JsonArray()])
                {
                    // Another address each time: who guesses for long waits, which is another reply.
                    var client = ("X-Forwarded-For", $"203.0.113.{++asked}");
                    var answer = await guest.Ask(
                        new HttpMethod(method), root + path, body?.DeepClone(), [.. proof, client]);
                    Assert.Equal(nothing.Text, answer.Is(HttpStatusCode.NotFound).Text);
                    Assert.Equal(Names(nothing), Names(answer));
                }
            }
        }
    }

    private static string Names(Answer answer) => string.Join(' ', answer.Headers.Keys.Order(StringComparer.Ordinal));
}
