using NodaTime;
using Purser.Fleet;
using Purser.Guests.Photos;
using Purser.Outside.Records;

namespace Purser.Tests.Guests.Photos;

/// <summary>Announcing, sending and acknowledging, and all that is refused.</summary>
public sealed class PhotoSendingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_announced_is_sent_within_a_quarter_of_an_hour_and_taken_once()
    {
        var world = await new PhotoWorld().Open();
        var started = await world.Start(2);
        var (first, second) = (started.Uploads[0], started.Uploads[1]);
        Assert.Equal(world.Clock.GetCurrentInstant() + Duration.FromMinutes(15), first.Right.Expires);
        Assert.Equal($"/api/g/{PhotoWorld.Slug}/photos/{first.Id}/file", first.Right.Url.AbsolutePath);
        Assert.Empty(Assert.IsType<DoneReply.NotArrived>(await world.Desk.Done(PhotoWorld.Slug, first.Id, null, Stop)).Have);
        await world.Send(first.Id, PhotoWorld.Picture(1));
        var done = Assert.IsType<DoneReply.Taken>(await world.Desk.Done(PhotoWorld.Slug, first.Id, "Sails", Stop));
        var again = Assert.IsType<DoneReply.Taken>(await world.Desk.Done(PhotoWorld.Slug, first.Id, "Other", Stop));
        Assert.Equal((PhotoState.Processing, "Sails"), (done.Photo.State, again.Photo.Caption));
        Assert.Equal(PhotoState.Granted, world.State(second.Id));
        await world.Work();
        Assert.Equal(PhotoState.Published, world.State(first.Id));
        Assert.IsType<DoneReply.Taken>(await world.Desk.Done(PhotoWorld.Slug, first.Id, null, Stop));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public async Task Incident_21_The_server_counts_the_files_of_a_batch(int files)
    {
        var world = await new PhotoWorld().Open();
        var refused = Assert.IsType<StartReply.Refused>(
            await world.Desk.Start(await world.Proven(), PhotoWorld.Request(files), null, Stop));
        Assert.Equal("/files", Assert.Single(refused.Flaws).Pointer);
        Assert.DoesNotContain(
            world.Store.Of(Compartment.Guest).All, row => row.Key.Sort.StartsWith("photo#", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Incident_21_Strangers_cannot_flood_a_gallery()
    {
        var world = await new PhotoWorld().Open();
        world.Fleet = world.Fleet with { Photos = PhotoRules.Usual with { MostOfCharter = 30, MostBatchesAnHour = 3 } };
        await world.Start(24);
        Assert.Equal(30, Assert.IsType<StartReply.Full>(await Start(world, 7)).Most);
        await world.Start(3);
        await world.Start(1);
        Assert.Equal(Duration.FromHours(1), Assert.IsType<StartReply.TooOften>(await Start(world, 1)).Wait);
        world.Clock.AdvanceHours(1);
        Assert.IsType<StartReply.Started>(await Start(world, 1));
        var many = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Start(world, 1)));
        Assert.Single(many.OfType<StartReply.Started>());
    }

    [Theory]
    [InlineData("", "image/jpeg", 9, "/files/0/name")]
    [InlineData("a\nb.jpg", "image/jpeg", 9, "/files/0/name")]
    [InlineData("a.svg", "image/svg+xml", 9, "/files/0/type")]
    [InlineData("a.exe", "application/x-msdownload", 9, "/files/0/type")]
    [InlineData("a.gif", "image/gif", 9, "/files/0/type")]
    [InlineData("a.jpg", "image/jpeg", 0, "/files/0/size")]
    [InlineData("a.jpg", "image/jpeg", 40 * 1024 * 1024 + 1, "/files/0/size")]
    [InlineData("a.mp4", "video/mp4", 512L * 1024 * 1024 + 1, "/files/0/size")]
    [InlineData("../../etc/passwd", "image/jpeg", 9, null)]
    [InlineData("C:\\Users\\Robin\\a.heic", "image/heic", 40 * 1024 * 1024, null)]
    [InlineData("a.mov", "video/quicktime", 512L * 1024 * 1024, null)]
    public async Task A_file_of_a_wrong_kind_or_size_is_refused_by_its_place(
        string name, string type, long size, string? pointer)
    {
        var world = await new PhotoWorld().Open();
        var request = new BatchRequest("Robin", PhotoConsent.Least, null, [new FileRequest(name, type, size)]);
        var reply = await world.Desk.Start(await world.Proven(), request, null, Stop);
        var flaws = reply is StartReply.Refused refused ? refused.Flaws : [];
        Assert.Equal(pointer, flaws.SingleOrDefault()?.Pointer);
        if (reply is not StartReply.Started started) return;
        // The name is told to the owner, and is part of nothing else.
        var order = await world.Desk.Ordered(PhotoWorld.Slug, started.Uploads[0].Id, Stop);
        Assert.Equal($"{PhotoWorld.Charter}/{started.Uploads[0].Id}", order!.Name);
    }

    [Fact]
    public async Task What_has_arrived_unsaid_is_not_to_be_sent_again()
    {
        var world = await new PhotoWorld().Open();
        var upload = (await world.Start()).Uploads[0];
        await world.Send(upload.Id, PhotoWorld.Picture(1));
        world.Clock.AdvanceHours(1);
        Assert.IsType<RenewReply.Over>(await world.Desk.Renew(PhotoWorld.Slug, upload.Id, Stop));
        Assert.IsType<DoneReply.Taken>(await world.Desk.Done(PhotoWorld.Slug, upload.Id, null, Stop));
    }

    [Theory]
    [InlineData(-1, true, false)]
    [InlineData(0, true, true)]
    [InlineData(0, false, false)]
    public async Task Photos_are_taken_from_the_second_of_opening(int seconds, bool live, bool open)
    {
        var grant = GuestSamples.Grant(GuestSamples.Example) with { Revision = 1, Live = live };
        var world = await new PhotoWorld().Open(grant);
        world.Clock.Reset(grant.Opens + Duration.FromSeconds(seconds));
        var reply = await Start(world, 1);
        Assert.Equal(open, reply is StartReply.Started);
        if (!open) Assert.Equal((grant.Opens, grant.Closes, live), Closed(reply));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task And_to_the_second_of_closing(int seconds, bool open)
    {
        var grant = GuestSamples.Grant(GuestSamples.Example) with { Revision = 1 };
        var world = await new PhotoWorld().Open(grant);
        world.Clock.Reset(grant.Closes + Duration.FromSeconds(seconds));
        Assert.Equal(open, await Start(world, 1) is StartReply.Started);
    }

    [Fact]
    public async Task A_batch_that_was_announced_in_time_can_be_sent_for_a_day()
    {
        var grant = GuestSamples.Grant(GuestSamples.Example) with { Revision = 1 };
        var world = await new PhotoWorld().Open(grant);
        world.Clock.Reset(grant.Closes - Duration.FromSeconds(1));
        var id = (await world.Start()).Uploads[0].Id;
        world.Clock.AdvanceHours(23);
        var renewed = Assert.IsType<RenewReply.Renewed>(await world.Desk.Renew(PhotoWorld.Slug, id, Stop));
        Assert.Equal(world.Clock.GetCurrentInstant() + Duration.FromMinutes(15), renewed.Ticket.Right.Expires);
        world.Clock.AdvanceHours(2);
        Assert.IsType<RenewReply.Closed>(await world.Desk.Renew(PhotoWorld.Slug, id, Stop));
        await world.Rest(3);
        Assert.Equal(PhotoState.Removed, world.State(id));
        Assert.IsType<DoneReply.Gone>(await world.Desk.Done(PhotoWorld.Slug, id, null, Stop));
    }

    [Fact]
    public async Task Parts_that_are_here_are_told_and_not_sent_again()
    {
        var world = await new PhotoWorld().Open();
        var request = new BatchRequest(
            "Robin", PhotoConsent.Least, null, [new FileRequest("a.mp4", "video/mp4", (2 * 8 * 1024 * 1024) + 5)]);
        var reply = await world.Desk.Start(await world.Proven(), request, null, Stop);
        var upload = Assert.IsType<StartReply.Started>(reply).Uploads.Single();
        Assert.Equal([8 * 1024 * 1024L, 8 * 1024 * 1024, 5], upload.Right.Parts.Select(part => part.Size));
        var order = (await world.Desk.Ordered(PhotoWorld.Slug, upload.Id, Stop))!;
        using var bytes = new MemoryStream(new byte[5]);
        await world.Quarantine.Receive(order, 3, bytes, Stop);
        world.Clock.AdvanceHours(2);
        var renewed = Assert.IsType<RenewReply.Renewed>(await world.Desk.Renew(PhotoWorld.Slug, upload.Id, Stop));
        Assert.Equal([3], renewed.Ticket.Have);
        var standing = await world.Desk.Standing(PhotoWorld.Slug, upload.Id, Stop);
        Assert.Equal((PhotoState.Granted, false), (standing!.Photo.State, standing.Whole));
        Assert.Equal([3], standing.Have);
        Assert.Equal(
            [3], Assert.IsType<DoneReply.NotArrived>(await world.Desk.Done(PhotoWorld.Slug, upload.Id, null, Stop)).Have);
    }

    [Fact]
    public async Task The_same_request_under_the_same_key_is_one_batch()
    {
        var world = await new PhotoWorld().Open();
        var page = await world.Proven();
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            _ => world.Desk.Start(page, PhotoWorld.Request(3), "key-1", Stop)));
        var first = Assert.IsType<StartReply.Started>(replies[0]);
        Assert.All(replies.Cast<StartReply.Started>(), reply => Assert.Equal(
            (first.Batch, string.Join(' ', first.Uploads.Select(upload => upload.Id))),
            (reply.Batch, string.Join(' ', reply.Uploads.Select(upload => upload.Id)))));
        Assert.IsType<StartReply.KeyUsed>(await world.Desk.Start(page, PhotoWorld.Request(2), "key-1", Stop));
        Assert.IsType<StartReply.Started>(await world.Desk.Start(page, PhotoWorld.Request(2), "key-2", Stop));
    }

    [Fact]
    public async Task What_arrived_counts_though_nobody_said_so()
    {
        var world = await new PhotoWorld().Open();
        var id = (await world.Start()).Uploads[0].Id;
        await world.Send(id, PhotoWorld.Picture(1));
        await world.Rest(2);
        Assert.Equal(PhotoState.Published, world.State(id));
    }

    [Fact]
    public async Task Nothing_is_taken_under_an_upload_that_is_over()
    {
        var world = await new PhotoWorld().Open();
        var (batch, ids) = await world.Give();
        await world.Work();
        var order = await world.Desk.Ordered(PhotoWorld.Slug, ids[0], Stop);
        using (var bytes = new MemoryStream(PhotoWorld.Picture(1)))
            Assert.IsType<Purser.Embedded.ReceiveReply.Already>(await world.Quarantine.Receive(order!, 0, bytes, Stop));
        await world.Desk.Remove(PhotoWorld.Slug, ids[0], batch, Stop);
        Assert.Null(await world.Desk.Ordered(PhotoWorld.Slug, ids[0], Stop));
        Assert.IsType<RenewReply.Over>(await world.Desk.Renew(PhotoWorld.Slug, ids[0], Stop));
    }

    private static async Task<StartReply> Start(PhotoWorld world, int files) =>
        await world.Desk.Start(await world.Proven(), PhotoWorld.Request(files), null, Stop);

    private static (Instant, Instant, bool) Closed(StartReply reply)
    {
        var closed = Assert.IsType<StartReply.Closed>(reply);
        return (closed.Opens, closed.Closes, closed.Live);
    }
}
