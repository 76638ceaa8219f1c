using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>An installation goes from this machine to AWS and back; what people hold in their hands still opens.</summary>
public sealed class Moving : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("purser-move-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task An_installation_moves_to_AWS_and_back_and_every_old_link_still_opens()
    {
        Assert.SkipWhen(Emulator.Wanted, "this journey goes through both modes by itself");
        await File.WriteAllTextAsync(At("pass"), "six random words are very good", Stop);
        await using var first = await House.Start();
        var held = await Fill(first);
        await held.StillOpensAt(first);
        await first.Stop();

        await using var onAws = await House.Empty(aws: true);
        await Move(first, onAws, "out.zip");
        await onAws.Begin(at: null);
        await held.StillOpensAt(onAws);
        var party = new JsonObject { ["guest"] = new JsonObject { ["party"] = 4 } };
        var changed = await onAws.Http.Office(HttpMethod.Patch, $"/api/bookings/{held.Booking}", party, "*");
        var generation = Settling.Number(changed.Is(HttpStatusCode.OK).Json["generation"]);
        await onAws.Settled(held.Booking, generation);
        await onAws.Stop();

        await using var back = await House.Empty(aws: false);
        await Move(onAws, back, "home/");
        await back.Begin(at: null);
        await held.StillOpensAt(back);
        var settled = await back.Settled(held.Booking);
        Assert.Equal(4, Settling.Number(settled["guest"]!["party"]));
        Assert.True(Settling.Number(settled["generation"]) > generation);
        await Reschedule(back, held.Booking, "2027-06-05T09:00");
    }

    [Fact]
    public async Task Moving_is_refused_into_what_is_in_use_and_from_what_is_broken()
    {
        Assert.SkipWhen(Emulator.Wanted, "this journey is about files on this machine");
        await using var house = await House.Start();
        await house.BookAndSettle(Samples.Worked());
        Assert.Equal(5, (await house.Run("export", "-o", At("early.zip"))).Code);
        await house.Stop();
        (await house.Run("export", "-o", At("whole.zip"))).Well();
        Assert.Equal(1, (await house.Run("import", At("whole.zip"))).Code);

        await using var target = await House.Empty(aws: false);
        var bytes = await File.ReadAllBytesAsync(At("whole.zip"), Stop);
        await File.WriteAllBytesAsync(At("cut.zip"), bytes[..^100], Stop);
        Assert.Equal(2, (await target.Run("import", At("cut.zip"))).Code);
        var came = (await target.Run("import", At("whole.zip"), "--json")).Well();
        var dead = JsonNode.Parse(came.Output)!["deadLinks"]!.AsArray();
        Assert.Contains(dead, line => line!.ToString().Contains("crew's links", StringComparison.Ordinal));
    }

    private string At(string name) => Path.Combine(_place, name);

    private async Task Move(House from, House into, string archive)
    {
        string[] secrets = ["--secrets", At("secrets"), "--passphrase-file", At("pass"), "--json"];
        var sent = JsonNode.Parse((await from.Run(["export", "-o", At(archive), .. secrets])).Well().Output)!;
        var came = JsonNode.Parse((await into.Run(["import", At(archive), .. secrets])).Well().Output)!;
        Assert.Equal(sent.Word("digest"), came.Word("digest"));
        Assert.Empty(came["deadLinks"]!.AsArray());
        Assert.True(Settling.Number(came["replanned"]) >= 1);
    }

    private static async Task Reschedule(House house, string id, string start)
    {
        var change = new JsonObject { ["start"] = start };
        var reply = await house.Http.Office(HttpMethod.Patch, $"/api/bookings/{id}", change, "*");
        var generation = Settling.Number(reply.Is(HttpStatusCode.OK).Json["generation"]);
        await house.Settled(id, generation);
        var entry = (await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{id}")).Is(HttpStatusCode.OK).Json;
        var crew = (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal((start, start), (entry.Word("start"), crew.Word("departure")));
    }

    private static async Task<Held> Fill(House house)
    {
        using var guest = await PhotoGuest.Board(house);
        await guest.Give(CameraPicture.At("2027:05:30 10:40:00"));
        var photo = (await guest.Gallery(1))[0]!["thumbs"]!.AsObject().First().Value!.GetValue<string>();
        var listed = (await house.Http.Office(HttpMethod.Get, "/api/bookings")).Is(HttpStatusCode.OK).Json["items"]![0]!;
        var booking = await house.Settled(listed.Word("id"));
        var feed = new JsonObject { ["kind"] = "owner" };
        var made = (await house.Http.Calendar(HttpMethod.Post, "/calendar/feeds", feed)).Is(HttpStatusCode.Created).Json;
        var crew = await house.Outbox.Arrival(
            "an invitation", letter => letter.File.Contains("crew-invitation", StringComparison.Ordinal));
        return new Held(
            booking.Word("id"), booking["links"]!.Word("guestPage"), new Uri(crew.Link(house.Crew)).PathAndQuery,
            new Uri(made.Word("address")).PathAndQuery, photo, (await house.Http.Guest(photo)).Bytes, guest.Bearer,
            house.Outbox.All.Count);
    }

    /// <summary>What people hold in their hands.</summary>
    private sealed record Held(
        string Booking, string GuestLink, string CrewLink, string Feed, string Photo, byte[] PhotoBytes,
        (string, string) Bearer, int Mails)
    {
        public async Task StillOpensAt(House house)
        {
            var path = new Uri(GuestLink).AbsolutePath;
            var link = (await house.Http.Office(HttpMethod.Get, $"/api/bookings/{Booking}")).Json["links"]!.Word("guestPage");
            Assert.Equal(new Uri(GuestLink).Fragment, new Uri(link).Fragment);
            await Wait.Until("the page is there", async () => (await house.Http.Guest(path)).Status == HttpStatusCode.OK);
            var gallery = await house.Http.Send(
                house.Guest, HttpMethod.Get, $"/api{path}/photos", null, null, Bearer);
            Assert.Single(gallery.Is(HttpStatusCode.OK).Json["items"]!.AsArray());
            Assert.Equal(PhotoBytes, (await house.Http.Guest(Photo)).Is(HttpStatusCode.OK).Bytes);
            using var member = new Visitor();
            var seen = await member.Open(new Uri(house.Crew, CrewLink).AbsoluteUri);
            Assert.Equal(HttpStatusCode.OK, seen.Status);
            Assert.Contains("Robin", seen.Text, StringComparison.Ordinal);
            var feed = await house.Http.Send(house.Office, HttpMethod.Get, Feed, null, null);
            Assert.Contains("BEGIN:VEVENT", feed.Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
            Assert.True(house.Outbox.All.Count >= Mails, "kept mails came along");
        }
    }
}
