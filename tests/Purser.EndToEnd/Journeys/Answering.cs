using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>Crew says yes or no by the link in the mail.</summary>
public sealed class Answering
{
    [Fact]
    public async Task Opening_the_link_does_nothing_and_the_button_does()
    {
        await using var house = await House.Start();
        var id = (await house.BookAndSettle(Samples.Worked())).Word("id");
        var link = Invitations(house)[0].Link(house.Crew);
        using var scanner = new Visitor();
        await scanner.Head(link);
        await scanner.Open(link);
        Assert.All(await Roles(house, id), role => Assert.Equal("none", role!.Word("answer")));

        using var member = new Visitor();
        var page = await member.Open(link);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain(link, page.Address.ToString(), StringComparison.Ordinal);
        var after = await member.Press(page, "Accept");
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Equal("yes", Assert.Single(await Roles(house, id), role => role!.Word("answer") != "none")!.Word("answer"));
        await member.Press(page, "Accept");
        Assert.Single(await Roles(house, id), role => role!.Word("answer") == "yes");
    }

    [Fact]
    public async Task When_all_say_yes_the_event_is_confirmed_and_the_calendar_follows()
    {
        await using var house = await House.Start();
        var id = (await house.BookAndSettle(Samples.Worked())).Word("id");
        foreach (var invitation in Invitations(house))
        {
            using var member = new Visitor();
            await member.Press(await member.Open(invitation.Link(house.Crew)), "Accept");
        }

        var crew = (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("confirmed", crew.Word("state"));
        var captain = (await Roles(house, id)).Single(role => role!.Word("role") == "captain")!.Word("name");
        await Wait.Until("the calendar names the captain", async () =>
        {
            var entry = (await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{id}")).Is(HttpStatusCode.OK).Json;
            return entry["captain"]?.ToString().Contains(captain, StringComparison.Ordinal) == true;
        });
    }

    [Fact]
    public async Task A_declined_role_goes_to_the_next_person()
    {
        await using var house = await House.Start();
        var id = (await house.BookAndSettle(Samples.Worked())).Word("id");
        var before = Invitations(house);
        var asked = (await Roles(house, id)).Select(role => role!.Word("member")).ToHashSet();
        using var member = new Visitor();
        await member.Press(await member.Open(before[0].Link(house.Crew)), "Decline");
        await Wait.Until("somebody else is asked", async () =>
            (await Roles(house, id)).Select(role => role!["member"]?.ToString()).Any(who => who is { Length: > 0 } && !asked.Contains(who))
            || Invitations(house).Count > before.Count);
        Assert.DoesNotContain(await Roles(house, id), role => role!.Word("answer") == "no");
    }

    [Fact]
    public async Task A_form_from_another_site_is_refused()
    {
        await using var house = await House.Start();
        var id = (await house.BookAndSettle(Samples.Worked())).Word("id");
        using var member = new Visitor();
        var page = await member.Open(Invitations(house)[0].Link(house.Crew));
        var refused = await member.Press(page, "Accept", "https://example.net");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.All(await Roles(house, id), role => Assert.Equal("none", role!.Word("answer")));
    }

    [Fact]
    public async Task A_link_that_was_tampered_with_opens_nothing()
    {
        await using var house = await House.Start();
        await house.BookAndSettle(Samples.Worked());
        var link = Invitations(house)[0].Link(house.Crew);
        using var member = new Visitor();
        var page = await member.Open(link[..^1] + (link[^1] == 'A' ? 'B' : 'A'));
        Assert.NotEqual(HttpStatusCode.OK, page.Status);
        Assert.Null(page.Button("Accept"));
    }

    private static List<Letter> Invitations(House house) =>
    [
        .. house.Outbox.All.Where(letter => letter.File.Contains("crew-invitation", StringComparison.Ordinal)),
    ];

    private static async Task<JsonArray> Roles(House house, string id) =>
        (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Is(HttpStatusCode.OK).Json["roles"]!.AsArray();
}
