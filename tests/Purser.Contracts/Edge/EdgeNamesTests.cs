using System.Text.RegularExpressions;
using Purser.Aws.Edge;
using Purser.Contracts.Aws.Templates;
using Purser.Host.Edge;

namespace Purser.Contracts.Edge;

/// <summary>By which names the edge answers, and that the guests' doors get every field they read.</summary>
public sealed partial class EdgeNamesTests
{
    /// <summary>What a door reads of the connection rather than of the request: it goes no further than that.</summary>
    private static readonly string[] OfConnection = ["Expect"];

    [Theory]
    [InlineData("evil.example")]
    [InlineData("guests.example.com:8080")]
    [InlineData("crew.example.com")]
    [InlineData("127.0.0.1")]
    public async Task A_site_is_given_by_its_own_name_only(string host)
    {
        await using var edge = await EdgeStand.Open();
        Assert.Equal(200, (await EdgeStand.Get(edge.Guest, "/g/may-30", ("Host", "GUESTS.example.com"))).Status);
        var refused = await EdgeStand.Get(edge.Guest, "/g/may-30", ("Host", host));
        Assert.Equal(421, refused.Status);
        Assert.Contains("urn:purser:other-site", refused.Body, StringComparison.Ordinal);
        Assert.Single(edge.Seen);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("[::1]", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("evil.example", false)]
    [InlineData("203.0.113.9", false)]
    public async Task The_door_answers_by_a_name_of_this_machine_only(string host, bool answers)
    {
        await using var edge = await EdgeStand.Open();
        using var http = new HttpClient { BaseAddress = edge.Door };
        Assert.Equal(answers ? 204 : 421, (await EdgeStand.Get(http, "/livez", ("Host", $"{host}:{edge.Door.Port}"))).Status);
        Assert.Equal(421, (await EdgeStand.Get(http, "/livez", ("Host", $"{host}:1"))).Status);
        Assert.Equal(421, (await EdgeStand.Get(http, LocalEdge.Path, ("Host", host))).Status);
    }

    /// <summary>
    /// The templates say the same as the table (<see cref="EdgeTableTests"/>): a field that a door begins to read
    /// is added to both, or it never arrives in the field.
    /// </summary>
    [Fact]
    public void Every_field_that_a_guests_door_reads_reaches_it()
    {
        var read = ReadByGuestsDoors();
        Assert.Equal(
            [
                "Accept-Language", "Authorization", "Content-Type", "Expect", "Idempotency-Key", "Origin", "X-Batch",
                "X-Event-Code",
            ],
            read);
        foreach (var door in Distribution.Guest.Behaviours.Where(one => one.Acts))
        {
            string[] passes = [.. door.Keep.Headers, .. door.Give!.Headers];
            Assert.Equal(OfConnection, read.Except(passes));
            Assert.InRange(door.Keep.Headers.Count, 0, 10);
            Assert.InRange(door.Give.Headers.Count, 0, 10);
        }
    }

    /// <summary>As their code names them: there is no other list of them.</summary>
    private static string[] ReadByGuestsDoors()
    {
        var folder = Path.Combine(Template.Root, "src", "Purser.Host", "Doors", "Guests");
        var text = string.Concat(Directory.EnumerateFiles(folder, "*.cs").Select(File.ReadAllText));
        var fields = Field().Matches(text).Select(match => match.Groups["text"] is { Success: true } quoted
            ? quoted.Value
            : Capital().Replace(match.Groups["name"].Value, "-"));
        return
        [
            .. fields.Append(text.Contains("Asked.IdempotencyKey(", StringComparison.Ordinal) ? "Idempotency-Key" : "")
                .Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    [GeneratedRegex(
        @"\b[Rr]equest\.(?:Headers(?:\.TryGetValue\(|\[)""(?<text>[^""]+)""|Headers\.(?<name>[A-Z]\w+)|(?<name>ContentType)\b)")]
    private static partial Regex Field();

    [GeneratedRegex(@"(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Capital();
}
