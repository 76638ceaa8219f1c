using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Browser;

/// <summary>
/// Every phase of the page with all that it can show, in each language: what axe, the Nu checker, a narrow
/// phone, forced colours and a printer say.
/// </summary>
public sealed class EveryFace(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] Phases = ["boarding", "underway", "after", "archive"];

    private static string Checker => Path.Combine(
        PublishedProgram.Root, ".tools", "node_modules", "vnu-jar", "build", "dist", "vnu.jar");

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("en", ColorScheme.Dark)]
    [InlineData("es", ColorScheme.Light)]
    [InlineData("es", ColorScheme.Dark)]
    public async Task Every_phase_is_accessible_and_fits_at_320(string language, ColorScheme scheme)
    {
        using var saved = await Saved.Make(language);
        foreach (var at in saved.Moments)
        {
            var page = await Opened(saved, at, scheme);
            await page.IsAccessible();
            await page.FitsItsWidth();
            await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
            await page.FitsItsWidth();
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_and_shows_where_it_is()
    {
        using var saved = await Saved.Make("en");
        var page = await Opened(saved, saved.Moments[0], ColorScheme.Light);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("#day", await page.EvaluateAsync<string>("() => document.activeElement.getAttribute('href')"));
        var targets = await page.Locator("a[href]:visible, button:visible, input:visible").CountAsync();
        for (var i = 1; i < targets; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var ring = await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle");
            Assert.Equal("solid", ring);
        }
    }

    [Fact]
    public async Task It_prints_on_two_sides_of_Letter()
    {
        using var saved = await Saved.Make("en");
        foreach (var at in saved.Moments)
        {
            var page = await Opened(saved, at, ColorScheme.Light);
            var pdf = System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new() { Format = "Letter" }));
            var sides = System.Text.RegularExpressions.Regex.Count(pdf, @"/Type\s*/Page\b");
            Assert.InRange(sides, 1, 2);
            await page.Context.CloseAsync();
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public async Task The_Nu_checker_finds_no_error(string language)
    {
        Assert.SkipUnless(File.Exists(Checker), "the Nu checker is not installed");
        using var saved = await Saved.Make(language);
        using var java = Process.Start(new ProcessStartInfo(
            "java", ["-jar", Checker, "--errors-only", "--format", "text", saved.Path])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var found = await java.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await java.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(java.ExitCode == 0, found);
    }

    private async Task<IPage> Opened(Saved saved, DateTime at, ColorScheme scheme)
    {
        var page = await chromium.Window(320, scheme);
        await page.Clock.SetFixedTimeAsync(at);
        await page.GotoAsync(saved.Address);
        await Assertions.Expect(page.Locator("#head")).ToContainTextAsync("Robin");
        return page;
    }

    /// <summary>The invented booking's page as <c>preview --sample</c> writes it.</summary>
    private sealed record Saved(string Folder, string Path, string Address, IReadOnlyList<DateTime> Moments) : IDisposable
    {
        public static async Task<Saved> Make(string language)
        {
            var folder = Directory.CreateTempSubdirectory("purser-e2e-face-").FullName;
            var path = System.IO.Path.Combine(folder, "page.html");
            string[] spoken = ["preview", "--sample", "--language", language, "-o", path, "--json"];
            var address = JsonNode.Parse((await PublishedProgram.Run(spoken)).Well().Output)!.Word("address");
            var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await File.ReadAllTextAsync(path));
            var phases = JsonNode.Parse(page.QuerySelector("#data")!.TextContent)!["phases"]!;
            var starts = Phases.Select(phase => DateTime.Parse(
                phases.Word(phase), System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AdjustToUniversal)).ToList();
            return new Saved(folder, path, address, [starts[0].AddDays(-1), .. starts.Select(start => start.AddMinutes(1))]);
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
