using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Aws.Desks;
using Purser.Outside;
using static Purser.Contracts.Desks.CrewStage;

namespace Purser.Contracts.Desks;

/// <summary>What the crew desk's door says of a put that no office sends, over the wire.</summary>
public sealed class CrewPutBodyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_field_that_is_missing_or_wrong_is_named_and_nothing_is_put()
    {
        var stage = new CrewStage();
        await stage.Man();
        await using var stand = await CrewDeskFar.OpenCrew(stage);
        var whole = JsonSerializer.SerializeToNode(Trip(1), CrewDeskJson.Default.CrewTrip)!.AsObject();

        await Refused(stand, "/papers", whole, body => body.Remove("papers"));
        await Refused(stand, "/papers/page", whole, body => body["papers"]!["page"] = "javascript:alert(1)");
        await Refused(stand, "/payment/word", whole, body => body["payment"]!["word"] = "paid 300");
        await Refused(stand, "/generation", whole, body => body["generation"] = long.MaxValue);
        await Refused(stand, "/dock", whole, body => body["dock"] = "Gate C, tip is 50 dollars");
        var (status, _) = await Put(stand, new JsonObject());
        Assert.Equal(HttpStatusCode.BadRequest, status);

        Assert.Null(await stage.Desk.Read(Booking, Stop));
        (status, _) = await Put(stand, whole);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    private static async Task Refused(DoorStand stand, string field, JsonObject whole, Action<JsonObject> spoil)
    {
        var body = whole.DeepClone().AsObject();
        spoil(body);
        var (status, text) = await Put(stand, body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var error = Assert.Single(JsonNode.Parse(text)!["errors"]!.AsArray())!;
        Assert.Equal(field, error["pointer"]!.GetValue<string>());
    }

    private static async Task<(HttpStatusCode Status, string Text)> Put(DoorStand stand, JsonObject body)
    {
        using var client = new HttpClient { BaseAddress = stand.Address };
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/events/{Booking}");
        request.Headers.Add(DeskKind.Crew.Header, await DoorStand.OfficeKey(DeskKind.Crew));
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var reply = await client.SendAsync(request, Stop);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync(Stop));
    }
}
