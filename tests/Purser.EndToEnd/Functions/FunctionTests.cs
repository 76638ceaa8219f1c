using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Functions;

/// <summary>The published binary as functions: bookings walk through all of them.</summary>
public sealed class FunctionTests(FunctionTests.Desks desks) : IClassFixture<FunctionTests.Desks>
{
    [Fact]
    public async Task A_booking_walks_through_the_functions_of_all_compartments()
    {
        var fleet = desks.Fleet;
        await using var office = await fleet.Office(fleet.CrewGate, fleet.CalendarGate);
        var made = await office.Url("POST", "/api/bookings", FunctionCalls.Booking.And(
            FunctionCalls.Sends(Samples.Worked().ToJsonString())));
        Assert.Equal(201, made.Status);
        var booking = JsonNode.Parse(made.Body)!;
        var id = booking.Word("id");
        Assert.StartsWith("https://guest.example.com/g/may-30", booking["links"]!.Word("guestPage"), StringComparison.Ordinal);
        Assert.StartsWith("https://calendar.example.com/", booking["links"]!.Word("calendar"), StringComparison.Ordinal);
        Assert.StartsWith("https://office.example.com/", made.Field("Location"), StringComparison.Ordinal);
        await fleet.Settle(office);
        var settled = await Read(office, id);
        foreach (var surface in (string[])["calendar", "crew", "page"])
            Assert.True(settled.Effect(surface).Word("state") == "done", $"{settled}\n{office.Log}");
        Assert.Contains(fleet.Place.Post.Letters, letter => letter.To.Mailboxes.Single().Address == "ines@example.com");

        // What comes twice, late or out of order changes nothing.
        var hint = $$"""{"kind":"booking","id":"{{id}}"}""";
        Assert.Empty(await office.Take(hint, hint, $$"""{"kind":"follow","id":"{{id}}"}"""));
        Assert.Equal("{}", (await office.Sweep()).Json.GetRawText());
        var again = await Read(office, id);
        Assert.Equal(settled["generation"]!.ToJsonString(), again["generation"]!.ToJsonString());
        Assert.Equal(settled.Effect("page").Word("proof"), again.Effect("page").Word("proof"));
        var entry = await fleet.Calendar.Rest("GET", $"/calendar/events/{id}", FunctionCalls.Calendar);
        Assert.Equal(id, JsonNode.Parse(entry.Body)!.Word("id"));
    }

    [Fact]
    public async Task A_stale_function_that_finishes_late_changes_nothing()
    {
        var fleet = desks.Fleet;
        await using var held = await Gateway.Start(fleet.Crew, holds: true);
        await using var heldToo = await Gateway.Start(fleet.Calendar, holds: true);
        await using var late = await fleet.Office(held, heldToo);
        await using var office = await fleet.Office(fleet.CrewGate, fleet.CalendarGate);
        var made = await office.Url("POST", "/api/bookings", FunctionCalls.Booking.And(
            FunctionCalls.Sends(Samples.Booking("boatsetter", "XHQGMDJ", "2027-06-06T10:00").ToJsonString())));
        var id = JsonNode.Parse(made.Body)!.Word("id");
        var working = late.Take($$"""{"kind":"booking","id":"{{id}}"}""");
        await Task.WhenAll(held.Reached, heldToo.Reached);
        var patch = FunctionCalls.With("If-Match", "*").And(
            FunctionCalls.Sends("""{"start":"2027-06-06T14:00"}""", "application/merge-patch+json"));
        Assert.Equal(200, (await office.Url("PATCH", $"/api/bookings/{id}", FunctionCalls.Booking.And(patch))).Status);
        await fleet.Settle(office);
        var before = await Read(office, id);
        held.GoOn();
        heldToo.GoOn();
        await working;
        await fleet.Settle(office);
        var after = await Read(office, id);
        var generation = before["generation"]!.ToJsonString();
        foreach (var surface in (string[])["calendar", "crew", "page"])
        {
            Assert.Equal("done", after.Effect(surface).Word("state"));
            Assert.Equal(generation, after.Effect(surface)["counters"]!["generation"]!.ToJsonString());
        }

        var entry = await fleet.Calendar.Rest("GET", $"/calendar/events/{id}", FunctionCalls.Calendar);
        Assert.Equal("2027-06-06T14:00", JsonNode.Parse(entry.Body)!.Word("start"));
        var crew = await fleet.Crew.Rest("GET", $"/api/events/{id}", FunctionCalls.Crew);
        Assert.Contains("2027-06-06T14:00", crew.Text, StringComparison.Ordinal);
        var letters = fleet.Place.Post.Letters.Select(letter => letter.MessageId).ToList();
        Assert.Equal(letters.Count, letters.Distinct().Count());
    }

    [Fact]
    public async Task A_letter_that_the_crew_function_has_lost_is_told_to_the_owner_by_the_offices()
    {
        var fleet = desks.Fleet;
        fleet.Place.Post.Refused = "ines@example.com";
        await using var office = await fleet.Office(fleet.CrewGate, fleet.CalendarGate);
        await office.Url("POST", "/api/bookings", FunctionCalls.Booking.And(
            FunctionCalls.Sends(Samples.Booking("boatsetter", "XHQGMDK", "2027-06-13T10:00").ToJsonString())));
        await fleet.Settle(office);
        fleet.Place.Post.Refused = null;
        var alert = Assert.Single(fleet.Place.Post.Letters, letter =>
            letter.To.Mailboxes.Single().Address == "owner@southing.example.com"
            && letter.TextBody!.Contains("could not be delivered", StringComparison.Ordinal));
        await fleet.Settle(office);
        Assert.Single(fleet.Place.Post.Letters, letter => letter.MessageId == alert.MessageId);
    }

    /// <summary>The desks, started once.</summary>
    public sealed class Desks : IAsyncLifetime
    {
        private FunctionFleet? _fleet;

        internal FunctionFleet Fleet
        {
            get
            {
                Assert.SkipUnless(Emulator.IsHere, "the AWS emulator is not on this machine");
                return _fleet!;
            }
        }

        public async ValueTask InitializeAsync()
        {
            if (Emulator.IsHere) _fleet = await FunctionFleet.Launch();
        }

        public async ValueTask DisposeAsync()
        {
            if (_fleet is not null) await _fleet.DisposeAsync();
        }
    }

    private static async Task<JsonNode> Read(Function office, string id)
    {
        var told = await office.Url("GET", $"/api/bookings/{id}", FunctionCalls.Booking);
        Assert.Equal(200, told.Status);
        return JsonNode.Parse(told.Body)!;
    }
}
