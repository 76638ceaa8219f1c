using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>The booking XHQGMDH of 840.75, from the trigger to every surface.</summary>
public sealed class WorkedExample
{
    [Fact]
    public async Task One_booking_in_and_everything_comes_out()
    {
        await using var house = await House.Start();
        var reply = (await house.Http.Book(Samples.Worked())).Is(HttpStatusCode.Created);
        var id = reply.Word("id");
        Assert.Matches("^[a-z0-9]{26}$", id);
        Assert.Equal($"/api/bookings/{id}", new Uri(house.Office, reply.Location!).AbsolutePath);
        Assert.NotNull(reply.Tag);
        Assert.Equal("confirmed", reply.Word("status"));
        Assert.Equal("may-30-boatsetter-charter", reply.Word("slug"));
        Assert.Equal("America/Los_Angeles", reply.Word("zone"));
        Assert.Equal("2027-05-30T10:00", reply.Word("start"));
        Assert.Equal("2027-05-30T13:00", reply.Word("end"));
        Assert.DoesNotContain("840", reply.Text, StringComparison.Ordinal);
        string[] links = ["booking", "calendar", "event", "guestPage"];
        Assert.All(links, name => Assert.StartsWith("http", reply.Json["links"]!.Word(name), StringComparison.Ordinal));

        var booking = await house.Settled(id);
        await CalendarHasTheMoney(house, id);
        await CrewIsAsked(house, id);
        await PageIsTheOneThatWasProved(house, booking);
        MailIsThere(house, booking);
    }

    [Fact]
    public async Task Incident_28_The_same_trigger_again_does_nothing_twice()
    {
        await using var house = await House.Start();
        var first = await house.BookAndSettle(Samples.Worked());
        var letters = house.Outbox.All.Select(letter => letter.File).ToList();
        var again = (await house.Http.Book(Samples.Worked())).Is(HttpStatusCode.OK);
        Assert.Equal(first.Word("id"), again.Word("id"));
        Assert.Equal(first["generation"]!.ToString(), again.Json["generation"]!.ToString());
        await house.Settled(first.Word("id"));
        Assert.Equal(letters, house.Outbox.All.Select(letter => letter.File));
        var events = (await house.Http.Crew(HttpMethod.Get, "/api/events?from=2027-05-30&to=2027-05-31")).Is(HttpStatusCode.OK);
        Assert.Single(events.Json["items"]!.AsArray());
    }

    [Fact]
    public async Task The_marketplaces_mail_makes_the_same_booking_by_one_command()
    {
        await using var house = await House.Start();
        var first = (await house.Run("book", Samples.WorkedMail, "--json")).Well();
        var id = JsonNode.Parse(first.Output)!.Word("id");
        var booking = await house.Settled(id);
        Assert.Equal("XHQGMDH", booking.Word("reference"));
        Assert.Equal("2027-05-30T10:00", booking.Word("start"));
        await CalendarHasTheMoney(house, id);
        var letters = house.Outbox.All.Select(letter => letter.File).ToList();

        var again = (await house.Run("book", Samples.WorkedMail, "--json")).Well();
        Assert.Equal(id, JsonNode.Parse(again.Output)!.Word("id"));
        await house.Settled(id);
        Assert.Equal(letters, house.Outbox.All.Select(letter => letter.File));
    }

    [Fact]
    public async Task The_command_prints_the_links_of_everything_it_made()
    {
        await using var house = await House.Start();
        var printed = (await house.Run("book", Samples.WorkedMail)).Well().Output;
        Assert.Contains($"{House.Origin(house.Guest)}/g/may-30-boatsetter-charter#", printed, StringComparison.Ordinal);
        Assert.Contains(House.Origin(house.Crew), printed, StringComparison.Ordinal);
        Assert.Contains(House.Origin(house.Office), printed, StringComparison.Ordinal);
    }

    private static async Task CalendarHasTheMoney(House house, string id)
    {
        var entry = (await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{id}")).Is(HttpStatusCode.OK).Json;
        var money = entry["money"]!;
        Assert.Equal("840.75", money.Word("gross"));
        Assert.Equal("USD", money.Word("currency"));
        Assert.Equal("289.41", money.Word("net"));
        var lines = money["lines"]!.AsArray().Select(line => line!.Word("amount").TrimStart('-')).ToList();
        Assert.Equal(["0.00", "150.00", "151.34", "250.00"], lines.Where(line => line != "840.75").Order(StringComparer.Ordinal));
        Assert.Equal("2027-05-30T10:00", entry.Word("start"));
        Assert.Equal("2027-05-30T13:00", entry.Word("end"));
    }

    private static async Task CrewIsAsked(House house, string id)
    {
        var reply = (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Is(HttpStatusCode.OK);
        var roles = reply.Json["roles"]!.AsArray();
        Assert.Equal(["captain", "deckhand", "first mate"], roles.Select(role => role!.Word("role")).Order(StringComparer.Ordinal));
        Assert.All(roles, role => Assert.NotEmpty(role!.Word("member")));
        Assert.All(roles, role => Assert.Equal("none", role!.Word("answer")));
        Assert.Equal("2027-05-30T10:00", reply.Json.Word("departure"));
        Assert.DoesNotContain("840", reply.Text, StringComparison.Ordinal);
        Assert.Equal(reply.Text, (await house.Http.Crew(HttpMethod.Get, $"/events/{id}")).Text);
    }

    private static async Task PageIsTheOneThatWasProved(House house, JsonNode booking)
    {
        var link = new Uri(booking["links"]!.Word("guestPage"));
        Assert.Matches("^#[A-Za-z0-9_-]{22}$", link.Fragment);
        var page = (await house.Http.Guest(link.AbsolutePath)).Is(HttpStatusCode.OK);
        Assert.Equal("text/html", page.Type);
        Assert.Contains("noindex", page.Headers["X-Robots-Tag"], StringComparison.Ordinal);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(page.Bytes));
        Assert.Contains(hash, booking.Effect("page-check").Word("proof"), StringComparison.Ordinal);
        Assert.DoesNotContain("Robin", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("+16195550123", page.Text, StringComparison.Ordinal);
        Assert.Equal(page.Text, (await house.Http.Guest(link.AbsolutePath + "/")).Text);
    }

    private static void MailIsThere(House house, JsonNode booking)
    {
        var guest = Assert.Single(house.Outbox.To(Samples.GuestMail));
        Assert.Contains(booking["links"]!.Word("guestPage"), guest.Text, StringComparison.Ordinal);
        Assert.Contains("10:00", guest.Text, StringComparison.Ordinal);
        Assert.Contains("PDT", guest.Text, StringComparison.Ordinal);
        Assert.Contains("BEGIN:VCALENDAR", guest.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("840", guest.Everything.Replace(booking.Word("id"), "", StringComparison.Ordinal), StringComparison.Ordinal);
        var invitations = house.Outbox.All.Where(letter => letter.Text.Contains(House.Origin(house.Crew), StringComparison.Ordinal));
        Assert.Equal(3, invitations.Select(letter => letter.To).Distinct().Count());
        Assert.All(house.Outbox.All, letter => Assert.Matches(new Regex("^[a-z0-9.-]+\\.eml$"), letter.File));
    }
}
