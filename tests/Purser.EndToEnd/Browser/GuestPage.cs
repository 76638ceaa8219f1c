using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Browser;

/// <summary>The guest's page in a browser, from the week before until the archive.</summary>
public sealed class GuestPage(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_link_opens_the_sealed_details_and_leaves_the_bar()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var link = booking["links"]!.Word("guestPage");
        var page = await chromium.Window();
        var failures = Watch(page);
        await page.GotoAsync(link);
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Robin");
        Assert.DoesNotContain("#", page.Url, StringComparison.Ordinal);
        await page.IsAccessible();
        await page.FitsItsWidth();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Robin");
        Assert.Empty(failures);
    }

    [Fact]
    public async Task Without_the_fragment_only_public_facts_are_shown()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var page = await chromium.Window();
        await page.GotoAsync(Bare(booking));
        var words = await page.Words();
        Assert.DoesNotContain("Robin", words, StringComparison.Ordinal);
        Assert.Contains("PDT", words, StringComparison.Ordinal);
        await page.IsAccessible();
    }

    [Fact]
    public async Task A_wrong_fragment_shows_the_public_page()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var page = await chromium.Window();
        await page.GotoAsync(Bare(booking) + "#" + new string('A', 22));
        Assert.DoesNotContain("Robin", await page.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_script_it_reads_sensibly()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var page = await chromium.Window(script: false);
        await page.GotoAsync(booking["links"]!.Word("guestPage"));
        Assert.Contains("10:00", await page.Words(), StringComparison.Ordinal);
        await page.FitsItsWidth();
    }

    [Theory]
    [InlineData("2027-05-20T09:00:00-07:00")]
    [InlineData("2027-05-30T08:30:00-07:00")]
    [InlineData("2027-05-30T11:30:00-07:00")]
    [InlineData("2027-05-30T15:00:00-07:00")]
    [InlineData("2027-12-01T12:00:00-08:00")]
    public async Task Every_phase_is_accessible_narrow_and_dark(string at)
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        await house.Stop();
        await house.Begin(at);
        var page = await chromium.Window(320, ColorScheme.Dark);
        await page.GotoAsync(booking["links"]!.Word("guestPage"));
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Robin");
        await page.FitsItsWidth();
        await page.IsAccessible();
    }

    [Fact]
    public async Task The_phase_follows_the_houses_clock_not_the_devices()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var seen = new HashSet<string>();
        foreach (var at in new[] { House.Before, "2027-05-30T11:30:00-07:00", "2027-05-31T15:00:00-07:00" })
        {
            await house.Stop();
            await house.Begin(at);
            var page = await chromium.Window();
            await page.GotoAsync(booking["links"]!.Word("guestPage"));
            await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Robin");
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            seen.Add(await page.Words());
        }

        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public async Task Incident_11_An_open_page_replaces_itself_when_the_trip_changes()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var page = await chromium.Window();
        await page.GotoAsync(booking["links"]!.Word("guestPage"));
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("10:00");
        var change = new JsonObject { ["start"] = "2027-05-30T11:30" };
        var path = $"/api/bookings/{booking.Word("id")}";
        var reply = (await house.Http.Office(HttpMethod.Patch, path, change, "*")).Is(HttpStatusCode.OK);
        await house.Settled(booking.Word("id"), Settling.Number(reply.Json["generation"]));
        await page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("11:30");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Robin");
    }

    [Fact]
    public async Task Incident_27_An_old_address_forwards_and_keeps_the_fragment()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var change = new JsonObject { ["start"] = "2027-06-03T14:00" };
        var path = $"/api/bookings/{booking.Word("id")}";
        var reply = (await house.Http.Office(HttpMethod.Patch, path, change, "*")).Is(HttpStatusCode.OK);
        await house.Settled(booking.Word("id"), Settling.Number(reply.Json["generation"]));
        var page = await chromium.Window();
        await page.GotoAsync(booking["links"]!.Word("guestPage"));
        await page.WaitForURLAsync("**/g/june-3-boatsetter-charter");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Robin");
    }

    [Fact]
    public async Task A_preview_opens_from_disk()
    {
        await using var house = await House.Start();
        var file = Path.Combine(house.Data, "preview.html");
        (await house.Run("preview", "--sample", "-o", file)).Well();
        var page = await chromium.Window();
        var failures = Watch(page);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        Assert.Contains("San Diego time", await page.Words(), StringComparison.Ordinal);
        await page.FitsItsWidth();
        Assert.Empty(failures);
    }

    private static string Bare(JsonNode booking) => booking["links"]!.Word("guestPage").Split('#')[0];

    private static List<string> Watch(IPage page)
    {
        var failures = new List<string>();
        page.PageError += (_, error) => failures.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") failures.Add(message.Text);
        };
        return failures;
    }
}
