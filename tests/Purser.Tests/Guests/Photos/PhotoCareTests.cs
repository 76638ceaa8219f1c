using Purser.Contracts.Memory;
using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Guests.Photos;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Tests.Guests.Photos;

/// <summary>What becomes of photos when a guest is forgotten, or when they have been kept long enough.</summary>
public sealed class PhotoCareTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erasing_removes_every_copy_every_original_and_every_record()
    {
        var world = await new PhotoWorld().Open();
        var shown = await world.Give(3);
        var waiting = await world.Give(2, PhotoWorld.Link, "Ada");
        await world.Work();
        Assert.NotEmpty(world.Objects.All);
        world.Clock.AdvanceHours(2);
        var version = (await Summary(world)).Version;
        var removed = await Care(world).Erase(PhotoWorld.Charter, Stop);
        Assert.Equal(5, removed["photos"]);
        Assert.Empty(world.Objects.All);
        foreach (var id in shown.Ids.Concat(waiting.Ids)) Assert.False(await IsKept(world, id));
        var left = world.Store.Of(Compartment.Guest).All.Select(row => row.Key.Sort).Distinct();
        Assert.Equal(["claim", "cleared", "grant"], left.Order(StringComparer.Ordinal));
        var summary = await Summary(world);
        Assert.True(summary.Version > version);
        Assert.Equal(PhotoTally.None, summary.Photos);
        Assert.Null(await world.Desk.Proofs.Judge(PhotoWorld.Slug, PhotoWorld.Code, Stop));
        Assert.Null(await world.Desk.Proofs.Judge(PhotoWorld.Slug, PhotoWorld.Link, Stop));
        Assert.Equal(0, (await Care(world).Erase(PhotoWorld.Charter, Stop)).GetValueOrDefault("photos"));
    }

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task A_stop_in_the_middle_of_erasing_is_finished_by_a_repeat(FaultMoment moment)
    {
        var count = Faults.None;
        await Given(new PhotoWorld(count));
        var stopped = true;
        for (var nth = count.Calls + 1; stopped; nth += 3)
        {
            var faults = Faults.Nth(nth, FaultSpan.Forever, moment);
            faults.Stop();
            var world = await Given(new PhotoWorld(faults));
            faults.Resume();
            stopped = await Stops(() => Care(world).Erase(PhotoWorld.Charter, Stop));
            faults.Stop();
            await Care(world).Erase(PhotoWorld.Charter, Stop);
            Assert.Empty(world.Objects.All);
            Assert.DoesNotContain(
                world.Store.Of(Compartment.Guest).All,
                row => row.Key.Sort.StartsWith(GuestRows.PhotoPrefix, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Originals_go_first_and_what_guests_see_stays()
    {
        var world = await new PhotoWorld().Open();
        var given = await world.Give(2);
        await world.Work();
        world.Clock.AdvanceHours(2);
        var objects = world.Objects.All.Count;
        Assert.Equal(2, await Care(world).Forget(PhotoWorld.Charter, GuestThing.Originals, Stop));
        Assert.Equal(0, await Care(world).Forget(PhotoWorld.Charter, GuestThing.Originals, Stop));
        Assert.False(await IsKept(world, given.Ids[0]));
        Assert.Equal((objects, 2), (world.Objects.All.Count, (await Summary(world)).Photos.Published));
        Assert.Equal(2, await Care(world).Forget(PhotoWorld.Charter, GuestThing.Photos, Stop));
        Assert.Empty(world.Objects.All);
        Assert.Equal(0, (await Summary(world)).Photos.Published);
        Assert.Equal(0, await Care(world).Forget(PhotoWorld.Charter, GuestThing.Photos, Stop));
    }

    private static GuestCareDesk Care(PhotoWorld world) => new(world.Windows);

    private static async Task<PhotoWorld> Given(PhotoWorld world)
    {
        await world.Open();
        await world.Give(2);
        await world.Work();
        // What was begun may be running for some time yet: nothing is cleared under its hands.
        world.Clock.AdvanceHours(2);
        return world;
    }

    private static async Task<bool> Stops(Func<Task> work)
    {
        try
        {
            await work();
            return false;
        }
        catch (OutsideUnavailable)
        {
            return true;
        }
    }

    private static async Task<GuestSummary> Summary(PhotoWorld world) =>
        (await world.Guests.Read(PhotoWorld.Charter, Stop))!;

    private static async Task<bool> IsKept(PhotoWorld world, string id)
    {
        using var there = await world.Quarantine.Borrow(PhotoPlace.Upload(PhotoWorld.Charter, id), Stop);
        return there is not null;
    }
}
