using System.Text;
using System.Text.Json;
using CsCheck;
using Purser.Crew;
using Purser.Guests;
using Purser.Tests.Guests;

namespace Purser.Tests.Edge;

/// <summary>Both functions as deployed, against the host's own rules and over the same tables.</summary>
public sealed class EdgeFunctionTests
{
    private static readonly Gen<string> Paths = Gen.OneOf(
        Gen.Char["/aZ.-%2F0 ?"].Array[0, 14].Select(letters => "/" + new string(letters)),
        Gen.String[0, 20].Select(text => "/" + text), Gen.String);

    public static TheoryData<string, string> Files => new()
    {
        { "guest-site.js", "tests/Purser.Tests/Guests/edge-cases.json" },
        { "crew-site.js", "tests/Purser.Tests/Edge/crew-edge-cases.json" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void The_deployed_file_and_the_host_give_what_the_table_says(string file, string table)
    {
        using var function = new EdgeFunction(file);
        using var cases = JsonDocument.Parse(File.ReadAllText(TemplateSource.Find(table)));
        Assert.True(cases.RootElement.GetArrayLength() > 10);
        foreach (var line in cases.RootElement.EnumerateArray())
        {
            var (from, to) = (line.GetProperty("from").GetString()!, line.GetProperty("to").GetString()!);
            Assert.Equal(to, function.Rewritten(from));
            Assert.Equal(to, HostRule(file)(from));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_deployed_file_and_the_host_agree_on_every_path(string file, string table)
    {
        Assert.NotEmpty(table);
        using var function = new EdgeFunction(file);
        Paths.Sample(path => Assert.Equal(HostRule(file)(path), function.Rewritten(path)), iter: 3_000, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void All_but_the_path_passes_unchanged(string file, string table)
    {
        Assert.NotEmpty(table);
        using var function = new EdgeFunction(file);
        using var sent = JsonDocument.Parse(function.Run("/g/may-30"));
        using var other = JsonDocument.Parse(function.Run("/elsewhere"));
        foreach (var part in new[] { "method", "querystring", "headers", "cookies" })
            Assert.Equal(other.RootElement.GetProperty(part).GetRawText(), sent.RootElement.GetProperty(part).GetRawText());
        Assert.Equal(5, sent.RootElement.EnumerateObject().Count());
        Assert.Equal("abc", sent.RootElement.GetProperty("cookies").GetProperty("purser-crew").GetProperty("value").GetString());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_deployed_file_is_within_what_the_runtime_takes(string file, string table)
    {
        Assert.NotEmpty(table);
        using var function = new EdgeFunction(file);
        Assert.True(Encoding.UTF8.GetByteCount(function.Text) < 10 * 1024);
        Assert.Empty(EdgeSyntax.Beyond(function.Text));
    }

    [Theory]
    [InlineData("class A {}")]
    [InlineData("function handler(e) { return eval('e'); }")]
    [InlineData("function handler(e) { return e?.request; }")]
    [InlineData("function handler(e) { let { request } = e; return request; }")]
    [InlineData("function handler(e) { return { ...e.request }; }")]
    [InlineData("function handler(e) { setTimeout(e, 1); return e.request; }")]
    public void What_the_runtime_lacks_is_found(string text) => Assert.NotEmpty(EdgeSyntax.Beyond(text));

    [Fact]
    public void The_crews_rule_applied_twice_is_the_same() => Paths.Sample(
        path => Assert.Equal(CrewPlace.EdgeRule(path), CrewPlace.EdgeRule(CrewPlace.EdgeRule(path))), iter: 20_000);

    private static Func<string, string> HostRule(string file) =>
        file == "guest-site.js" ? PagePlace.EdgeRule : CrewPlace.EdgeRule;
}
