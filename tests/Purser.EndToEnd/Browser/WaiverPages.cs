using Microsoft.Playwright;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Browser;

/// <summary>The waiver in a browser: drawn by mouse, by keyboard, narrow and dark.</summary>
public sealed class WaiverPages(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_signature_is_drawn_cleared_and_drawn_again()
    {
        await using var house = await House.Start();
        await house.BookAndSettle(Samples.Worked());
        var page = await chromium.Window();
        var failures = new List<string>();
        page.Console += (_, line) => { if (line.Type == "error") failures.Add(line.Text); };
        await page.GotoAsync((await house.Confirmation()).WaiverLink());
        await page.IsAccessible();
        await page.FitsItsWidth();
        await page.FillAsync("#passenger", "Robin Alvarez");
        await Assertions.Expect(page.Locator("button[type=submit]")).ToHaveTextAsync("Sign for Robin");
        Assert.False(await page.Locator("#guardian").IsVisibleAsync());
        await page.GetByLabel("Draw it").CheckAsync();
        await Draw(page);
        await page.GetByText("Clear and draw again").ClickAsync();
        Assert.Equal("", await page.Locator("[name=strokes]").InputValueAsync());
        await Draw(page);
        await page.GetByText("I have read the text").ClickAsync();
        await page.IsAccessible();
        await page.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Robin Alvarez has signed");
        await page.IsAccessible();
        await page.FitsItsWidth();
        Assert.Empty(failures);
    }

    [Fact]
    public async Task What_is_drawn_stays_where_something_else_is_wrong()
    {
        await using var house = await House.Start();
        await house.BookAndSettle(Samples.Worked());
        var page = await chromium.Window(320, ColorScheme.Dark);
        await page.GotoAsync((await house.Confirmation()).WaiverLink());
        await page.GetByLabel("Under 18").CheckAsync();
        await page.FillAsync("#passenger", "Sam Alvarez");
        await page.GetByLabel("Draw it").CheckAsync();
        await Draw(page);
        await page.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#summary")).ToBeFocusedAsync();
        await page.IsAccessible();
        await page.FitsItsWidth();
        Assert.StartsWith("M", await page.Locator("[data-pad] path").GetAttributeAsync("d"),
            StringComparison.Ordinal);
        await page.Locator("#summary a[href='#guardian']").ClickAsync();
        await Assertions.Expect(page.Locator("#guardian")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_keyboard_types_and_signs()
    {
        await using var house = await House.Start();
        await house.BookAndSettle(Samples.Worked());
        var page = await chromium.Window(1280);
        await page.GotoAsync((await house.Confirmation()).WaiverLink());
        await page.FocusAsync("#passenger");
        await page.Keyboard.TypeAsync("Robin Alvarez");
        await page.FocusAsync("#typed");
        await page.Keyboard.TypeAsync("Robin Alvarez");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Robin Alvarez has signed");
    }

    [Theory]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, false)]
    public async Task Code_form_blank_and_Spanish_are_accessible_and_fit(ColorScheme scheme, bool script)
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var page = await chromium.Window(320, scheme, script);
        var address = house.Waiver(booking).AbsoluteUri;
        await page.GotoAsync(address);
        await Look();
        await page.GotoAsync((await house.Confirmation()).WaiverLink());
        Assert.Equal(script, await page.GetByLabel("Draw it").IsVisibleAsync());
        await Look();
        await page.GotoAsync(address + "/blank");
        await Look();
        await page.GotoAsync(address + "?language=es");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Firmar el descargo");
        await Look();

        async Task Look()
        {
            if (script) await page.IsAccessible();
            await page.FitsItsWidth();
        }
    }

    private static async Task Draw(IPage page)
    {
        var pad = page.Locator("[data-pad]");
        await pad.ScrollIntoViewIfNeededAsync();
        var box = (await pad.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 20, box.Y + 60);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 90, box.Y + 20, new() { Steps = 8 });
        await page.Mouse.MoveAsync(box.X + 160, box.Y + 70, new() { Steps = 8 });
        await page.Mouse.UpAsync();
        Assert.StartsWith("[[", await page.Locator("[name=strokes]").InputValueAsync(),
            StringComparison.Ordinal);
    }
}
