using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>A booking at any moment, before anything is sent.</summary>
public sealed class TimeMachine
{
    [Fact]
    public async Task What_a_preview_shows_is_later_sent_and_published_byte_for_byte()
    {
        await using var house = await House.Start();
        await house.Stop();
        var booked = (await house.RunWith(Samples.Worked().ToJsonString(), "book", "-", "--json")).Well();
        var id = JsonNode.Parse(booked.Output)!.Word("id");
        var folder = house.Data + ".moment";
        var shown = JsonNode.Parse(
            (await house.Run("preview", id, "--at", "2027-05-30T10:30", "-o", folder, "--json")).Well().Output)!;
        Assert.Equal(("underway", "2027-05-30T17:30:00Z"), (shown.Word("phase"), shown.Word("at")));
        // Without a server the crew may have been written to already; the guest waits for the page.
        var already = house.Outbox.All.Select(letter => letter.File).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(4 - already.Count, shown["messages"]!.AsArray().Count);
        Assert.DoesNotContain(already, name => name.Contains("guest", StringComparison.Ordinal));

        await house.Begin(at: null);
        await house.Settled(id);
        var sent = house.Outbox.All.Select(letter => letter.File).Where(name => !already.Contains(name)).ToList();
        var previewed = Directory.GetFiles(Path.Combine(folder, "mails")).Select(path => Path.GetFileName(path)!);
        Assert.Equal(sent, previewed.Order(StringComparer.Ordinal));
        foreach (var name in sent)
        {
            Assert.Equal(
                await File.ReadAllTextAsync(Path.Combine(house.Data, "outbox", name), Stop),
                await File.ReadAllTextAsync(Path.Combine(folder, "mails", name), Stop));
        }

        var page = (await house.Http.Guest("/g/may-30-boatsetter-charter")).Is(HttpStatusCode.OK);
        Assert.Equal(page.Text, await File.ReadAllTextAsync(Path.Combine(folder, "page.html"), Stop));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_moment_that_contradicts_the_harbour_is_refused_and_nothing_is_written()
    {
        await using var house = await House.Start();
        var id = (await house.BookAndSettle(Samples.Worked())).Word("id");
        var folder = house.Data + ".moment";
        var refused = await house.Run("preview", id, "--at", "2027-05-30T10:30+02:00", "-o", folder);
        Assert.NotEqual(0, refused.Code);
        Assert.Contains("2027-05-30T01:30", refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
