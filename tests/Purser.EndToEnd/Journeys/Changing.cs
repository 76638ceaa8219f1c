using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>A booking that changes or is cancelled: every surface follows.</summary>
public sealed class Changing
{
    [Fact]
    public async Task Incident_08_A_new_time_moves_every_surface_and_old_addresses_forward()
    {
        await using var house = await House.Start();
        var first = await house.BookAndSettle(Samples.Worked());
        var id = first.Word("id");
        var moved = await Patch(house, id, new JsonObject { ["start"] = "2027-06-03T14:00" });
        Assert.True(Settling.Number(moved["generation"]) > Settling.Number(first["generation"]));
        Assert.Equal("june-3-boatsetter-charter", moved.Word("slug"));

        var entry = (await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("2027-06-03T14:00", "2027-06-03T17:00"), (entry.Word("start"), entry.Word("end")));
        var crew = (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("2027-06-03T14:00", "2027-06-03T17:00"), (crew.Word("departure"), crew.Word("return")));

        var page = (await house.Http.Guest("/g/june-3-boatsetter-charter")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("3\u00a0June\u00a02027", page, StringComparison.OrdinalIgnoreCase);
        var alias = (await house.Http.Guest("/g/may-30-boatsetter-charter")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("june-3-boatsetter-charter", alias, StringComparison.Ordinal);
        Assert.True(alias.Length < 4096, "an alias is a tiny page");
        Assert.Equal(
            new Uri(first["links"]!.Word("guestPage")).Fragment, new Uri(moved["links"]!.Word("guestPage")).Fragment);

        var change = await house.Outbox.Arrival(
            "the guest's change mail", letter => letter.To == Samples.GuestMail && letter.Text.Contains("14:00", StringComparison.Ordinal)
                || letter.Text.Contains("2:00 PM", StringComparison.Ordinal));
        Assert.Contains("PDT", change.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_against_an_old_tag_is_refused_and_one_without_a_tag_too()
    {
        await using var house = await House.Start();
        var id = (await house.BookAndSettle(Samples.Worked())).Word("id");
        var change = new JsonObject { ["requests"] = "A cake" };
        var old = (await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}")).Tag;
        (await house.Http.Office(HttpMethod.Patch, $"/api/bookings/{id}", change)).Is(HttpStatusCode.PreconditionRequired);
        (await house.Http.Office(HttpMethod.Patch, $"/api/bookings/{id}", change, old)).Is(HttpStatusCode.OK);
        var other = new JsonObject { ["requests"] = "Two cakes" };
        (await house.Http.Office(HttpMethod.Patch, $"/api/bookings/{id}", other, old)).Is(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Incident_09_A_trip_field_of_a_copy_is_refused_with_the_address_of_its_owner()
    {
        await using var house = await House.Start();
        var id = (await house.BookAndSettle(Samples.Worked())).Word("id");
        var crew = await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}");
        var change = new JsonObject { ["departure"] = "2027-05-30T11:00" };
        var refusal = await house.Http.Crew(HttpMethod.Patch, $"/api/events/{id}", change, crew.Tag);
        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
        Assert.Equal("application/problem+json", refusal.Type);
        Assert.Contains("owned-by-booking", refusal.Text, StringComparison.Ordinal);
        Assert.Contains($"/api/bookings/{id}", refusal.Text, StringComparison.Ordinal);

        var entry = await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{id}");
        var start = new JsonObject { ["start"] = "2027-05-30T11:00" };
        var second = await house.Http.Calendar(HttpMethod.Patch, $"/calendar/events/{id}", start, entry.Tag);
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("owned-by-booking", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_charter_leaves_lists_and_everybody_is_told_once()
    {
        await using var house = await House.Start();
        var first = await house.BookAndSettle(Samples.Worked());
        var id = first.Word("id");
        var crewBefore = house.Outbox.All.Where(letter => letter.To != Samples.GuestMail).ToList();
        var tag = (await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}")).Tag;
        var reason = new JsonObject { ["reason"] = "storm" };
        (await house.Http.Office(HttpMethod.Post, $"/api/bookings/{id}/cancel", reason, tag)).Is(HttpStatusCode.OK);
        var gone = await house.Settled(id, Settling.Number(first["generation"]) + 1);
        Assert.Equal("cancelled", gone.Word("status"));

        var days = "?from=2027-05-30&to=2027-05-31";
        Assert.Empty((await house.Http.Crew(HttpMethod.Get, "/api/events" + days)).Json["items"]!.AsArray());
        Assert.Empty((await house.Http.Calendar(HttpMethod.Get, "/calendar/events" + days)).Json["items"]!.AsArray());
        var page = (await house.Http.Guest("/g/may-30-boatsetter-charter")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("cancelled", page, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(2, house.Outbox.To(Samples.GuestMail).Count);
        var told = house.Outbox.All.Where(letter => letter.To != Samples.GuestMail).Except(crewBefore).ToList();
        Assert.Equal(told.Count, told.Select(letter => letter.File).Distinct().Count());
        var again = await house.Http.Office(HttpMethod.Post, $"/api/bookings/{id}/cancel", reason.DeepClone(), "*");
        Assert.Contains(again.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict });
        await house.Settled(id);
        Assert.Equal(2, house.Outbox.To(Samples.GuestMail).Count);
    }

    [Fact]
    public async Task An_old_message_that_comes_again_never_moves_a_charter_back()
    {
        await using var house = await House.Start();
        var old = Samples.Worked();
        var first = await house.BookAndSettle(old.DeepClone());
        var newer = Samples.Booking("boatsetter", "XHQGMDH", "2027-06-03T14:00", "840.75");
        var moved = (await house.Http.Book(newer)).Is(HttpStatusCode.OK);
        Assert.Equal("2027-06-03T14:00", moved.Word("start"));
        var again = (await house.Http.Book(old)).Is(HttpStatusCode.OK);
        Assert.Equal("2027-06-03T14:00", again.Word("start"));
        Assert.Equal(first.Word("id"), again.Word("id"));
    }

    private static async Task<JsonNode> Patch(House house, string id, JsonObject change)
    {
        var tag = (await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}")).Tag;
        var reply = await house.Http.Office(HttpMethod.Patch, $"/api/bookings/{id}", change, tag);
        return await house.Settled(id, Settling.Number(reply.Is(HttpStatusCode.OK).Json["generation"]));
    }
}
