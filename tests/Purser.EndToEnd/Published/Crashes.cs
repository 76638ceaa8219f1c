using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Published;

/// <summary>The program is killed, and started again on the same folder.</summary>
public sealed class Crashes
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(20)]
    public async Task Incident_28_Killed_after_so_many_looks_it_ends_in_the_same_state(int looks)
    {
        await using var house = await House.Start();
        var id = (await house.Http.Book(Samples.Worked())).Is(HttpStatusCode.Created).Word("id");
        for (var look = 0; look < looks; look++) await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}");
        await house.Kill();
        await house.Begin();
        await EndsAsIfNothingHappened(house, id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Killed_between_mails_nobody_gets_two(int mails)
    {
        await using var house = await House.Start();
        var id = (await house.Http.Book(Samples.Worked())).Is(HttpStatusCode.Created).Word("id");
        await Wait.Until($"{mails} mails", () => Task.FromResult(house.Outbox.All.Count >= mails));
        await house.Kill();
        await house.Begin();
        await EndsAsIfNothingHappened(house, id);
    }

    [Fact]
    public async Task Killed_again_and_again_while_it_changes_it_converges()
    {
        await using var house = await House.Start();
        var id = (await house.Http.Book(Samples.Worked())).Is(HttpStatusCode.Created).Word("id");
        long generation = 0;
        for (var day = 3; day <= 7; day++)
        {
            var change = new JsonObject { ["start"] = $"2027-06-0{day}T14:00" };
            var reply = await house.Http.Office(HttpMethod.Patch, $"/api/bookings/{id}", change, "*");
            generation = Settling.Number(reply.Is(HttpStatusCode.OK).Json["generation"]);
            await house.Kill();
            await house.Begin();
        }

        await house.Settled(id, generation);
        var entry = (await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{id}")).Is(HttpStatusCode.OK).Json;
        var crew = (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("2027-06-07T14:00", "2027-06-07T14:00"), (entry.Word("start"), crew.Word("departure")));
        (await house.Http.Guest("/g/june-7-boatsetter-charter")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_request_to_stop_drains_and_ends_with_0()
    {
        await using var house = await House.Start();
        var id = (await house.Http.Book(Samples.Worked())).Is(HttpStatusCode.Created).Word("id");
        Assert.Equal(0, await house.Stop());
        await house.Begin();
        await EndsAsIfNothingHappened(house, id);
    }

    [Fact]
    public async Task Standard_output_has_one_line_of_its_own_ready()
    {
        await using var house = await House.Start();
        var ready = Assert.Single(house.Log.Split('\n'), line => line.StartsWith("ready", StringComparison.Ordinal));
        Assert.Contains(House.Origin(house.Guest), ready, StringComparison.Ordinal);
        Assert.Contains(House.Origin(house.Crew), ready, StringComparison.Ordinal);
        Assert.Contains(House.Origin(house.Office), ready, StringComparison.Ordinal);
        foreach (var site in new[] { house.Guest, house.Crew, house.Office })
        {
            (await house.Http.Send(site, HttpMethod.Get, "/livez", null, null)).Is(HttpStatusCode.OK);
            (await house.Http.Send(site, HttpMethod.Get, "/readyz", null, null)).Is(HttpStatusCode.OK);
        }
    }

    private static async Task EndsAsIfNothingHappened(House house, string id)
    {
        await house.Settled(id);
        Assert.Single(house.Outbox.To(Samples.GuestMail));
        Assert.Equal(3, house.Outbox.All.Count(letter => letter.File.Contains("crew-invitation", StringComparison.Ordinal)));
        var days = "?from=2027-05-30&to=2027-05-31";
        Assert.Single((await house.Http.Crew(HttpMethod.Get, "/api/events" + days)).Json["items"]!.AsArray());
        Assert.Single((await house.Http.Calendar(HttpMethod.Get, "/calendar/events" + days)).Json["items"]!.AsArray());
        (await house.Http.Guest("/g/may-30-boatsetter-charter")).Is(HttpStatusCode.OK);
        var again = (await house.Http.Book(Samples.Worked())).Is(HttpStatusCode.OK);
        Assert.Equal(id, again.Word("id"));
    }
}
