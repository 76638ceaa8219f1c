using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using NodaTime;
using Purser.Fleet;
using Purser.Guests.Waivers;
using Purser.Host.Doors;
using Purser.Outside;

namespace Purser.Tests.Guests.Waivers;

/// <summary>The pages as they are sent.</summary>
public sealed partial class WaiverPagesTests
{
    private static readonly FleetFacts Fleet = GuestSamples.Fleet with { Waivers = GuestSamples.Waivers };
    private static readonly PageGrant Grant = GuestSamples.Grant(GuestSamples.Example) with { Revision = 3 };
    private static readonly WaiverStanding Standing = new(3, 6, ["Ada Stone"], 2);

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public void Pages_look_as_they_did(string language)
    {
        var scene = Scene(language);
        var wrong = WaiverReadingTests.Minor with { Guardian = "", Consent = "" };
        var paper = Paper(language);
        WaiverError[] errors = [new("guardian", "guardian"), new("consent", "consent")];
        Check($"waiver-form.{language}.html", WaiverPages.Form(
            TemplateSource.Templates, scene, wrong, "token", Standing, errors, null));
        Check($"waiver-signed.{language}.html",
            WaiverPages.Signed(TemplateSource.Templates, scene, paper, Standing));
        Check($"waiver-code.{language}.html",
            WaiverPages.Code(TemplateSource.Templates, Fleet, scene.Slug, language));
        Check($"waiver-refused.{language}.html",
            WaiverPages.Refused(TemplateSource.Templates, scene, "cancelled"));
        Check($"waiver-blank.{language}.html", WaiverPages.Blank(
            TemplateSource.Templates, Fleet, Grant.Trip, Grant.Channel, language, GuestSamples.Site));
        Check($"waiver-paper.{language}.html", WaiverPages.Paper(
            TemplateSource.Templates, WaiverPaperFacts.Of(paper, Fleet)));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public void Copies_look_as_they_did(string language)
    {
        var letter = WaiverLetters.Write(TemplateSource.Templates,
            WaiverPaperFacts.Of(Paper(language), Fleet));
        Golden.Check($"waiver-copy.{language}.html", letter.Html);
        Golden.Check($"waiver-copy.{language}.txt", $"Subject: {letter.Subject}\n\n{letter.Text}");
    }

    [Fact]
    public void Every_refusal_note_and_error_has_its_words()
    {
        var scene = Scene("en");
        foreach (var why in (string[])["cancelled", "over", "full", "large"])
            Assert.Contains("Nothing was stored", WaiverPages.Refused(TemplateSource.Templates, scene, why));
        foreach (var note in (string[])["text", "trip", "stale", "kept"])
            Assert.Contains("Nothing is signed yet", Form(scene, WaiverReadingTests.Adult, [], note));
        foreach (var code in (string[])["age", "passenger", "name", "born", "grown", "child", "guardian",
            "mail", "typed", "other", "drawn",
            "large", "strokes", "consent"])
        {
            Assert.Contains("href=\"#passenger\"",
                Form(scene, WaiverReadingTests.Adult, [new("passenger", code)], null));
        }
    }

    [Fact]
    public void The_hash_of_the_text_that_is_shown_is_the_hash_that_is_signed() => Clauses.Sample(
        clauses =>
        {
            var rules = GuestSamples.Waivers with
            {
                Texts = new Dictionary<string, IReadOnlyList<WaiverClause>> { ["en"] = clauses },
            };
            var scene = Scene("en") with { Fleet = GuestSamples.Fleet with { Waivers = rules } };
            var page = GuestPageTests.Parse(Form(scene, WaiverReadingTests.Adult, [], null));
            var shown = string.Concat(page.QuerySelectorAll("[data-clause]").Select(clause =>
                $"{clause.QuerySelector("strong")!.TextContent}\n{clause.QuerySelector(".words")!.TextContent}\n\n"));
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shown)));
            Assert.Equal(hash, page.QuerySelector("input[name=text]")!.GetAttribute("value"));
            Assert.Equal(hash, WaiverText.Of(rules, "en").Hash);
        },
        iter: 50, threads: 1);

    [Fact]
    public void A_printable_name_survives_every_page() => Names.Sample(
        name =>
        {
            var fields = WaiverReadingTests.Adult with { Passenger = name.Text, Typed = name.Text };
            var form = GuestPageTests.Parse(Form(Scene("en"), fields, [], null));
            Assert.Equal(name.Text, form.QuerySelector("#passenger")!.GetAttribute("value"));
            Assert.Equal(name.Text, form.QuerySelector("#typed")!.GetAttribute("value"));
            var facts = WaiverPaperFacts.Of(Paper("en") with { Passenger = name.Text }, Fleet);
            var paper = GuestPageTests.Parse(WaiverPages.Paper(TemplateSource.Templates, facts));
            Assert.Equal(name.Text, paper.QuerySelector("dl dd")!.TextContent);
            Assert.DoesNotContain(WaiverLetters.Write(TemplateSource.Templates, facts).Subject,
                char.IsControl);
        },
        iter: 50, threads: 1);

    [Fact]
    public void Without_a_session_every_address_shows_the_same_form()
    {
        string Page(string slug) => WaiverPages.Code(TemplateSource.Templates, Fleet,
            Texts.Parse<Purser.Bookings.Slug>(slug), "en")
            .Replace(slug, "", StringComparison.Ordinal);
        Assert.Equal(Page("may-30-boatsetter-charter"), Page("nothing-of-this-name"));
        Assert.DoesNotContain("JADA", Page("may-30-boatsetter-charter"));
    }

    [Fact]
    public void What_was_written_is_kept_for_who_must_give_the_code_again()
    {
        var page = GuestPageTests.Parse(WaiverPages.Code(
            TemplateSource.Templates, Fleet, Grant.Slugs[0], "en", WaiverReadingTests.Minor));
        Assert.Equal("Sam Alvarez", page.QuerySelector("input[name=passenger]")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("input[name=consent]"));
        Assert.Null(page.QuerySelector("input[name=text]"));
    }

    [Fact]
    public void A_card_has_the_code_and_two_squares()
    {
        var html = WaiverPages.Card(
            TemplateSource.Templates, Fleet, Grant.Trip, "K7MW4P", new Uri("http://localhost:8080/g/x"),
            QrSquare.Of);
        var page = GuestPageTests.Parse(html);
        Assert.Equal("K7MW4P", page.QuerySelector(".big .code")!.TextContent);
        Assert.Equal(2, page.QuerySelectorAll("svg.square").Length);
        Assert.Contains("http://localhost:8080/g/x/waiver", page.Body!.TextContent);
        Assert.DoesNotContain("Alvarez", html);
    }

    private const string Sharp = "<>&\"'`{} x";

    private static readonly Gen<char> Letters = Gen.Frequency(
        (3, Gen.Char.Where(letter => PassengerName.TryParse(letter.ToString(), out _))),
        (1, Gen.Int[0, Sharp.Length - 1].Select(at => Sharp[at])));

    private static readonly Gen<PassengerName> Names = Letters.Array[1, 60]
        .Select(letters => "N" + new string(letters)).Select(Texts.Parse<PassengerName>);

    private static readonly Gen<IReadOnlyList<WaiverClause>> Clauses = Gen.Select(Names, Names)
        .Select(pair => new WaiverClause(pair.Item1.Text, pair.Item2.Text + "\n<b>&amp;</b> \"x\"\nend"))
        .List[1, 5].Select(list => (IReadOnlyList<WaiverClause>)list);

    private static string Form(WaiverScene scene, WaiverFields fields, IReadOnlyList<WaiverError> errors,
        string? note) =>
        WaiverPages.Form(TemplateSource.Templates, scene, fields, "token", Standing, errors, note);

    private static WaiverScene Scene(string language) => new(
        Grant, Grant.Slugs[0], language, Fleet, GuestSamples.Site, GuestSamples.Now);

    private static WaiverPaper Paper(string language)
    {
        var text = WaiverText.Of(GuestSamples.Waivers, language);
        return new WaiverPaper(
            Grant.Booking, "abcdefghijklmnopqrstuvwxyz", "Sam Alvarez", "Robin Alvarez",
            new LocalDate(2018, 2, 11),
            new SignedText(text.Version, text.Date, text.Language, text.Hash, text.Clauses), null,
            "M100 200L300 250L500 180", GuestSamples.Now, GuestSamples.Now + Duration.FromDays(365),
            "robin@example.com",
            language, "link", Grant.Trip, Grant.Channel, null);
    }

    /// <summary>Style and script have tests of their own, and would drown the words.</summary>
    private static void Check(string name, string html) =>
        Golden.Check(name, Hash().Replace(Loud().Replace(html, "$1...$2"), "sha256-..."));

    [GeneratedRegex(@"(<style>|<script>)[\s\S]*?(</style>|</script>)")]
    private static partial Regex Loud();

    [GeneratedRegex("sha256-[A-Za-z0-9+/=]+")]
    private static partial Regex Hash();
}
