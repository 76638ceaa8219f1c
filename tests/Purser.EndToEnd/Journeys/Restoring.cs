using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>An old backup comes back: what was made since is outranked.</summary>
public sealed class Restoring
{
    [Fact]
    public async Task Restoring_an_old_backup_and_changing_a_booking_moves_all_surfaces()
    {
        Assert.SkipWhen(Emulator.Wanted, "on AWS the tables are restored to a point in time");
        await using var house = await House.Start();
        var first = await house.BookAndSettle(Samples.Worked());
        var id = first.Word("id");
        var original = Path.Combine(house.Data, "quarantine", id, "upload-1.original");
        Directory.CreateDirectory(Path.GetDirectoryName(original)!);
        await File.WriteAllTextAsync(original, "as it came", TestContext.Current.CancellationToken);
        var backup = house.Data + ".backup";
        (await house.Run("backup", "-o", backup)).Well();

        var change = new JsonObject { ["start"] = "2027-06-03T14:00" };
        var moved = (await house.Http.Office(HttpMethod.Patch, $"/api/bookings/{id}", change, "*")).Is(HttpStatusCode.OK).Json;
        await house.Settled(id, Settling.Number(moved["generation"]));
        var refused = await house.Run("restore", backup);
        Assert.NotEqual(0, refused.Code);
        await house.Stop();
        File.Delete(original);
        (await house.Run("restore", backup)).Well();
        Assert.Equal("as it came", await File.ReadAllTextAsync(original, TestContext.Current.CancellationToken));
        await house.Begin("2027-05-21T09:00:00-07:00");

        var restored = await house.Settled(id);
        Assert.Equal("2027-05-30T10:00", restored.Word("start"));
        Assert.True(Settling.Number(restored["generation"]) > Settling.Number(moved["generation"]));
        await SurfacesSay(house, id, "2027-05-30T10:00");

        var third = new JsonObject { ["start"] = "2027-06-05T09:00" };
        var reply = (await house.Http.Office(HttpMethod.Patch, $"/api/bookings/{id}", third, "*")).Is(HttpStatusCode.OK).Json;
        await house.Settled(id, Settling.Number(reply["generation"]));
        await SurfacesSay(house, id, "2027-06-05T09:00");
        (await house.Http.Guest("/g/june-5-boatsetter-charter")).Is(HttpStatusCode.OK);
        if (File.Exists(backup)) File.Delete(backup);
        else Directory.Delete(backup, recursive: true);
    }

    private static async Task SurfacesSay(House house, string id, string start)
    {
        var entry = (await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{id}")).Is(HttpStatusCode.OK).Json;
        var crew = (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal((start, start), (entry.Word("start"), crew.Word("departure")));
    }
}
