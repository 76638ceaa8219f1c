using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Purser.Guests;
using Purser.Host.Pages.Gate;
using Purser.Host.Pages.Templates;
using Purser.Outside;

namespace Purser.Tests.Guests;

/// <summary>A brand's face from files: colours, typeface, logo, picture, words.</summary>
public sealed partial class BrandTests
{
    private const string Logo = """
        <?xml version="1.0"?><!-- drawn elsewhere -->
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="99" height="24"
             viewBox="0 0 99 24"><path d="M1 1h9v9z" fill="currentColor"/></svg>
        """;

    [Fact]
    public void A_logo_stands_in_the_page_as_it_was_read()
    {
        var page = Page(("logo.svg", Bytes(Logo)));
        Assert.Contains(
            "<svg aria-hidden=\"true\" viewBox=\"0 0 99 24\"><path d=\"M1 1h9v9z\" fill=\"currentColor\"/></svg><b>", page);
        Assert.DoesNotContain("drawn elsewhere", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<path onclick=\"x()\" d=\"M0 0\"/>")]
    [InlineData("<path d=\"M0 0\" style=\"fill:url(https://x.example/a)\"/>")]
    [InlineData("<image href=\"https://x.example/a.png\"/>")]
    [InlineData("<use href=\"https://x.example/a.svg#b\"/>")]
    [InlineData("<path d=\"M0 0\" fill=\"url(https://x.example/a)\"/>")]
    [InlineData("<a href=\"javascript:x()\"><path d=\"M0 0\"/></a>")]
    [InlineData("<foreignObject/>")]
    [InlineData("<path d=\"M0 0\" id=\"dock\"/>")]
    [InlineData("<style>@import url(x)</style>")]
    public void A_drawing_that_could_act_or_ask_elsewhere_is_refused(string inside)
    {
        var drawing = Bytes($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{inside}</svg>");
        foreach (var name in (string[])["logo.svg", "hero.svg"])
        {
            var fault = Assert.Throws<TemplateFault>(() => Templates((name, drawing)));
            Assert.Contains($"brands/southing/{name}", fault.Message);
        }
    }

    [Fact]
    public void A_drawing_cannot_name_an_entity() => Assert.Throws<TemplateFault>(() => Templates(
        ("logo.svg", Bytes("<!DOCTYPE svg [<!ENTITY a \"aaaa\">]><svg viewBox=\"0 0 9 9\"><g>&a;</g></svg>"))));

    [Theory]
    [InlineData("logo.svg", 5_000, "larger than 4096")]
    [InlineData("brand.woff2", 21_000, "larger than 20480")]
    [InlineData("hero.webp", 70_000, "larger than 61440")]
    [InlineData("brand.woff2", 100, "no WOFF2")]
    [InlineData("hero.webp", 100, "no WebP")]
    [InlineData("logo.svg", 100, "no drawing")]
    public void A_file_that_is_too_large_or_another_kind_is_refused(string name, int size, string why)
    {
        var fault = Assert.Throws<TemplateFault>(() => Templates((name, new byte[size])));
        Assert.Contains(why, fault.Message);
    }

    [Fact]
    public void The_brands_typeface_takes_the_place_of_the_products()
    {
        var page = Page(("brand.woff2", [.. "wOF2"u8, 1, 2, 3]));
        Assert.Contains("--font-brand:Brand,", page);
        Assert.DoesNotContain("\"Besley\";font-weight", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_too_heavy_for_the_page_is_held_back_by_the_gate()
    {
        var noise = Enumerable.Range(0, 900).SelectMany(i => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i)));
        byte[] picture = [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. noise];
        var page = Page(("hero.webp", picture));
        Assert.Contains("<img class=\"bay\" alt=\"\"", page);
        Assert.Equal("weight", Assert.Single(new PageGate().Check(Bytes(page))).Rule);
    }

    [Fact]
    public void A_drawing_takes_the_place_of_the_chart()
    {
        var page = Page(("hero.svg", Bytes("<svg viewBox=\"0 0 9 9\"><path d=\"M0 0\" fill=\"var(--chart-1)\"/></svg>")));
        Assert.Contains("<svg class=\"bay\" aria-hidden=\"true\" viewBox", page);
        Assert.DoesNotContain("not for navigation", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_brand_says_single_words_otherwise_and_keeps_the_rest()
    {
        var page = Page(("words/en.json", Bytes("{\"h.bring\":\"Pack this\"}")));
        Assert.Contains(">Pack this</h2>", page);
        Assert.Contains(">Find the dock</h2>", page);
    }

    [Fact]
    public void Colours_by_day_and_in_the_dark_are_the_brands_own_and_must_be_readable()
    {
        var brand = GuestSamples.Fleet.Brands[0] with
        {
            Colours = new Dictionary<string, string> { ["--brand"] = "#7A1F3D", ["--brand-deep"] = "#551028", ["--chart-land"] = "#EFE0D0" },
            DarkColours = new Dictionary<string, string> { ["--brand"] = "#7A1F3D" },
        };
        var plan = GuestPage.Plan(GuestSamples.Example, GuestSamples.Fleet with { Brands = [brand] }, GuestSamples.Inputs);
        var page = GuestPage.Render(TemplateSource.Templates, plan, GuestSamples.Key, 1);
        var faults = new PageGate().Check(page);
        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.StartsWith("In the dark, ", fault.Sentence));
    }

    [Theory]
    [InlineData("")]
    [InlineData("photos-")]
    public void Every_language_has_the_same_words_with_the_same_places(string kind)
    {
        var folder = Path.Combine(TemplateSource.Root, "words");
        var english = Words(Path.Combine(folder, kind + "en.json"));
        var files = Directory.GetFiles(folder, kind + "??.json");
        Assert.Contains(files, file => file.EndsWith("es.json", StringComparison.Ordinal));
        foreach (var file in files)
        {
            var words = Words(file);
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), words.Keys.Order(StringComparer.Ordinal));
            foreach (var (key, text) in words)
            {
                var foreign = Places(text).Except(Places(english[key]), StringComparer.Ordinal).ToList();
                Assert.True(foreign.Count == 0, $"{file}: {key} asks for {string.Join(", ", foreign)}");
            }
        }
    }

    private static Dictionary<string, string> Words(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.EnumerateObject().ToDictionary(word => word.Name, word => word.Value.GetString()!);
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ScribanTemplates Templates(params (string Name, byte[] Bytes)[] own)
    {
        var files = TemplateFolder.Read(TemplateSource.Root).Files.ToDictionary(file => file.Key, file => file.Value.Bytes);
        foreach (var (name, bytes) in own) files[$"brands/southing/{name}"] = bytes;
        return new ScribanTemplates(TemplateFolder.Of(files));
    }

    private static string Page(params (string Name, byte[] Bytes)[] own)
    {
        var plan = GuestPage.Plan(GuestSamples.Example, GuestSamples.Fleet, GuestSamples.Inputs);
        return Encoding.UTF8.GetString(GuestPage.Render(Templates(own), plan, GuestSamples.Key, 1));
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
