using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Browser;

/// <summary>The crew's page and the office in a browser.</summary>
public sealed class CrewAndOffice(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Crew_answers_with_one_thumb()
    {
        await using var house = await House.Start();
        var id = (await house.BookAndSettle(Samples.Worked())).Word("id");
        var link = house.Outbox.All.First(letter => letter.File.Contains("crew-invitation", StringComparison.Ordinal)).Link(house.Crew);
        var page = await chromium.Window();
        await page.GotoAsync(link);
        await page.FitsItsWidth();
        await page.IsAccessible();
        var accept = page.GetByRole(AriaRole.Button, new() { NameString = "Accept" }).First;
        Assert.True((await accept.BoundingBoxAsync())!.Height >= 44, "large enough for a thumb");
        await accept.ClickAsync();
        await page.WaitForLoadStateAsync();
        await page.IsAccessible();
        var crew = (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Json;
        Assert.Single(crew["roles"]!.AsArray(), role => role!.Word("answer") == "yes");
    }

    [Fact]
    public async Task Crew_page_is_readable_in_the_dark_at_320()
    {
        await using var house = await House.Start();
        await house.BookAndSettle(Samples.Worked());
        var link = house.Outbox.All.First(letter => letter.File.Contains("crew-invitation", StringComparison.Ordinal)).Link(house.Crew);
        var page = await chromium.Window(320, ColorScheme.Dark);
        await page.GotoAsync(link);
        await page.FitsItsWidth();
        await page.IsAccessible();
    }

    [Fact]
    public async Task The_page_that_asks_for_ones_own_trips_fits_a_phone()
    {
        await using var house = await House.Start();
        var page = await chromium.Window(320);
        await page.GotoAsync(house.Crew.ToString());
        await page.IsAccessible();
        await page.FitsItsWidth();
        await page.FillAsync("input[name=email]", "ines@example.com");
        await page.GetByRole(AriaRole.Button, new() { NameString = "Send me my link" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("If the office has this address of you");
        await page.IsAccessible();
    }

    [Fact]
    public async Task Incident_15_Signed_in_once_the_office_stays_open_on_every_page()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var link = JsonNode.Parse((await house.Run("sign-in", "--json")).Well().Output)!;
        var address = link.AsObject().Select(pair => pair.Value!.ToString()).First(value => value.StartsWith("http", StringComparison.Ordinal));
        var page = await chromium.Window(1280);
        await page.GotoAsync(address);
        await page.IsAccessible();
        await page.Locator("form button").First.ClickAsync();
        await page.WaitForLoadStateAsync();
        Assert.Contains(booking.Word("reference"), await page.ContentAsync(), StringComparison.Ordinal);
        await page.IsAccessible();
        var addresses = await page.Locator("a[href^='/']").EvaluateAllAsync<string[]>("all => [...new Set(all.map(a => a.href))]");
        foreach (var next in addresses.Take(12))
        {
            var reply = await page.GotoAsync(next);
            Assert.True(reply!.Ok, $"{next}: {reply.Status}");
            await page.IsAccessible();
        }

        var again = await chromium.Window(1280);
        await again.GotoAsync(address);
        if (await again.Locator("form button").CountAsync() > 0) await again.Locator("form button").First.ClickAsync();
        await again.WaitForLoadStateAsync();
        Assert.DoesNotContain(booking.Word("reference"), await again.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_without_mail_is_a_draft_until_somebody_says_that_it_is_sent()
    {
        await using var house = await House.Start();
        var asked = Samples.Booking("direct", "walk-in-0042", "2027-06-12T14:00");
        asked["guest"]!.AsObject().Remove("email");
        await house.BookAndSettle(asked);
        var cleaning = new JsonObject
        {
            ["id"] = "cleaningcleaningcleaning22",
            ["title"] = "Cleaning",
            ["type"] = "maintenance",
            ["vessel"] = "jada",
            ["departure"] = "2027-06-14T10:00",
            ["return"] = "2027-06-14T12:00",
            ["roles"] = new JsonArray(new JsonObject { ["role"] = "deckhand", ["member"] = "dana" }),
        };
        (await house.Http.Crew(HttpMethod.Post, "/api/events", cleaning)).Is(System.Net.HttpStatusCode.Created);
        var link = JsonNode.Parse((await house.Run("sign-in", "--json")).Well().Output)!;
        var address = link.AsObject().Select(pair => pair.Value!.ToString()).First(value => value.StartsWith("http", StringComparison.Ordinal));
        var page = await chromium.Window();
        await page.GotoAsync(address);
        await page.Locator("form button").First.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("has to be sent by hand");
        await page.GotoAsync(new Uri(house.Office, "/drafts").ToString());
        await page.IsAccessible();
        await page.FitsItsWidth();
        await Assertions.Expect(page.Locator("pre")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("pre").Nth(1)).ToContainTextAsync("Dana, you are asked: deckhand on JADA");
        Assert.Equal(1, await page.Locator("a[href^='https://wa.me/16195550106?text=']").CountAsync());
        var text = await page.Locator("pre").First.InnerTextAsync();
        Assert.Contains("#", text, StringComparison.Ordinal);
        var sms = await page.Locator("a[href^='sms:']").First.GetAttributeAsync("href");
        Assert.Equal("sms:+16195550123?body=" + text.Trim(), Uri.UnescapeDataString(sms ?? "").Trim());
        Assert.Equal(1, await page.Locator("a[href^='https://wa.me/16195550123?text=']").CountAsync());
        for (var left = 2; left > 0; left--)
        {
            await page.GetByRole(AriaRole.Button, new() { NameString = "I have sent it" }).First.ClickAsync();
            await Assertions.Expect(page.Locator("pre")).ToHaveCountAsync(left - 1);
        }

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Nothing waits for you");
        await page.GotoAsync(house.Office.ToString());
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("has to be sent by hand");
    }

    [Fact]
    public async Task The_office_without_a_session_shows_nothing()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var page = await chromium.Window();
        await page.GotoAsync(house.Office.ToString());
        Assert.DoesNotContain(booking.Word("reference"), await page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Robin", await page.ContentAsync(), StringComparison.Ordinal);
    }
}
