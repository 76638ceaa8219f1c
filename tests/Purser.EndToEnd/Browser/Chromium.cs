using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Purser.EndToEnd.Browser;

/// <summary>A real Chromium of the system's, shared by the tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-first-run",
    ];

    private IPlaywright driver = null!;
    private IBrowser browser = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        driver = await Playwright.CreateAsync();
        browser = await driver.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Flags });
    }

    /// <summary>A new window: phone size unless another is wanted.</summary>
    public async Task<IPage> Window(int width = 390, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 844 },
            ColorScheme = scheme,
            JavaScriptEnabled = script,
            TimezoneId = "Europe/Berlin",
            Locale = "en-US",
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        return page;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        driver.Dispose();
    }
}

/// <summary>What every page must keep.</summary>
internal static class PageRules
{
    /// <summary>No accessibility violation that axe finds.</summary>
    public static async Task IsAccessible(this IPage page)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}")));
    }

    /// <summary>Nothing to be scrolled sideways.</summary>
    public static async Task FitsItsWidth(this IPage page)
    {
        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth");
        Assert.True(wide <= 0, $"{wide} px too wide");
    }

    /// <summary>The words that can be seen.</summary>
    public static Task<string> Words(this IPage page) => page.Locator("body").InnerTextAsync();
}
