using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Purser.Bookings;
using Purser.Guests;
using Purser.Host.Pages.Gate;

namespace Purser.Tests.Guests;

public sealed class PageGateTests
{
    private static readonly PageInputs Whole = GuestSamples.Inputs with
    {
        DayNote = "Sun all day, 17 °C on the water. Wind from the north-west, 10 knots.",
        Waivers = true,
        WaiverCount = new WaiverCount(4, 6),
        Photos = new PhotoWindow(Instant.FromUtc(2027, 5, 30, 17, 0), Instant.FromUtc(2027, 6, 6, 17, 0)),
        Origins = new PageOrigins("https://guest.example.com"),
    };

    [Theory]
    [InlineData("en", BookingStatus.Confirmed)]
    [InlineData("es", BookingStatus.Confirmed)]
    [InlineData("en", BookingStatus.Cancelled)]
    [InlineData("es", BookingStatus.Cancelled)]
    public void The_products_own_pages_pass(string language, BookingStatus status)
    {
        var brand = GuestSamples.Fleet.Brands[0] with { Language = language, BookAgain = "https://example.com/book" };
        foreach (var inputs in (PageInputs[])[GuestSamples.Inputs, Whole])
        {
            var plan = GuestPage.Plan(
                GuestSamples.Example with { Status = status }, GuestSamples.Fleet with { Brands = [brand] }, inputs);
            var page = GuestPage.Render(TemplateSource.Templates, plan, GuestSamples.Key, 3);
            Assert.Empty(new PageGate().Check(page).Select(fault => fault.Sentence));
        }
    }

    [Theory]
    [InlineData("links", "href=\"#dock\"", "href=\"#pier\"", "leads to #pier, which is not on the page")]
    [InlineData("links", "href=\"#dock\"", "href=\"\"", "leads nowhere")]
    [InlineData("links", "href=\"https://maps.example", "href=\"http://maps.example", "only https, mailto and tel")]
    [InlineData("links", "href=\"https://maps.example/cabrillo-dock\"", "href=\"javascript:x()\"", "only https")]
    [InlineData("links", "<main>", "<main><a href=\"tel:\">Call</a>", "calls nobody")]
    [InlineData("links", "action=\"/api/", "action=\"https://elsewhere.example/", "may send to this site only")]
    [InlineData("words", "A warm layer", "A tip of $20", "which names an amount")]
    [InlineData("words", "\"Tentative\"", "\"You owe $250\"", "The page's data says \"You owe $250\"")]
    [InlineData("words", "A warm layer", "{{ facts.thing }}", "a piece of a template")]
    [InlineData("words", "A warm layer", "undefined", "\"undefined\" is a fact that was missing")]
    [InlineData("words", "A warm layer", "By {0}", "with a place that nothing filled")]
    [InlineData("words", "aria-label=\"Your day, step by step\"", "aria-label=\"null\"", "a fact that was missing")]
    [InlineData("names", "<html lang=\"en\"", "<html", "does not say its language")]
    [InlineData("names", "<h1 id=\"head\">", "<h1>Twice</h1><h1 id=\"head\">", "2 first headings")]
    [InlineData("names", "<h2 id=\"dock\">", "<h4>Deep</h4><h2 id=\"dock\">", "one is left out")]
    [InlineData("names", "<main>", "<main><img src=\"data:,\">", "no text in its place")]
    [InlineData("names", "<main>", "<main><button></button>", "A button has no name")]
    [InlineData("names", "<main>", "<main><a href=\"#dock\"></a>", "A link has no name")]
    [InlineData("names", "<label for=\"link-mail\">", "<label>", "The field \"email\" has no label")]
    [InlineData("names", "id=\"h-bring\">", "id=\"dock\">", "The id \"dock\" is given 2 times")]
    [InlineData("noindex", "noindex,nofollow", "all", "Search engines would list the page")]
    [InlineData("contrast", "--brand:var(--sea)", "--brand:#9FD3F0", "By day, the words of a button")]
    [InlineData("contrast", "--on-sea:#06202E", "--on-sea:#8AA0AA", "In the dark, the words of a button")]
    [InlineData("contrast", "--chart-land:#F1E5C3", "--chart-land:sand", "cannot be checked: --chart-land is sand")]
    [InlineData("requests", "<main>", "<main><img alt=\"\" src=\"https://cdn.example/x.png\">", "https://cdn.example/x.png")]
    [InlineData("requests", "</style>", "body{background:url(//cdn.example/x.png)}</style>", "a style loads //cdn.example")]
    [InlineData("requests", "<style>", "<style>@import 'more.css';", "a style imports another")]
    [InlineData("requests", "<link rel=\"icon\"", "<link rel=\"stylesheet\" href=\"https://x.example/a.css\"><link rel=\"icon\"", "x.example")]
    public void A_page_with_a_fault_is_held_back_with_a_sentence(string rule, string text, string instead, string said)
    {
        var page = GuestPageTests.Page(GuestSamples.Example);
        Assert.Contains(text, page, StringComparison.Ordinal);
        var faults = new PageGate().Check(Encoding.UTF8.GetBytes(page.Replace(text, instead, StringComparison.Ordinal)));
        Assert.Contains(faults, fault => fault.Rule == rule && fault.Sentence.Contains(said, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.EndsWith(".", fault.Sentence));
    }

    [Fact]
    public void A_page_that_is_too_heavy_is_held_back()
    {
        var noise = Convert.ToBase64String(Noise(9_000));
        var page = GuestPageTests.Page(GuestSamples.Example).Replace("<main>", $"<main><!-- {noise} -->", StringComparison.Ordinal);
        var fault = Assert.Single(new PageGate().Check(Encoding.UTF8.GetBytes(page)));
        Assert.Equal("weight", fault.Rule);
        Assert.Contains("must stay under 30,000", fault.Sentence);
    }

    [Theory]
    [InlineData("#000000", "#FFFFFF", 21.0)]
    [InlineData("#fff", "#ffffff", 1.0)]
    [InlineData("#0A5678", "#FFFFFF", 8.0)]
    [InlineData("#F09AD6", "#0A151D", 9.0)]
    public void Contrast_is_what_WCAG_computes(string one, string two, double ratio) =>
        Assert.Equal(ratio, ContrastRule.Ratio(one, two), 0.06);

    private static byte[] Noise(int length)
    {
        var bytes = new List<byte>();
        for (var i = 0; bytes.Count < length; i++) bytes.AddRange(SHA256.HashData(BitConverter.GetBytes(i)));
        return [.. bytes];
    }
}
