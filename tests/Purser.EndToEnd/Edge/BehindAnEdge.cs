using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Edge;

/// <summary>A whole house behind <c>purser edge</c>, in both of its settings.</summary>
public sealed class BehindAnEdge
{
    private const string Page = "/g/may-30-boatsetter-charter";

    [Fact]
    public async Task A_changed_page_is_forgotten_by_the_edge_and_proved_through_it()
    {
        await using var house = await House.Start(front: Front.Edge);
        var first = await house.BookAndSettle(Samples.Worked());
        var kept = (await house.Http.Guest(Page)).Is(HttpStatusCode.OK);
        Assert.StartsWith("Hit", kept.Headers["X-Cache"], StringComparison.Ordinal);
        var id = first.Word("id");
        var booking = await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}");
        var change = new JsonObject { ["guest"] = new JsonObject { ["party"] = 5 }, ["start"] = "2027-05-30T14:00" };
        (await house.Http.Office(HttpMethod.Patch, $"/api/bookings/{id}", change, booking.Tag)).Is(HttpStatusCode.OK);
        await house.Settled(id);
        var changed = (await house.Http.Guest(Page)).Is(HttpStatusCode.OK);
        Assert.NotEqual(kept.Text, changed.Text);
        (await house.Http.Guest(Page + "/")).Is(HttpStatusCode.OK);
        (await house.Http.Guest("/g/no-such-page")).Is(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(Front.Edge, HttpStatusCode.Unauthorized)]
    [InlineData(Front.EdgeForServices, HttpStatusCode.OK)]
    internal async Task A_service_key_passes_only_where_it_is_wished(Front front, HttpStatusCode status)
    {
        await using var house = await House.Start(front: front);
        var answer = await house.Http.Crew(HttpMethod.Get, "/api/events");
        Assert.Equal(status, answer.Status);
        if (status != HttpStatusCode.OK)
            Assert.Equal("urn:purser:key-missing", answer.Json.Word("type"));
        var doctor = JsonNode.Parse((await house.Run("doctor", "--json")).Output)!;
        var routes = doctor["checks"]!.AsArray().Where(check => check!.Word("name").Contains("X-API-Key", StringComparison.Ordinal))
            .ToDictionary(check => check!.Word("name"), check => check!.Word("found"));
        var shown = routes["crew site, public address, X-API-Key"];
        Assert.Contains(status == HttpStatusCode.OK ? "arrives" : "drops it", shown, StringComparison.Ordinal);
        Assert.Contains("arrives", routes["crew site, direct address, X-API-Key"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_called_through_the_distribution_is_told_in_the_ledger_with_its_remedy()
    {
        await using var house = await House.Start(front: Front.Edge, more: house => new Dictionary<string, string>
        {
            ["PURSER_CREW_DESK_URL"] = House.Origin(house.Crew),
        });
        var id = (await house.Http.Book(Samples.Worked())).Is(HttpStatusCode.Created).Json.Word("id");
        var crew = await Wait.For("the crew's refusal", async () =>
        {
            var booking = (await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}")).Json;
            return booking.Effect("crew") is { } effect && effect.Word("state") == "failed" ? effect : null;
        });
        Assert.Contains("did not reach the crew desk", crew.Word("error"), StringComparison.Ordinal);
        Assert.Contains("PURSER_CREW_DESK_URL", crew.Word("error"), StringComparison.Ordinal);
    }
}
