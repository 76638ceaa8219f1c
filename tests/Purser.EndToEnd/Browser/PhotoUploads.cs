using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Browser;

/// <summary>Photos from a phone: over a bad line, through a kill of the program, once each and in order.</summary>
public sealed partial class PhotoUploads(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Underway = "2027-05-30T11:30:00-07:00";
    private const int Many = 60;

    [Fact]
    public async Task Sixty_photos_over_a_bad_line_arrive_once_each_and_in_order()
    {
        await using var house = await House.Start();
        var booking = await UnderWay(house);
        var page = await chromium.Window();
        var files = await Album(page, house.Data);
        await page.GotoAsync(booking["links"]!.Word("guestPage"));
        var line = await page.Context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        await Narrow(line, offline: false);
        await page.Locator("#photo-code").FillAsync(Code(house));
        await page.Locator("#photo-files").SetInputFilesAsync(files);
        await Kept(page, 5);
        await Narrow(line, offline: true);
        await Assertions.Expect(page.Locator(".files .st.asked").First).ToBeVisibleAsync();
        await Narrow(line, offline: false);
        await Kept(page, 25);
        await house.Kill();
        var acknowledged = await page.Locator(".files .st.done").CountAsync();
        await house.Begin(null);
        await Kept(page, Many);
        Assert.InRange(acknowledged, 25, Many);
        var shown = await Published(house, Many);
        Assert.Equal(shown.Order(StringComparer.Ordinal), shown);
        Assert.Equal(Many, shown.Distinct().Count());
        NothingOfTheCameraIsPublished(house);

        await page.ReloadAsync();
        await page.Locator("#photo-files").SetInputFilesAsync(files);
        await Kept(page, Many);
        Assert.Equal(Many, (await Published(house, Many)).Count);
    }

    [Fact]
    public async Task The_gallery_is_for_keyboard_and_finger_and_accessible()
    {
        await using var house = await House.Start();
        var booking = await UnderWay(house);
        var page = await chromium.Window();
        var files = (await Album(page, house.Data)).Take(3).ToArray();
        await page.GotoAsync(booking["links"]!.Word("guestPage"));
        await page.Locator("#photo-code").FillAsync(Code(house));
        await page.Locator("#photo-files").SetInputFilesAsync(files);
        await Kept(page, 3);
        await Published(house, 3);
        await Assertions.Expect(page.Locator(".gal button")).ToHaveCountAsync(3);
        await page.IsAccessible();
        await page.FitsItsWidth();
        await page.Locator(".gal button").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("dialog.look .look-words")).ToContainTextAsync("1 of 3");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("dialog.look .look-words")).ToContainTextAsync("2 of 3");
        await page.Locator("#photo-caption").FillAsync("Dolphins at the bow");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("dialog.look .look-said")).ToHaveTextAsync("Saved.");
        await Assertions.Expect(page.Locator("dialog.look .look-words")).ToContainTextAsync("Dolphins at the bow");
        await page.Locator("#photo-caption").FillAsync("It cost $850");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("dialog.look .look-said")).ToContainTextAsync("amount of money");
        await page.IsAccessible();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".gal button").Nth(1)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Before_adding_is_open_nothing_of_it_is_loaded()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var page = await chromium.Window();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        await page.GotoAsync(booking["links"]!.Word("guestPage"));
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.DoesNotContain(asked, path => path.StartsWith("/assets", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, path => path.StartsWith("/api", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_refused_says_why_and_the_others_go_on()
    {
        await using var house = await House.Start();
        var booking = await UnderWay(house);
        var page = await chromium.Window();
        var good = (await Album(page, house.Data)).Take(1).ToArray();
        var broken = Path.Combine(house.Data, "holiday.jpg");
        await File.WriteAllBytesAsync(broken, Encoding.ASCII.GetBytes("MZ this is a program"), Stop);
        var text = Path.Combine(house.Data, "notes.txt");
        await File.WriteAllTextAsync(text, "no picture", Stop);
        await page.GotoAsync(booking["links"]!.Word("guestPage"));
        await page.Locator("#photo-code").FillAsync(Code(house));
        await page.Locator("#photo-files").SetInputFilesAsync([.. good, text]);
        await Assertions.Expect(page.Locator(".files .st.no")).ToHaveCountAsync(1);
        await Kept(page, 1);
        await page.Locator("#photo-files").SetInputFilesAsync(broken);
        await Kept(page, 2);
        await Published(house, 1);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<JsonNode> UnderWay(House house)
    {
        var booking = await house.BookAndSettle(Samples.Worked());
        await house.Stop();
        await house.Begin(Underway);
        return booking;
    }

    private static string Code(House house) =>
        PhotoCode().Match(house.Outbox.To(Samples.GuestMail).Single().Text).Groups[1].Value;

    /// <summary>A phone's line: some megabytes a second, or none.</summary>
    private static async Task Narrow(ICDPSession line, bool offline) =>
        await line.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = offline,
            ["latency"] = 40,
            ["downloadThroughput"] = 4_000_000,
            ["uploadThroughput"] = 2_000_000,
        });

    /// <summary>So many are kept safe; any progress renews the patience.</summary>
    private static async Task Kept(IPage page, int count)
    {
        for (var seen = -1; seen < count;)
        {
            var before = seen;
            await Wait.Until(
                $"more than {before} of {count} kept safe",
                async () => (seen = await page.Locator(".files .st.done").CountAsync()) > before);
        }
    }

    /// <summary>When the published photos were taken, in the order of the gallery.</summary>
    private static async Task<IReadOnlyList<string>> Published(House house, int count)
    {
        var shown = new List<string>();
        for (var seen = -1; seen < count;)
        {
            var before = seen;
            await Wait.Until(
                $"more than {before} of {count} published",
                async () =>
                {
                    shown = await Listed(house);
                    return (seen = shown.Count) > before;
                },
                () => house.Log);
        }

        return shown;
    }

    private static async Task<List<string>> Listed(House house)
    {
        var taken = new List<string>();
        var cursor = "";
        do
        {
            var path = "/api/g/may-30-boatsetter-charter/photos" + cursor;
            var reply = await house.Http.Send(house.Guest, HttpMethod.Get, path, null, null, ("X-Event-Code", Code(house)));
            var list = reply.Is(HttpStatusCode.OK).Json;
            taken.AddRange(list["items"]!.AsArray().Where(item => item!.Word("state") == "published").Select(item => item!.Word("takenAt")));
            cursor = list["next"]?.GetValue<string>() is { } next ? "?cursor=" + Uri.EscapeDataString(next) : "";
        }
        while (cursor.Length > 0);
        return taken;
    }

    /// <summary>Photos of 12 megapixels, as a browser encodes them, each with a camera's own time, place and owner.</summary>
    private static async Task<string[]> Album(IPage page, string folder)
    {
        await page.GotoAsync("about:blank");
        var encoded = await page.EvaluateAsync<string>(
            """
            () => {
              const canvas = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
              const pen = canvas.getContext('2d');
              const sky = pen.createLinearGradient(0, 0, 4000, 3000);
              sky.addColorStop(0, '#7cc4e6'); sky.addColorStop(1, '#0a5678');
              pen.fillStyle = sky; pen.fillRect(0, 0, 4000, 3000);
              for (let i = 0; i < 4000; i += 1) {
                pen.fillStyle = `hsl(${(i * 37) % 360} 60% ${30 + (i * 13) % 50}%)`;
                pen.fillRect((i * 7919) % 4000, (i * 104729) % 3000, 40, 14);
              }
              return canvas.toDataURL('image/jpeg', 0.8).split(',')[1];
            }
            """);
        var picture = Convert.FromBase64String(encoded);
        var places = new List<string>();
        for (var number = 0; number < Many; number++)
        {
            // Taken in another order than they are named, with a clock that knows its offset only sometimes.
            var second = number * 37 % Many;
            var taken = string.Create(CultureInfo.InvariantCulture, $"2027:05:30 10:{second:00}:09");
            var file = Path.Combine(folder, $"IMG_{2000 + number}.jpg");
            await File.WriteAllBytesAsync(file, CameraFile.With(picture, taken, number % 2 == 0 ? "-07:00" : null, number), Stop);
            places.Add(file);
        }

        return [.. places];
    }

    private static void NothingOfTheCameraIsPublished(House house)
    {
        var files = Directory.EnumerateFiles(Path.Combine(house.Data, "objects", "photos"), "*", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file).AsSpan();
            foreach (var secret in CameraFile.Secrets) Assert.True(bytes.IndexOf(Encoding.ASCII.GetBytes(secret)) < 0, $"{secret} in {file}");
            Assert.True(bytes.IndexOf("Exif"u8) < 0 && bytes.IndexOf("http://ns.adobe"u8) < 0, file);
        }
    }

    [GeneratedRegex("^Photo code: ([A-Z0-9]{6})", RegexOptions.Multiline)]
    private static partial Regex PhotoCode();
}
