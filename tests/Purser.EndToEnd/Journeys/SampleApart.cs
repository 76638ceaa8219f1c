using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>What is invented says so wherever a person reads it, and never shares a folder with a real operator.</summary>
public sealed class SampleApart
{
    private const string Mark = "X-Purser-Sample";

    [Fact]
    public async Task Incident_24_whatever_a_sample_shows_says_that_it_is_invented()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var page = (await house.Http.Guest($"/g/{booking.Word("slug")}")).Is(HttpStatusCode.OK);
        Assert.Contains("class=\"sample\"", page.Text, StringComparison.Ordinal);
        Uri[] sites = [house.Guest, house.Crew, house.Office];
        foreach (var site in sites)
        {
            var reply = await house.Http.Send(site, HttpMethod.Get, "/", null, null);
            Assert.True(reply.Headers.ContainsKey(Mark), $"{site} does not say that it is a sample");
        }

        Assert.NotEmpty(house.Outbox.All);
        foreach (var letter in house.Outbox.All)
        {
            Assert.Contains("Sample: an invented operator", letter.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("sample", letter.Subject, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("sample", booking.Word("slug"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fleet.json")]
    [InlineData("purser.db")]
    public async Task Incident_24_a_sample_is_refused_where_a_real_operators_data_lies(string file)
    {
        var data = Directory.CreateTempSubdirectory("purser-e2e-").FullName;
        var path = Path.Combine(data, file);
        await File.WriteAllTextAsync(path, file == "fleet.json" ? RealFleet() : "", TestContext.Current.CancellationToken);
        var before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var ran = await PublishedProgram.Run(["serve", "--sample", "--data", data]);
        Assert.NotEqual(0, ran.Code);
        Assert.Contains("--sample", ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("ready", ran.Output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(data, "crew.csv")), "invented crew was laid into the folder");
        Directory.Delete(data, recursive: true);
    }

    private static string RealFleet()
    {
        var path = Path.Combine(PublishedProgram.Root, "samples", "operator", "fleet.json");
        var fleet = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        fleet.Remove("sample");
        return fleet.ToJsonString();
    }
}
