using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using NodaTime;
using Purser.Bookings;
using Purser.Guests;

namespace Purser.Tests.Guests;

/// <summary>The parts of a page that a booking may have: note, waiver, photos, another day.</summary>
public sealed class PagePartsTests
{
    private static readonly PhotoWindow Window =
        new(Instant.FromUtc(2027, 5, 30, 17, 0), Instant.FromUtc(2027, 6, 6, 20, 0));

    private static readonly PageOrigins Origins = new("https://guest.example.com");

    [Fact]
    public void The_offices_note_is_shown_on_boarding_day_and_under_way()
    {
        var page = Page(GuestSamples.Inputs with { DayNote = "Wind <b>8 knots</b>." });
        var note = page.QuerySelector(".said")!;
        Assert.Equal("Wind <b>8 knots</b>.", note.TextContent);
        Assert.Equal("boarding underway", note.ParentElement!.GetAttribute("data-phase"));
        Assert.Null(Page(GuestSamples.Inputs).QuerySelector(".said"));
    }

    [Fact]
    public void Waivers_are_signed_with_the_grant_and_without_it_by_a_link()
    {
        var page = Page(GuestSamples.Inputs with { Waivers = true, WaiverCount = new WaiverCount(4, 6) });
        var form = Assert.IsType<IHtmlFormElement>(page.QuerySelector("form[action$='/waiver/open']"), exactMatch: false);
        Assert.Equal("/g/may-30-boatsetter-charter/waiver/open", form.GetAttribute("action"));
        Assert.Equal("post", form.Method);
        Assert.Equal("", form.QuerySelector("input[name=grant][type=hidden]")!.GetAttribute("value"));
        Assert.Equal(
            "/g/may-30-boatsetter-charter/waiver", page.QuerySelector("a[data-seal][href]")!.GetAttribute("href"));
        Assert.DoesNotContain("4 of 6", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_count_of_waivers_is_sealed()
    {
        var plan = Plan(GuestSamples.Inputs with { Waivers = true, WaiverCount = new WaiverCount(4, 6) });
        using var plain = JsonDocument.Parse(GuestPage.PlainText(plan.Sealed));
        Assert.Equal(4, plain.RootElement.GetProperty("signed").GetInt32());
        Assert.Equal(6, plain.RootElement.GetProperty("of").GetInt32());
        var none = Encoding.UTF8.GetString(GuestPage.PlainText(Plan(GuestSamples.Inputs).Sealed));
        Assert.DoesNotContain("signed", none, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_with_photos_allows_exactly_their_script_and_style()
    {
        var page = Page(GuestSamples.Inputs with { Photos = Window, Origins = Origins });
        var policy = Policy(page);
        using var data = JsonDocument.Parse(page.QuerySelector("#data")!.TextContent);
        var photos = data.RootElement.GetProperty("photos");
        var script = photos.GetProperty("script").GetString()!;
        Assert.Matches(@"^https://guest\.example\.com/assets/photos-[\w-]{12}\.js$", script);
        Assert.Contains(script, policy["script-src"]);
        Assert.Contains(photos.GetProperty("style").GetString()!, policy["style-src"]);
        Assert.Equal(["'self'", "blob:", "data:"], policy["img-src"]);
        Assert.Equal(["'self'"], policy["connect-src"]);
        Assert.Equal("2027-05-30T17:00:00Z", photos.GetProperty("opens").GetString());
        Assert.Empty(page.QuerySelectorAll("script[src], link[rel=stylesheet]"));
        Assert.True(page.QuerySelector("#photos[data-photos]")!.HasAttribute("hidden"));
        Assert.Contains("Sunday 6 June 2027", page.QuerySelector("noscript")!.TextContent.Replace('\u00A0', ' '));
    }

    [Fact]
    public void A_page_without_photos_may_load_nothing()
    {
        var page = Page(GuestSamples.Inputs);
        var policy = Policy(page);
        Assert.All(policy["script-src"], source => Assert.StartsWith("'sha256-", source));
        Assert.Equal(["data:"], policy["img-src"]);
        Assert.Null(page.QuerySelector("#photos"));
    }

    [Fact]
    public void Another_upload_host_is_the_one_thing_more_that_can_be_reached()
    {
        var origins = Origins with { Uploads = "https://uploads.example.com" };
        var policy = Policy(Page(GuestSamples.Inputs with { Photos = Window, Origins = origins }));
        Assert.Equal(["'self'", "https://uploads.example.com"], policy["connect-src"]);
    }

    [Fact]
    public void Another_day_is_offered_when_this_one_is_over_or_cancelled()
    {
        var brand = GuestSamples.Fleet.Brands[0] with { BookAgain = "https://example.com/book?from=page" };
        var fleet = GuestSamples.Fleet with { Brands = [brand] };
        foreach (var status in (BookingStatus[])[BookingStatus.Confirmed, BookingStatus.Cancelled])
        {
            var plan = GuestPage.Plan(GuestSamples.Example with { Status = status }, fleet, GuestSamples.Inputs);
            var page = GuestPageTests.Parse(Encoding.UTF8.GetString(
                GuestPage.Render(TemplateSource.Templates, plan, GuestSamples.Key, 1)));
            Assert.NotNull(page.QuerySelector("a[href='https://example.com/book?from=page']"));
        }

        Assert.DoesNotContain("Book again", Page(GuestSamples.Inputs).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_grant_is_what_its_hash_says()
    {
        var grant = System.Buffers.Text.Base64Url.DecodeFromChars(GuestSamples.Key.Grant);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(grant));
        Assert.Equal(GuestSamples.Key.GrantHash, hash);
    }

    private static Dictionary<string, string[]> Policy(IHtmlDocument page) =>
        page.QuerySelector("meta[http-equiv]")!.GetAttribute("content")!.Split("; ")
            .Select(part => part.Split(' ')).ToDictionary(part => part[0], part => part[1..]);

    private static PagePlan Plan(PageInputs inputs) =>
        GuestPage.Plan(GuestSamples.Example, GuestSamples.Fleet, inputs);

    private static IHtmlDocument Page(PageInputs inputs) => GuestPageTests.Parse(Encoding.UTF8.GetString(
        GuestPage.Render(TemplateSource.Templates, Plan(inputs), GuestSamples.Key, 1)));
}
