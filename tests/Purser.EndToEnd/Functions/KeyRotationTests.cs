using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Functions;

/// <summary>
/// The crew function's keys are rotated by what the command prints. While a value spreads, instances with the one and
/// the other answer side by side: whoever has the key that is right for the step is never refused by either.
/// </summary>
public sealed class KeyRotationTests
{
    private const string Service = "SERVICE_KEY_HASH";
    private const string Office = "OFFICE_KEY_HASH";

    [Fact]
    public async Task A_service_key_is_rotated_without_a_refusal()
    {
        Assert.SkipUnless(Emulator.IsHere, "the AWS emulator is not on this machine");
        await using var place = await Installation.Make();
        var settings = place.Settings("crew");
        var begun = Json(await PublishedProgram.Run(
            ["keys", "rotate", "crew", "--function", "--standing", settings[Service], "--json"], place.OfServer));
        var ended = Json(await PublishedProgram.Run(
            ["keys", "rotate", "crew", "--function", "--retire", "--standing", begun.Word("value"), "--json"], place.OfServer));
        var (old, made) = (Installation.ServiceKey, begun.Word("key"));
        Assert.Equal((Service, Service), (begun.Word("setting"), ended.Word("setting")));
        await using var first = await Function.Start(settings);
        await using var both = await Function.Start(With(settings, Service, begun.Word("value")));
        await using var last = await Function.Start(With(settings, Service, ended.Word("value")));
        foreach (var (key, instance) in new[] { (old, first), (old, both), (made, both), (made, last) })
            Assert.Equal(200, await Ask(instance, key));
        Assert.Equal(401, await Ask(last, old));
        Assert.Equal(401, await Ask(first, made));
    }

    [Fact]
    public async Task The_offices_own_key_is_rotated_by_naming_the_next_secret()
    {
        Assert.SkipUnless(Emulator.IsHere, "the AWS emulator is not on this machine");
        await using var place = await Installation.Make();
        var settings = place.Settings("crew");
        var next = Json(await place.Run("keys", "desk", "crew", "--rotate", "--json"));
        Assert.Equal("crew-desk-2", next.Word("secret"));
        Assert.StartsWith(settings[Office] + ",", next.Word("value"), StringComparison.Ordinal);
        await using var first = await Function.Start(settings);
        await using var both = await Function.Start(With(settings, Office, next.Word("value")));
        await using var last = await Function.Start(With(settings, Office, next.Word("hash")));
        await using var calendar = await Function.Start(place.Settings("calendar"));
        await using var calendarGate = await Gateway.Start(calendar);
        foreach (var (secret, instances) in new[] { ("crew-desk-1", new[] { first, both }), ("crew-desk-2", [both, last]) })
        {
            foreach (var crew in instances)
            {
                await using var gate = await Gateway.Start(crew);
                var office = With(place.Settings("office"), "PURSER_CREW_DESK_KEY", secret);
                office["PURSER_CREW_DESK_URL"] = gate.Base.ToString();
                office["PURSER_CALENDAR_DESK_URL"] = calendarGate.Base.ToString();
                await using var function = await Function.Start(office);
                // The sweep compares the crew's events with the office's: it comes with the key, or fails.
                Assert.Equal("{}", (await function.Sweep()).Json.GetRawText());
                await Wait.Until("the sweep is told to the alarms", () => Task.FromResult(
                    function.Log.Contains("\"Sweeps\":1,\"UnverifiedPages\":0}", StringComparison.Ordinal)));
            }
        }
    }

    private static JsonNode Json(Ran ran) => JsonNode.Parse(ran.Well().Output)!;

    private static Dictionary<string, string> With(Dictionary<string, string> settings, string name, string value) =>
        new(settings) { [name] = value };

    private static async Task<int> Ask(Function crew, string key) => (await crew.Rest(
        "GET", "/api/crew", json => json["multiValueHeaders"] = new JsonObject { ["X-API-Key"] = new JsonArray(key) })).Status;
}
