using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>A person's own trips: the link is asked for, or sent and ended by the owner.</summary>
public sealed class OwnTrips
{
    private const string Ines = "ines@example.com";

    [Fact]
    public async Task Only_the_persons_own_address_is_written_to_and_the_page_answers_alike()
    {
        await using var house = await House.Start();
        await house.BookAndSettle(Samples.Worked());
        using var stranger = new Visitor();
        var no = await Ask(stranger, house, "somebody@example.net");
        var yes = await Ask(stranger, house, Ines);
        Assert.Equal((HttpStatusCode.OK, no.Html), (yes.Status, yes.Html));
        var letter = await house.Outbox.Arrival("the link", IsLink);
        Assert.Equal(Ines, letter.To);
        using var member = new Visitor();
        var own = await member.Open(letter.Link(house.Crew));
        Assert.Equal((HttpStatusCode.OK, "/me"), (own.Status, own.Address.AbsolutePath));
        var trip = (IHtmlAnchorElement)Assert.Single(own.Document.QuerySelectorAll("main li a"));
        var invitation = await member.Open(trip.GetAttribute("href")!);
        Assert.NotNull(invitation.Button("Accept"));
        Assert.DoesNotContain("840", own.Text, StringComparison.Ordinal);
        Assert.Empty(house.Outbox.To("somebody@example.net"));
    }

    [Fact]
    public async Task The_owner_sends_the_link_and_ends_it()
    {
        await using var house = await House.Start();
        await house.BookAndSettle(Samples.Worked());
        using var owner = new Visitor();
        var printed = JsonNode.Parse((await house.Run("sign-in", "--json")).Well().Output)!.AsObject();
        var address = printed.Select(pair => pair.Value!.ToString())
            .First(value => value.StartsWith("http", StringComparison.Ordinal));
        await owner.Press(await owner.Open(address), "Sign in");
        var crew = await owner.Open(new Uri(house.Office, "/crew").ToString());
        await owner.Press(crew, "Send the link");
        var letter = await house.Outbox.Arrival("the link", IsLink);
        Assert.Equal(Ines, letter.To);
        using var member = new Visitor();
        Assert.Equal(HttpStatusCode.OK, (await member.Open(letter.Link(house.Crew))).Status);
        crew = await owner.Open(new Uri(house.Office, "/crew").ToString());
        Assert.Equal(HttpStatusCode.OK, (await owner.Press(crew, "End the links")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await member.Open(letter.Link(house.Crew))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await member.Open(new Uri(house.Crew, "/me").ToString())).Status);
    }

    private static bool IsLink(Letter letter) => letter.File.Contains(".crew-link.", StringComparison.Ordinal);

    private static async Task<View> Ask(Visitor visitor, House house, string email)
    {
        var page = await visitor.Open(house.Crew.ToString());
        ((IHtmlInputElement)page.Document.QuerySelector("input[name=email]")!).Value = email;
        return await visitor.Press(page, "Send me my link");
    }
}
