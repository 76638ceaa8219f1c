using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>A canary in every private field, looked for in every byte that crew or guests can get, and in the log.</summary>
public sealed class Secrecy
{
    private static readonly string[] Amounts = ["7391.58", "7,391.58", "739158", "7391,58"];

    [Fact]
    public async Task Incident_03_No_amount_reaches_crew_guests_or_the_log()
    {
        await using var house = await House.Start();
        var booking = Samples.Booking("boatsetter", "CANARYQ", "2027-05-30T10:00", "7391.58");
        booking["requests"] = "We paid $7391.58 already; two children";
        var made = await house.BookAndSettle(booking);
        foreach (var (where, text) in await Reachable(house, made))
            Assert.All(Amounts, amount => Assert.False(text.Contains(amount, StringComparison.Ordinal), $"{amount} in {where}"));
        var entry = await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{made.Word("id")}");
        Assert.Contains("7391.58", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incident_03_Crew_notes_with_an_amount_are_refused()
    {
        await using var house = await House.Start();
        var id = (await house.BookAndSettle(Samples.Worked())).Word("id");
        var tag = (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Tag;
        var notes = new JsonObject { ["crewNotes"] = "Captain fee $150.00, port fee 151.34" };
        var refusal = await house.Http.Crew(HttpMethod.Patch, $"/api/events/{id}", notes, tag);
        Assert.Equal(422, (int)refusal.Status);
        Assert.Contains("crewNotes", refusal.Text, StringComparison.Ordinal);
        var clean = new JsonObject { ["crewNotes"] = "Gate opens at 9:15, slip 14, party of 6" };
        (await house.Http.Crew(HttpMethod.Patch, $"/api/events/{id}", clean, tag)).Is(HttpStatusCode.OK);
        var cleared = new JsonObject { ["crewNotes"] = null };
        (await house.Http.Crew(HttpMethod.Patch, $"/api/events/{id}", cleared, "*")).Is(HttpStatusCode.OK);
        var after = (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Json;
        Assert.True(after["crewNotes"] is null, "Incident 4: a field can be cleared by the API");
    }

    [Fact]
    public async Task No_key_link_or_token_is_in_the_log()
    {
        await using var house = await House.Start();
        var made = await house.BookAndSettle(Samples.Worked());
        var secrets = new List<string> { new Uri(made["links"]!.Word("guestPage")).Fragment };
        foreach (var scope in new[] { "bookings", "crew", "calendar" }) secrets.Add(await house.Key(scope));
        foreach (var letter in house.Outbox.All.Where(letter => letter.Text.Contains(House.Origin(house.Crew), StringComparison.Ordinal)))
        {
            var link = letter.Link(house.Crew);
            using var member = new Visitor();
            await member.Open(link);
            secrets.Add(link.Split('.')[^1]);
        }

        var signIn = (await house.Run("sign-in", "--json")).Well().Output;
        secrets.Add(signIn.Trim().TrimEnd('}', '"', ' ', '\n').Split('.')[^1]);
        await house.Http.Send(house.Office, HttpMethod.Get, "/api/bookings?key=in-a-query-9182", null, null, ("X-API-Key", "wrong-5512"));
        secrets.AddRange(["in-a-query-9182", "wrong-5512", "Robin Alvarez", Samples.GuestMail, "+16195550123"]);
        Assert.All(secrets, secret => Assert.False(house.Log.Contains(secret, StringComparison.Ordinal), $"{secret} in\n{house.Log}"));
    }

    private static async Task<List<(string Where, string Text)>> Reachable(House house, JsonNode booking)
    {
        var id = booking.Word("id");
        List<(string, string)> all = [("the log", house.Log)];
        foreach (var letter in house.Outbox.All.Where(letter => !letter.File.Contains("owner", StringComparison.Ordinal)))
            all.Add((letter.File, letter.Everything));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(house.Data, "objects"), "*", SearchOption.AllDirectories))
            all.Add((file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))));
        foreach (var path in new[] { $"/api/events/{id}", "/api/events?from=2027-05-01&to=2027-06-30", "/api/crew" })
            all.Add((path, (await house.Http.Crew(HttpMethod.Get, path)).Text));
        all.Add(("the booking's reply", (await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}")).Text.Replace(
            booking["requests"]?.ToString() ?? "-", "", StringComparison.Ordinal)));
        foreach (var letter in house.Outbox.All.Where(letter => letter.File.Contains("crew-invitation", StringComparison.Ordinal)))
        {
            using var member = new Visitor();
            var page = await member.Open(letter.Link(house.Crew));
            Assert.Equal(HttpStatusCode.OK, page.Status);
            all.Add(("a crew page", page.Html));
        }

        return all;
    }
}
