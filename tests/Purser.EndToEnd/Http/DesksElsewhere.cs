using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
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
        Assert.Equal(64, (await house.Run("keys", "desk", "crew")).Well().Output.Trim().Length);
    }

    /// <summary>
    /// The secrets lie in the folder before the start; the desks know the hashes of the keys that are made of them.
    /// </summary>
    private static Dictionary<string, string> Settings(House house)
    {
        return new Dictionary<string, string>
        {
            ["PURSER_CREW_DESK_URL"] = House.Origin(house.Crew),
            ["PURSER_CALENDAR_DESK_URL"] = House.Origin(house.Office),
            ["SERVICE_KEY_HASH"] = Hash(house, "crew"),
            ["DASHBOARD_TOKEN_HASH"] = Hash(house, "calendar"),
        };
    }

    private static string Hash(House house, string scope)
    {
        var keys = Directory.CreateDirectory(
            Path.Combine(house.Data, "keys"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var secret = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(scope)));
        var file = Path.Combine(keys.FullName, $"{scope}-desk-1");
        File.WriteAllText(file, secret + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"pk_{scope}_{secret}")));
    }
}
