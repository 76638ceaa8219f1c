using NodaTime;
using Purser.Contracts.Memory;
using Purser.Guests;
using Purser.Guests.Photos;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Tests.Guests.Photos;

/// <summary>What becomes of a photo once it is here.</summary>
public sealed class PhotoWorkTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_code_it_is_published_under_addresses_that_tell_nothing()
    {
        var world = await new PhotoWorld().Open();
        var (batch, ids) = await world.Give(2);
        await world.Work();
        var items = await world.Gallery();
        Assert.Equal(ids.Order(), items.Select(item => item.Id).Order());
        Assert.All(items, item => Assert.Equal((PhotoState.Published, "Robin"), (item.State, item.Contributor)));
        Assert.Equal(
            ["360", "360.jpg", "720", "720.jpg", "view", "view.jpg"], items[0].Thumbs!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(12, world.Shown.Count);
        Assert.Empty(world.Held);
        Assert.Equal(2, world.Shown.Select(key => key.Split('/')[1]).Distinct().Count());
        Assert.All(world.Shown, key => Assert.DoesNotContain(ids.Append(batch), id => key.Contains(id, StringComparison.Ordinal)));
        var copy = world.Objects.All[ObjectKey.Of(items[0].Thumbs!["360"][1..])];
        Assert.Equal(("image/webp", PhotoPlace.CacheControl), (copy.Content.ContentType, copy.Content.CacheControl));
        Assert.Null(world.Photo(ids[0]).Due);
    }

    [Fact]
    public async Task With_the_link_alone_it_waits_where_no_guest_sees_it()
    {
        var world = await new PhotoWorld().Open();
        var (_, ids) = await world.Give(proof: PhotoWorld.Link);
        await world.Work();
        var item = Assert.Single(await world.Gallery());
        Assert.Equal(new GalleryItem(ids[0], PhotoState.Pending, null, null, null, null, null, null, null), item);
        Assert.Empty(world.Shown);
        Assert.Equal(6, world.Held.Count);
        var summary = await new GuestDesk(world.Store.Open(Compartment.Guest)).Read(PhotoWorld.Charter, Stop);
        var now = world.Clock.GetCurrentInstant();
        Assert.Equal(new PhotoTally(0, 1, 0, now, now), summary!.Photos);
    }

    [Fact]
    public async Task The_gallery_is_in_the_order_of_capture_in_pages_of_sixty()
    {
        var world = await new PhotoWorld().Open();
        var taken = new List<Instant>();
        var noon = world.Clock.GetCurrentInstant() - Duration.FromHours(1);
        for (var number = 0; number < 130; number++)
        {
            taken.Add(noon + Duration.FromSeconds(number * 7 % 60));
            var bytes = MemoryPictures.Picture(40, 30, new CaptureTime(taken[^1], null, null));
            var id = (await Announce(world, bytes)).Id;
            await world.Send(id, bytes);
            await world.Desk.Done(PhotoWorld.Slug, id, null, Stop);
        }

        await world.Work();
        var (all, cursor, pages) = (new List<GalleryItem>(), default(string), 0);
        do
        {
            var page = await world.Desk.List(await world.Proven(), cursor, Stop);
            all.AddRange(page.Items);
            cursor = page.Next;
            pages++;
        }
        while (cursor is not null);
        Assert.Equal((taken.Count, (taken.Count + 59) / 60), (all.Count, pages));
        Assert.Equal(taken.Order(), all.Select(item => item.TakenAt!.Value));
        Assert.Equal(all.Select(item => item.Id).Distinct().Count(), all.Count);
        await Assert.ThrowsAsync<CursorUnknown>(async () => await world.Desk.List(await world.Proven(), "x", Stop));
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_with_its_reason_and_nothing_of_it_stays()
    {
        var world = await new PhotoWorld().Open();
        var id = await Given(world, "MZ: a program"u8.ToArray());
        Assert.Equal(PhotoState.Refused, world.State(id));
        Assert.Equal("this is no picture or video", world.Photo(id).Why);
        Assert.Empty(world.Quarantine.All);
        Assert.Empty(world.Objects.All);
        Assert.Equal(PhotoState.Refused, (await world.Desk.Standing(PhotoWorld.Slug, id, Stop))!.Photo.State);
    }

    [Fact]
    public async Task What_cannot_be_decoded_is_kept_for_the_owner_only()
    {
        var world = await new PhotoWorld().Open();
        var id = await Given(world, MemoryPictures.Undecodable());
        Assert.Equal((PhotoState.Kept, "there is no decoder for it"), (world.State(id), world.Photo(id).Why));
        Assert.Empty(world.Objects.All);
        using var original = await world.Desk.Original(PhotoWorld.Charter, id, Stop);
        Assert.NotNull(original);
        Assert.Null(Assert.Single(await world.Gallery()).Thumbs);
    }

    [Fact]
    public async Task A_video_has_a_poster_and_can_be_played()
    {
        var world = await new PhotoWorld().Open();
        var id = await Given(world, MemoryPictures.Video(1920, 1080, 20), "video/mp4");
        Assert.Equal((PhotoState.Published, PictureKind.Video), (world.State(id), world.Photo(id).Kind));
        Assert.EndsWith("/play.mp4", Assert.Single(await world.Gallery()).Thumbs!["play"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultMoment.Before, FaultSpan.Once)]
    [InlineData(FaultMoment.After, FaultSpan.Once)]
    [InlineData(FaultMoment.Before, FaultSpan.Forever)]
    [InlineData(FaultMoment.After, FaultSpan.Forever)]
    public async Task Whichever_call_fails_what_was_acknowledged_is_published_once(FaultMoment moment, FaultSpan span)
    {
        var calls = int.MaxValue;
        for (var n = 1; n <= calls; n++)
        {
            var faults = Faults.Nth(n, span, moment);
            var world = new PhotoWorld(faults);
            faults.Stop();
            await world.Open();
            var (_, ids) = await world.Give();
            faults.Resume();
            try
            {
                await world.Work();
            }
            catch (OutsideUnavailable)
            {
                world.Hints.Lose();
            }

            calls = faults.Calls;
            faults.Stop();
            await world.Rest();
            Assert.Equal((n, PhotoState.Published, 1), (n, world.State(ids[0]), world.Photo(ids[0]).Showing));
            Assert.Equal(6, world.Shown.Count);
            Assert.Empty(world.Held);
            Assert.Null(world.Photo(ids[0]).Due);
        }
    }

    [Fact]
    public async Task What_never_works_is_kept_with_its_cause()
    {
        var broken = new BrokenPictures();
        var world = await new PhotoWorld(pictures: broken).Open();
        var (_, ids) = await world.Give();
        await world.Work();
        Assert.Equal((PhotoState.Processing, 1), (world.State(ids[0]), broken.Asked));
        await world.Rest(24);
        Assert.Equal((PhotoState.Kept, 8), (world.State(ids[0]), broken.Asked));
        Assert.Equal("make pictures did not answer", world.Photo(ids[0]).Why);
        Assert.Empty(world.Objects.All);
        Assert.Single(world.Quarantine.All);
    }

    private sealed class BrokenPictures : IPictures
    {
        public int Asked { get; private set; }

        public Task<PictureReply> Make(string file, PictureLimits limits, CancellationToken stop)
        {
            Asked++;
            throw new OutsideUnavailable("make pictures");
        }
    }

    private static async Task<UploadTicket> Announce(PhotoWorld world, byte[] bytes, string type = "image/jpeg")
    {
        var request = new BatchRequest(
            "Robin", PhotoConsent.Least, null, [new FileRequest("a", type, bytes.Length)]);
        world.Fleet = world.Fleet with
        {
            Photos = Purser.Fleet.PhotoRules.Usual with { MostBatchesAnHour = 1000 },
        };
        var reply = await world.Desk.Start(await world.Proven(), request, null, Stop);
        return Assert.IsType<StartReply.Started>(reply).Uploads.Single();
    }

    private static async Task<string> Given(PhotoWorld world, byte[] bytes, string type = "image/jpeg")
    {
        var id = (await Announce(world, bytes, type)).Id;
        await world.Send(id, bytes);
        await world.Desk.Done(PhotoWorld.Slug, id, null, Stop);
        await world.Work();
        return id;
    }
}
