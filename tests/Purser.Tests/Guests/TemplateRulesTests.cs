using System.Text;
using System.Text.Json;
using CsCheck;
using Purser.Host.Pages.Templates;
using Purser.Outside;

namespace Purser.Tests.Guests;

public sealed class TemplateRulesTests
{
    private static readonly string[] Nasty =
    [
        "<script>alert(1)</script>", "</script><script>", "{{ include 'guest/page.html' }}", "\" onload=\"x", "' onload='x", "&amp;",
        "a\u0000b\u001bc", "\ud800", "<!--", "`x`", "${x}", "]]>", "Zoë O'Neil", "🙂",
    ];

    private static readonly Gen<string> Texts =
        Gen.OneOf(Gen.String[0, 40], Gen.Select(Gen.Int[0, Nasty.Length - 1].Select(i => Nasty[i]), Gen.String[0, 5], (left, right) => left + right));

    [Fact]
    public void Html_values_are_escaped_in_text_and_attributes() => Texts.Sample(
        text =>
        {
            var html = Render("a.html", "<p title=\"{{ x }}\">{{ x }}</p>", text);
            var element = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
            var p = element.QuerySelector("p")!;
            Assert.Equal(Readable(text), p.TextContent);
            Assert.Equal(Readable(text), p.GetAttribute("title"));
            Assert.Single(p.Attributes);
            Assert.Empty(p.Children);
        },
        iter: 2_000);

    [Fact]
    public void Data_for_scripts_is_one_block_that_cannot_be_ended() => Texts.Sample(
        text =>
        {
            var html = Render("a.html", "<script type=\"application/json\">{{ json [x] }}</script><p>after</p>", text);
            var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
            using var data = JsonDocument.Parse(page.QuerySelector("script")!.TextContent);
            Assert.Equal(JsonText(text), data.RootElement[0].GetString());
            Assert.Equal("after", page.QuerySelector("p")!.TextContent);
        },
        iter: 2_000);

    [Fact]
    public void A_subject_is_one_line() => Texts.Sample(
        text =>
        {
            var subject = Render("a.subject.txt", "Hello\n{{ x }}\r\nBcc: y", text);
            Assert.DoesNotContain(subject, char.IsControl);
        },
        iter: 500);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JAVASCRIPT:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("//example.com")]
    [InlineData("https://exa mple.com")]
    [InlineData("")]
    public void An_address_of_another_scheme_is_a_fault(string address) =>
        Assert.Throws<TemplateFault>(() => Render("a.html", "<a href=\"{{ address x }}\">y</a>", address));

    [Theory]
    [InlineData("{{ nothing }}")]
    [InlineData("{{ facts.nothing }}")]
    [InlineData("{{ include '../secret.html' }}")]
    [InlineData("{{ include '/etc/passwd' }}")]
    [InlineData("{{ include 'a.html' }}")]
    [InlineData("{{ for i in 1..100000; i; end }}")]
    [InlineData("{{ 'x' | string.upcase }}")]
    [InlineData("{{ date.now }}")]
    [InlineData("{{ say 'no such word' }}")]
    [InlineData("{{ asset '../words/en.json' }}")]
    public void What_is_not_there_or_never_ends_is_a_fault(string template) =>
        Assert.Throws<TemplateFault>(() => Render("a.html", template, "x"));

    [Fact]
    public void A_template_that_does_not_parse_is_refused_at_the_start() =>
        Assert.Throws<TemplateFault>(() => Render("a.html", "{{ if x }}", "x"));

    [Fact]
    public void A_brand_replaces_single_files()
    {
        var templates = Templates(("a.html", "{{ include 'b.html' }}"), ("b.html", "house"), ("brands/south/b.html", "south"));
        Assert.Equal("house", templates.Render("a.html", "north", "{}"u8.ToArray()));
        Assert.Equal("south", templates.Render("a.html", "south", "{}"u8.ToArray()));
    }

    [Fact]
    public void The_version_changes_with_any_file()
    {
        var first = Templates(("a.html", "x"), ("assets/b.js", "y")).Version;
        Assert.Equal(first, Templates(("assets/b.js", "y"), ("a.html", "x")).Version);
        Assert.NotEqual(first, Templates(("a.html", "x"), ("assets/b.js", "z")).Version);
        Assert.NotEqual(first, Templates(("c.html", "x"), ("assets/b.js", "y")).Version);
    }

    [Fact]
    public void A_language_without_a_word_says_it_in_English()
    {
        var templates = Templates(
            ("a.html", "{{ say 'a' 3 }} {{ say 'b' }}"), ("words/en.json", "{\"a\":\"in {0} days\",\"b\":\"<b>\"}"),
            ("words/es.json", "{\"a\":\"en {0} días\"}"));
        Assert.Equal("en 3 días &lt;b&gt;", templates.Render("a.html", "x", Encoding.UTF8.GetBytes("{\"language\":\"es\"}")));
    }

    [Fact]
    public void A_mail_stands_in_the_frame()
    {
        var facts = """
            { "language": "en", "subject": "S", "preheader": "P", "brand": "South & ing", "footer": "F", "sample": true,
              "heading": "H <b>", "what": "W", "about": "Y", "doThis": "D", "link": "https://office.example/x?a=1&b=2" }
            """;
        var html = TemplateSource.Templates.Render("mail/owner-alert.html", "southing", Encoding.UTF8.GetBytes(facts));
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
        Assert.StartsWith("<!doctype html>", html);
        Assert.Equal("H <b>", page.QuerySelector("main h1")!.TextContent);
        Assert.Equal("https://office.example/x?a=1&b=2", page.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(["Y", "D"], page.QuerySelectorAll("main tr th + td").Select(cell => cell.TextContent));
        Assert.Contains("South &amp; ing", html);
    }

    internal static ScribanTemplates Templates(params (string Path, string Text)[] files) =>
        new(TemplateFolder.Of(files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Text))));

    private static string Render(string name, string template, string value)
    {
        using var facts = new MemoryStream();
        using (var writer = new Utf8JsonWriter(facts))
        {
            writer.WriteStartObject();
            writer.WriteString("x", value);
            writer.WriteStartObject("facts");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Templates((name, template), ("words/en.json", "{}")).Render(name, "none", facts.ToArray());
    }

    private static string JsonText(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Readable(string text) => string.Concat(
        JsonText(text).EnumerateRunes()
            .Where(rune => rune.Value is '\n' or '\t' || !Rune.IsControl(rune)).Select(rune => rune.ToString()));
}
