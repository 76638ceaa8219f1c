using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Functions;

/// <summary>The published binary as functions: a booking walks through all of them.</summary>
public sealed class FunctionTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(600);

    [Fact]
    public async Task A_booking_walks_through_the_functions_of_all_compartments()
    {
        Assert.SkipUnless(Emulator.IsHere, "the AWS emulator is not on this machine");
        await using var place = await Installation.Make();
        await using var crew = await Function.Start(place.Settings("crew"));
        await using var calendar = await Function.Start(place.Settings("calendar"));
        await Roster(crew);
        await using var crewGate = await Gateway.Start(crew);
        await using var calendarGate = await Gateway.Start(calendar);
        var settings = place.Settings("office");
        settings["PURSER_CREW_DESK_URL"] = crewGate.Base.ToString();
        settings["PURSER_CALENDAR_DESK_URL"] = calendarGate.Base.ToString();
        await using var office = await Function.Start(settings);

        var made = await office.Url("POST", "/api/bookings", Sends(Samples.Worked(), Installation.BookingKey));
        Assert.Equal(201, made.Status);
        var booking = JsonNode.Parse(made.Body)!;
        var id = booking.Word("id");
        Assert.StartsWith("https://guest.example.com/g/may-30", booking["links"]!.Word("guestPage"), StringComparison.Ordinal);
        Assert.StartsWith("https://office.example.com/", made.Field("Location"), StringComparison.Ordinal);

        await place.Drain("office", office);
        await place.Drain("crew", crew);
        await place.Drain("office", office);
        var read = await office.Url("GET", $"/api/bookings/{id}", Keyed(Installation.BookingKey));
        var effects = JsonNode.Parse(read.Body)!;
        foreach (var surface in (string[])["calendar", "crew", "page"])
            Assert.True(effects.Effect(surface).Word("state") == "done", $"{effects}\n{office.Log}");
        Assert.Contains(place.Post.Letters, letter => letter.To.Mailboxes.Single().Address == "ines@example.com");

        // What comes twice, late or out of order changes nothing.
        var hint = $$"""{"kind":"booking","id":"{{id}}"}""";
        Assert.Empty(await office.Take(hint, hint, $$"""{"kind":"follow","id":"{{id}}"}"""));
        var again = JsonNode.Parse((await office.Url("GET", $"/api/bookings/{id}", Keyed(Installation.BookingKey))).Body)!;
        Assert.Equal(effects["generation"]!.ToString(), again["generation"]!.ToString());
        Assert.Equal(effects.Effect("page").Word("proof"), again.Effect("page").Word("proof"));
        Assert.Equal("{}", (await office.Sweep()).Json.GetRawText());

        // An event and an entry that a booking owns are changed at their booking only.
        var entry = await calendar.Rest("GET", $"/calendar/events/{id}", Tokened);
        Assert.Equal(200, entry.Status);
        Assert.Equal(id, JsonNode.Parse(entry.Body)!.Word("id"));
    }

    private static async Task Roster(Function crew)
    {
        var csv = await File.ReadAllTextAsync(Path.Combine(PublishedProgram.Root, "samples", "operator", "crew.csv"));
        var told = await crew.Rest("POST", "/api/crew", json =>
        {
            Keyed(Installation.ServiceKey)(json);
            json["multiValueHeaders"]!["Content-Type"] = new JsonArray("text/csv");
            json["body"] = csv;
        });
        Assert.True(told.Status is 200 or 201, told.Text);
    }

    private static void Tokened(JsonNode json) =>
        json["multiValueHeaders"] = new JsonObject { ["X-Dashboard-Token"] = new JsonArray(Installation.DashboardToken) };

    private static Action<JsonNode> Keyed(string key) => json =>
    {
        if (json["version"] is not null) json["headers"]!["x-api-key"] = key;
        else json["multiValueHeaders"]!["X-API-Key"] = new JsonArray(key);
    };

    private static Action<JsonNode> Sends(JsonNode body, string key) => json =>
    {
        Keyed(key)(json);
        json["headers"]!["content-type"] = "application/json";
        json["body"] = body.ToJsonString();
    };
}
