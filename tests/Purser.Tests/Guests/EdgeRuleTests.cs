using System.Text.Json;
using CsCheck;
using Jint;
using Purser.Bookings;
using Purser.Guests;

namespace Purser.Tests.Guests;

public sealed class EdgeRuleTests
{
    private static readonly string Deployed = File.ReadAllText(TemplateSource.Find("edge/guest-site.js"));

    private static readonly Gen<string> Slugs =
        Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-"].Array[1, 80].Select(letters => new string(letters));

    private static readonly Gen<string> Paths = Gen.OneOf(
        Gen.String[0, 20].Select(text => "/g/" + text),
        Gen.Char["/gx-.%0Ahtml \n"].Array[0, 12].Select(letters => "/g" + new string(letters)), Gen.String);

    [Fact]
    public void The_table_of_cases_holds_for_the_house_and_for_the_deployed_file()
    {
        var engine = new Engine();
        engine.Execute(Deployed);
        using var cases = JsonDocument.Parse(File.ReadAllText(TemplateSource.Find("tests/Purser.Tests/Guests/edge-cases.json")));
        foreach (var line in cases.RootElement.EnumerateArray())
        {
            var (from, to) = (line.GetProperty("from").GetString()!, line.GetProperty("to").GetString()!);
            Assert.Equal(to, PagePlace.EdgeRule(from));
            Assert.Equal(to, Rewritten(engine, from));
        }
    }

    [Fact]
    public void Incident_07_no_path_is_rewritten_twice_or_into_a_folder() => Paths.Sample(
        path =>
        {
            var once = PagePlace.EdgeRule(path);
            Assert.Equal(once, PagePlace.EdgeRule(once));
            Assert.True(once == path || !once.Contains(".html.html", StringComparison.Ordinal));
            Assert.True(once == path || once.EndsWith(".html", StringComparison.Ordinal));
        },
        iter: 20_000);

    [Fact]
    public void Incident_07_the_deployed_file_and_the_house_agree_on_every_path()
    {
        var engine = new Engine();
        engine.Execute(Deployed);
        Paths.Sample(path => Assert.Equal(PagePlace.EdgeRule(path), Rewritten(engine, path)), iter: 3_000, threads: 1);
    }

    [Fact]
    public void Incident_06_the_public_path_leads_to_the_object_that_was_published() => Slugs.Sample(
        text =>
        {
            if (!Slug.TryParse(text, out var slug)) return;
            Assert.Equal(PagePlace.Object(slug), PagePlace.At(PagePlace.Path(slug)));
            Assert.Equal(PagePlace.Object(slug), PagePlace.At(PagePlace.Path(slug) + "/"));
            Assert.Equal("/" + PagePlace.Object(slug), PagePlace.EdgeRule(PagePlace.Path(slug)));
            Assert.All(PagePlace.EdgePaths(PagePlace.Object(slug)), path => Assert.Equal(PagePlace.Object(slug), PagePlace.At(path)));
        });

    [Fact]
    public void Incident_16_the_server_makes_slugs_and_each_one_is_well_formed_and_new()
    {
        var names = Purser.Guests.Slugs.Candidates(GuestSamples.Example.Channel, new NodaTime.LocalDate(2027, 5, 30)).Take(4);
        Assert.Equal(
            ["may-30-boatsetter-charter", "may-30-boatsetter-charter-2027", "may-30-boatsetter-charter-2027-2",
                "may-30-boatsetter-charter-2027-3"],
            names.Select(slug => slug.Text));
    }

    private static string Rewritten(Engine engine, string path)
    {
        engine.SetValue("path", path);
        return engine.Evaluate("handler({ request: { uri: path } }).uri").AsString();
    }
}
