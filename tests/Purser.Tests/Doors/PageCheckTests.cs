using System.Text;
using Purser.Contracts.Memory;
using Purser.Host.Doors.Local.Health;
using Purser.Outside;

namespace Purser.Tests.Doors;

public sealed class PageCheckTests
{
    private static readonly ObjectKey Key = ObjectKey.Of("g/purser-doctor.html");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_publishes_changes_and_removes_its_page()
    {
        var objects = new MemoryObjects();
        var edge = new MemoryEdge();
        Assert.True(Assert.Single(await Check(objects, edge).Look(Stop)).Well);
        Assert.Empty(objects.All);
        Assert.Equal(2, objects.Puts);
    }

    [Fact]
    public async Task What_a_look_that_was_cut_off_left_behind_is_replaced_and_removed()
    {
        var objects = new MemoryObjects();
        await Publish(objects, null);
        Assert.True(Assert.Single(await Check(objects, new MemoryEdge()).Look(Stop)).Well);
        Assert.Empty(objects.All);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Another_doctors_page_is_neither_replaced_nor_removed_nor_forgotten(int turn)
    {
        var faults = Faults.None;
        var objects = new MemoryObjects(faults);
        var edge = new MemoryEdge();
        var gets = 0;
        faults.Pause = async what =>
        {
            // The other comes between this one's look and its put, or before its second look.
            var now = turn == 1 ? what.StartsWith("put", StringComparison.Ordinal) : what.StartsWith("get", StringComparison.Ordinal) && ++gets == 2;
            if (!now) return;
            faults.Pause = null;
            await Publish(objects, objects.Now(Key)?.Tag);
        };
        var found = Assert.Single(await Check(objects, edge).Look(Stop));
        Assert.Equal((false, "another doctor is at work"), (found.Well, found.Found));
        Assert.Equal("another's", Encoding.UTF8.GetString(objects.Now(Key)!.Content.Body.Span));
        Assert.Equal(turn - 1, edge.Invalidated.Count(path => path == "/g/purser-doctor"));
    }

    [Fact]
    public async Task What_went_wrong_first_is_told_though_the_page_cannot_be_removed_either()
    {
        var objects = new MemoryObjects(Faults.Nth(3, FaultSpan.Forever));
        var edge = new MemoryEdge(Faults.Nth(1, FaultSpan.Forever));
        var fault = await Assert.ThrowsAsync<OutsideUnavailable>(() => Check(objects, edge).Look(Stop));
        Assert.Contains("invalidate", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_cannot_be_removed_is_told_beside_what_was_found()
    {
        var objects = new MemoryObjects(Faults.Nth(5, FaultSpan.Forever));
        var found = await Check(objects, new MemoryEdge()).Look(Stop);
        Assert.Equal([true, false], found.Select(check => check.Well));
        Assert.Contains("may still be published", found[1].Found, StringComparison.Ordinal);
    }

    private static PageCheck Check(MemoryObjects objects, MemoryEdge edge) => new(new PageWay(
        new Uri("https://guests.example/"), false, objects, edge,
        new MemoryPublicSite(objects, slug => ObjectKey.Of($"g/{slug}.html"), edge), new SeededTokens(1),
        TimeProvider.System));

    private static Task<string?> Publish(MemoryObjects objects, string? tag) => objects.Put(
        Key, new ObjectContent("another's"u8.ToArray(), "text/html", "no-cache", 0), tag, Stop);
}
