using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>The server is killed while photos arrive: what it acknowledged is never lost and never sent again.</summary>
public sealed class PhotosThroughCrashes
{
    private const int Count = 24;

    private static readonly string[] Later =
        ["2027-05-30T11:04:00-07:00", "2027-05-30T11:08:00-07:00", "2027-05-30T11:12:00-07:00"];

    [Fact]
    public async Task A_kill_in_the_middle_loses_nothing_that_was_acknowledged()
    {
        using var guest = await PhotoGuest.Board(await House.Start());
        await using var house = guest.House;
        var pictures = Enumerable.Range(0, Count).Select(Picture).ToList();
        var started = (await guest.Announce(guest.Batch(pictures.Select(picture => picture.Length)))).Is(HttpStatusCode.Created);
        var uploads = started.Json["uploads"]!.AsArray().Select(upload => upload!).ToList();
        var acknowledged = new HashSet<string>();
        for (var round = 0; round < 3; round++)
        {
            for (var at = round; at < Count; at += 4) await Send(guest, uploads[at], pictures[at], acknowledged);
            // One that has arrived, and nobody has said so yet.
            await guest.Post(uploads[round + 3], pictures[round + 3]);
            await house.Kill();
            // Time goes on: what was being worked on at the end is due again after two minutes.
            await house.Begin(Later[round]);
            foreach (var id in acknowledged)
                Assert.NotEqual("granted", (await guest.Ask(HttpMethod.Get, $"{guest.Root}/{id}")).Is(HttpStatusCode.OK).Word("state"));
        }

        foreach (var (upload, picture) in uploads.Zip(pictures).Where(one => !acknowledged.Contains(one.First.Word("id"))))
            await Send(guest, upload, picture, acknowledged);
        var items = await guest.Gallery(Count);
        Assert.All(items, item => Assert.Equal("published", item!.Word("state")));
        Assert.Equal(uploads.Select(upload => upload.Word("id")), items.Select(item => item!.Word("id")));
    }

    private static byte[] Picture(int number) =>
        CameraPicture.At(string.Create(CultureInfo.InvariantCulture, $"2027:05:30 10:{number:D2}:00"));

    /// <summary>As the page does it: what is here is not sent again, what has run out is renewed.</summary>
    private static async Task Send(PhotoGuest guest, JsonNode upload, byte[] picture, HashSet<string> acknowledged)
    {
        var id = upload.Word("id");
        var standing = (await guest.Ask(HttpMethod.Get, $"{guest.Root}/{id}")).Is(HttpStatusCode.OK);
        if (!standing.Json["whole"]!.GetValue<bool>())
        {
            var renewed = (await guest.Ask(HttpMethod.Post, $"{guest.Root}/{id}/parts")).Is(HttpStatusCode.OK).Json;
            Assert.Equal(HttpStatusCode.NoContent, await guest.Post(renewed, picture));
        }

        (await guest.Done(id)).Is(HttpStatusCode.OK);
        acknowledged.Add(id);
    }
}
