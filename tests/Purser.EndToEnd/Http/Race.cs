using System.Net;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Http;

/// <summary>The same hours, wanted by two hundred at once.</summary>
public sealed class Race
{
    [Fact]
    public async Task Two_hundred_direct_bookings_of_one_time_give_exactly_one_201()
    {
        await using var house = await House.Start();
        await house.Key("bookings");
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(number =>
            house.Http.Book(Samples.Booking("direct", $"RACE{number}", $"2027-07-10T1{number % 3}:00"))));
        Assert.Single(replies, reply => reply.Status == HttpStatusCode.Created);
        var refused = replies.Where(reply => reply.Status != HttpStatusCode.Created).ToList();
        Assert.All(refused, reply => Assert.Equal(HttpStatusCode.Conflict, reply.Status));
        Assert.All(refused, reply => Assert.DoesNotContain("Robin", reply.Text, StringComparison.Ordinal));
        await house.Settled(replies.Single(reply => reply.Status == HttpStatusCode.Created).Word("id"));
        Assert.Single(house.Outbox.To(Samples.GuestMail));
    }

    [Fact]
    public async Task A_marketplaces_overlap_is_a_conflict_that_tells_only_the_owner()
    {
        await using var house = await House.Start();
        await house.BookAndSettle(Samples.Booking("direct", "FIRST", "2027-07-10T10:00"));
        var letters = house.Outbox.All.Count;
        var second = Samples.Booking("boatsetter", "SECONDX", "2027-07-10T11:00");
        second["guest"]!["email"] = "second@example.com";
        var reply = (await house.Http.Book(second)).Is(HttpStatusCode.Created);
        Assert.Equal("conflict", reply.Word("status"));
        await Wait.Until("the owner is alerted", () => Task.FromResult(house.Outbox.All.Count > letters));
        Assert.Empty(house.Outbox.To("second@example.com"));
        var events = await house.Http.Crew(HttpMethod.Get, "/api/events?from=2027-07-10&to=2027-07-11");
        Assert.Single(events.Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_conflict_is_confirmed_by_an_act_of_its_own_once_its_time_is_free()
    {
        await using var house = await House.Start();
        var first = await house.BookAndSettle(Samples.Booking("direct", "FIRST", "2027-07-10T10:00"));
        var second = Samples.Booking("boatsetter", "SECONDX", "2027-07-10T11:00");
        second["guest"]!["email"] = "second@example.com";
        var id = (await house.Http.Book(second)).Is(HttpStatusCode.Created).Word("id");
        var refused = (await house.Http.Office(HttpMethod.Post, $"/api/bookings/{id}/confirm")).Is(HttpStatusCode.Conflict);
        Assert.Equal("urn:purser:taken", refused.Word("type"));
        Assert.Equal("2027-07-10T10:00", refused.Word("start"));
        await house.Http.Office(HttpMethod.Post, $"/api/bookings/{first.Word("id")}/cancel");
        var confirmed = (await house.Http.Office(HttpMethod.Post, $"/api/bookings/{id}/confirm")).Is(HttpStatusCode.OK);
        Assert.Equal("confirmed", confirmed.Word("status"));
        await house.Settled(id, 2);
        Assert.Single(house.Outbox.To("second@example.com"));
        var open = (await house.Http.Office(HttpMethod.Get, "/api/review")).Is(HttpStatusCode.OK);
        Assert.Empty(open.Json["items"]!.AsArray());
        var again = (await house.Http.Office(HttpMethod.Post, $"/api/bookings/{id}/confirm")).Is(HttpStatusCode.Conflict);
        Assert.Equal("urn:purser:not-in-conflict", again.Word("type"));
    }

    [Fact]
    public async Task A_surface_that_has_not_failed_is_not_tried_again()
    {
        await using var house = await House.Start();
        var id = (await house.BookAndSettle(Samples.Worked())).Word("id");
        var done = await house.Http.Office(HttpMethod.Post, $"/api/bookings/{id}/effects/page/retry");
        Assert.Equal("urn:purser:not-failed", done.Is(HttpStatusCode.Conflict).Word("type"));
        (await house.Http.Office(HttpMethod.Post, $"/api/bookings/{id}/effects/weather/retry")).Is(HttpStatusCode.NotFound);
        (await house.Http.Office(HttpMethod.Post, $"/api/bookings/{id}/retry")).Is(HttpStatusCode.Accepted);
    }
}
