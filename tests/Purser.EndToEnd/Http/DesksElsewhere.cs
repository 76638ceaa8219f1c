using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Http;

/// <summary>The worked example with both desks called through their doors, as where each is a function of its own.</summary>
public sealed class DesksElsewhere
{
    [Fact]
    public async Task Both_desks_are_reached_through_their_doors_and_keep_in_step()
    {
        await using var house = await House.Start(more: Settings);
        foreach (var desk in new[] { "crew", "calendar" })
            Assert.Equal(64, (await house.Run("keys", "desk", desk)).Well().Output.Trim().Length);
        var booked = await house.BookAndSettle(Samples.Worked());
        var id = booked.Word("id");
        var entry = (await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("840.75", entry["money"]!.Word("gross"));
        Assert.NotNull(entry["counters"]);
        var crew = (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("840", crew.Text, StringComparison.Ordinal);
        var captain = crew.Json["roles"]!.AsArray().Single(role => role!.Word("role") == "captain")!;
        var answer = new JsonObject { ["member"] = captain.Word("member"), ["ask"] = 1, ["answer"] = "yes" };
        (await house.Http.Crew(HttpMethod.Post, $"/api/events/{id}/answers", answer)).Is(HttpStatusCode.OK);
        await Wait.Until("the captain stands in the calendar", async () =>
            (await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{id}")).Json["captain"]?.GetValue<string>()
                == captain.Word("name"));

        var hold = new JsonObject
        {
            ["id"] = "haul-out",
            ["type"] = "maintenance",
            ["vessel"] = "jada",
            ["start"] = "2027-06-10T08:00",
            ["end"] = "2027-06-10T18:00",
        };
        (await house.Http.Calendar(HttpMethod.Post, "/calendar/events", hold)).Is(HttpStatusCode.Created);
        var taken = Samples.Worked();
        (taken["channel"], taken["reference"], taken["start"]) = ("direct", "D1", "2027-06-10T10:00");
        (await house.Http.Book(taken)).Is(HttpStatusCode.Conflict);
        var kept = (await house.Run("keys", "list")).Well().Output;
        Assert.Contains("crew-office", kept, StringComparison.Ordinal);
        Assert.Contains("calendar-office", kept, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Settings(House house) => new()
    {
        ["PURSER_CREW_DESK_URL"] = House.Origin(house.Crew),
        ["PURSER_CALENDAR_DESK_URL"] = House.Origin(house.Office),
    };
}
