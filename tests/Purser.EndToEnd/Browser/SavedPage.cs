using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NodaTime;
using NodaTime.Text;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Browser;

/// <summary>A page saved to disk, and the server stopped: what it shows is its own doing.</summary>
public sealed partial class SavedPage(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>
    /// Zone, departure, and the two offsets that the day has: forwards, back, by half an hour, and a day that
    /// begins at one o'clock.
    /// </summary>
    public static TheoryData<string, string> Trips => new()
    {
        { "America/Los_Angeles", "2027-03-14T01:30" },
        { "Europe/Madrid", "2027-10-31T01:30" },
        { "Australia/Lord_Howe", "2027-04-04T00:30" },
        { "Africa/Cairo", "2027-04-30T10:00" },
    };

    [Theory]
    [MemberData(nameof(Trips))]
    public async Task Every_phase_begins_to_the_second_in_the_harbours_zone(string zone, string start)
    {
        await using var house = await House.Start(
            $"{start[..7]}-01T12:00:00Z", fleet: text => text.Replace("America/Los_Angeles", zone, StringComparison.Ordinal));
        var booking = await house.BookAndSettle(Samples.Booking("boatsetter", "ABCDEFG", start));
        var saved = await Save(house, booking);
        await house.Kill();
        var phases = Expected(zone, LocalDateTimePattern.GeneralIso.Parse(start + ":00").Value);
        var now = "before";
        foreach (var (phase, instant) in phases)
        {
            var page = await chromium.Window();
            await page.Clock.InstallAsync(new() { TimeDate = (instant - Duration.FromHours(1)).ToDateTimeUtc() });
            await page.Clock.PauseAtAsync((instant - Duration.FromSeconds(1)).ToDateTimeUtc());
            await page.GotoAsync(saved);
            await Assertions.Expect(page.Locator("#head")).ToContainTextAsync("Robin");
            Assert.Equal(now, await Phase(page));
            await page.Clock.RunForAsync(999);
            Assert.Equal(now, await Phase(page));
            await page.Clock.RunForAsync(20);
            Assert.Equal(phase, await Phase(page));
            now = phase;
            await page.Context.CloseAsync();
        }
    }

    /// <summary>The phases of the sample's rules, reckoned here once more.</summary>
    private static List<(string Phase, Instant At)> Expected(string zone, LocalDateTime start)
    {
        var rules = DateTimeZoneProviders.Tzdb[zone];
        var underway = start.InZoneStrictly(rules).ToInstant();
        var after = underway + Duration.FromHours(3);
        var gate = underway - Duration.FromMinutes(20);
        var boarding = Instant.Min(start.Date.AtStartOfDayInZone(rules).ToInstant(), gate);
        var archive = after.InZone(rules).LocalDateTime.PlusDays(14).InZoneLeniently(rules).ToInstant();
        return [("boarding", boarding), ("underway", underway), ("after", after), ("archive", archive)];
    }

    private static async Task<string> Save(House house, JsonNode booking)
    {
        var link = new Uri(booking["links"]!.Word("guestPage"));
        using var client = new HttpClient();
        var file = Path.Combine(house.Data, "saved.html");
        var stop = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(file, await client.GetStringAsync(link, stop), stop);
        return new Uri(file).AbsoluteUri + link.Fragment;
    }

    private static Task<string> Phase(IPage page) =>
        page.EvaluateAsync<string>("() => document.documentElement.dataset.now");

    [Fact]
    public async Task Nothing_of_the_photos_is_loaded_before_they_can_be_added()
    {
        await using var house = await House.Start();
        var file = Path.Combine(house.Data, "sample.html");
        await house.Run("preview", "--sample", "-o", file);
        var html = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var opens = InstantPattern.General.Parse(Opens().Match(html).Groups[1].Value).Value.ToDateTimeUtc();
        foreach (var (at, wanted) in new[] { (opens.AddSeconds(-1), 0), (opens, 3) })
        {
            var page = await chromium.Window();
            var asked = new List<string>();
            await page.RouteAsync("**/*", async route =>
            {
                var path = new Uri(route.Request.Url).AbsolutePath;
                if (path.StartsWith("/assets/", StringComparison.Ordinal)) asked.Add(path);
                var reply = path.StartsWith("/g/", StringComparison.Ordinal) ? null : await house.Http.Guest(path);
                await route.FulfillAsync(reply is null
                    ? new() { Body = html, ContentType = "text/html; charset=utf-8" }
                    : new() { BodyBytes = reply.Bytes, ContentType = reply.Type, Status = (int)reply.Status });
            });
            await page.Clock.SetFixedTimeAsync(at);
            await page.GotoAsync("http://localhost:8080/g/sample-charter");
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            Assert.Equal(wanted, asked.Count);
            if (wanted > 0) await Assertions.Expect(page.Locator("#photos .add >> nth=0")).ToBeVisibleAsync();
            await page.IsAccessible();
        }
    }

    [GeneratedRegex("\"opens\":\"([^\"]+)\"")]
    private static partial Regex Opens();
}
