using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CsCheck;
using Purser.Bookings;
using Purser.Guests;

namespace Purser.Tests.Guests;

public sealed class GuestPageTests
{
    [Fact]
    public void The_same_facts_give_the_same_bytes_and_other_facts_others()
    {
        Assert.Equal(Page(GuestSamples.Example), Page(GuestSamples.Example));
        var other = GuestSamples.Example with { Guest = GuestSamples.Example.Guest with { Party = 5 } };
        Assert.NotEqual(Fingerprint(GuestSamples.Example), Fingerprint(other));
        Assert.Equal(Fingerprint(GuestSamples.Example), Fingerprint(GuestSamples.Example with { Generation = 9_000_001 }));
    }

    [Fact]
    public void Incident_08_the_page_prints_its_revision_and_the_times_with_their_zone()
    {
        var page = Parse(Page(GuestSamples.Example, 7));
        Assert.Equal("7", page.DocumentElement.GetAttribute("data-revision"));
        Assert.Contains("Page version 7.", page.QuerySelector("footer")!.TextContent);
        Assert.Equal("10:00 – 13:00", page.QuerySelector(".clock")!.TextContent.Trim());
        Assert.Contains("San Diego time (PDT)", page.QuerySelector(".plain")!.TextContent);
        Assert.Equal("2027-05-30T10:00-07:00", page.QuerySelector("time")!.GetAttribute("datetime"));
    }

    [Fact]
    public void Sealed_details_are_nowhere_in_the_file()
    {
        var text = Page(GuestSamples.Example);
        foreach (var secret in (string[])["Robin", "Alvarez", "slip 14", "4471", "Birthday", "Calloway", "555", "XHQGMDH",
            "robin@", "hello@", GuestSamples.Key.Fragment])
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_file_asks_no_third_party_and_no_search_engine()
    {
        var page = Parse(Page(GuestSamples.Example));
        Assert.Equal("noindex,nofollow", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Empty(page.QuerySelectorAll("img[src], script[src], link[rel=stylesheet], iframe, object"));
        Assert.DoesNotContain("unsafe-eval", page.QuerySelector("meta[http-equiv]")!.GetAttribute("content"));
    }

    [Fact]
    public void Every_script_is_named_by_its_hash_in_the_policy()
    {
        var page = Parse(Page(GuestSamples.Example));
        var policy = page.QuerySelector("meta[http-equiv]")!.GetAttribute("content")!;
        foreach (var script in page.Scripts.Where(script => script.Type is null or ""))
        {
            var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(script.TextContent));
            Assert.Contains($"'sha256-{Convert.ToBase64String(hash)}'", policy);
        }
    }

    [Fact]
    public void Under_30_kilobytes_compressed()
    {
        var page = Encoding.UTF8.GetBytes(Page(GuestSamples.Example));
        Assert.InRange(Packed(page, body => new System.IO.Compression.BrotliStream(body, Smallest, true)), 10_000, 30_000);
        Assert.InRange(Packed(page, body => new System.IO.Compression.GZipStream(body, Smallest, true)), 10_000, 30 * 1_024);
    }

    [Fact]
    public void Hostile_facts_stay_text() => Gen.String[1, 60].Sample(
        text =>
        {
            var hostile = $"{text}</script><img src=x onerror=alert(1)>{{{{ 1 }}}}\"'";
            var vessel = GuestSamples.Fleet.Vessels[0] with
            {
                Name = hostile,
                MeetingArea = hostile,
                Directions = hostile,
                Bring = [hostile],
                MapLink = "javascript:alert(1)",
            };
            var fleet = GuestSamples.Fleet with { Vessels = [vessel] };
            var plan = GuestPage.Plan(GuestSamples.Example, fleet, GuestSamples.Inputs with { CalendarFile = hostile });
            var bytes = GuestPage.Render(TemplateSource.Templates, plan, GuestSamples.Key, 1);
            var page = Parse(Encoding.UTF8.GetString(bytes));
            Assert.Empty(page.QuerySelectorAll("img, [onerror]"));
            Assert.Equal(5, page.Scripts.Length);
            Assert.All(page.QuerySelectorAll("a[href]"), link => Assert.DoesNotContain("javascript", link.GetAttribute("href")));
        },
        iter: 100);

    [Fact]
    public void Incident_27_an_earlier_address_forwards_and_keeps_the_fragment()
    {
        var plan = GuestPage.Plan(GuestSamples.Example, GuestSamples.Fleet, GuestSamples.Inputs);
        var page = Parse(Encoding.UTF8.GetString(GuestPage.Alias(TemplateSource.Templates, plan.Public)));
        Assert.Equal("/g/may-30-boatsetter-charter", page.DocumentElement.GetAttribute("data-forward"));
        Assert.Contains("location.hash", page.Scripts[0].TextContent);
        Assert.Contains("0;url=/g/may-30-boatsetter-charter", page.QuerySelector("noscript")!.InnerHtml);
    }

    [Fact]
    public void A_cancelled_page_is_short_and_says_so()
    {
        var cancelled = GuestSamples.Example with { Status = BookingStatus.Cancelled };
        var page = Parse(Page(cancelled));
        Assert.Equal("This sail is cancelled", page.QuerySelector("h1")!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".legs"));
    }

    [Fact]
    public void No_dead_buttons()
    {
        var page = Parse(Page(GuestSamples.Example));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id).ToHashSet();
        Assert.All(
            page.QuerySelectorAll("a[href^='#']"), link => Assert.Contains(link.GetAttribute("href")![1..], ids));
        foreach (var script in page.Scripts.ToList()) script.Remove();
        Assert.DoesNotContain("waiver", page.Body!.InnerHtml, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("photo", page.Body!.InnerHtml, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_page_looks_as_it_did()
    {
        Golden.Check("guest-page.html", Page(GuestSamples.Example));
        Golden.Check("guest-cancelled-page.html", Page(GuestSamples.Example with { Status = BookingStatus.Cancelled }, 4));
    }

    internal static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    internal static string Page(Booking booking, long revision = 3)
    {
        var plan = GuestPage.Plan(booking, GuestSamples.Fleet, GuestSamples.Inputs);
        return Encoding.UTF8.GetString(GuestPage.Render(TemplateSource.Templates, plan, GuestSamples.Key, revision));
    }

    private const System.IO.Compression.CompressionLevel Smallest = System.IO.Compression.CompressionLevel.SmallestSize;

    private static long Packed(byte[] page, Func<Stream, Stream> packer)
    {
        using var packed = new MemoryStream();
        using (var stream = packer(packed)) stream.Write(page);
        return packed.Length;
    }

    private static string Fingerprint(Booking booking) => GuestPage.Fingerprint(
        GuestPage.Plan(booking, GuestSamples.Fleet, GuestSamples.Inputs), GuestSamples.Grant(booking),
        TemplateSource.Templates.Version);
}
