using System.Text;
using Purser.Outside;

namespace Purser.Contracts.Ports;

/// <summary>A fresh, empty place for objects, for one test.</summary>
public abstract class ObjectsFixture : IAsyncDisposable
{
    /// <summary>The objects as they are open now.</summary>
    public abstract IObjects Objects { get; }

    /// <summary>Closes and opens again, as a new process would.</summary>
    public virtual Task Reopen() => Task.CompletedTask;

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What every place for published files keeps.</summary>
public abstract class ObjectsContract(ObjectsFixture fixture) : IAsyncLifetime
{
    private static readonly ObjectKey Page = ObjectKey.Of("g/may-30-boatsetter-charter.html");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IObjects Objects => fixture.Objects;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_put_is_read_back_whole()
    {
        Assert.Null(await Objects.Get(Page, Stop));
        var tag = await Objects.Put(Page, Content("<p>one</p>", 7), null, Stop);
        Assert.NotNull(tag);
        var found = await Objects.Get(Page, Stop);
        Assert.Equal((Page, tag), (found!.Key, found.Tag));
        Assert.Equal("<p>one</p>", Text(found));
        Assert.Equal(("text/html; charset=utf-8", "max-age=3600", 7L), About(found));
    }

    [Fact]
    public async Task A_put_against_another_tag_changes_nothing()
    {
        var tag = await Objects.Put(Page, Content("one", 1), null, Stop);
        Assert.Null(await Objects.Put(Page, Content("two", 2), null, Stop));
        Assert.Null(await Objects.Put(Page, Content("two", 2), "wrong", Stop));
        Assert.Equal("one", Text(await Objects.Get(Page, Stop)));
        var next = await Objects.Put(Page, Content("two", 2), tag, Stop);
        Assert.NotNull(next);
        Assert.NotEqual(tag, next);
        Assert.Null(await Objects.Put(Page, Content("three", 3), tag, Stop));
        var found = await Objects.Get(Page, Stop);
        Assert.Equal(("two", 2L, next), (Text(found), found!.Content.Revision, found.Tag));
    }

    [Fact]
    public async Task A_put_where_nothing_is_needs_no_tag()
    {
        Assert.Null(await Objects.Put(Page, Content("one", 1), "some", Stop));
        Assert.Null(await Objects.Get(Page, Stop));
    }

    [Fact]
    public async Task Of_many_that_put_against_one_tag_one_succeeds()
    {
        var tag = await Objects.Put(Page, Content("start", 1), null, Stop);
        var puts =
            Enumerable.Range(0, 20).Select(
                i => Task.Run(() => Objects.Put(Page, Content($"p{i}", i), tag, Stop), Stop));
        var tags = await Task.WhenAll(puts);
        var won = Assert.Single(tags, made => made is not null);
        Assert.Equal(won, (await Objects.Get(Page, Stop))!.Tag);
    }

    [Fact]
    public async Task Keys_are_apart()
    {
        var other = ObjectKey.Of("g/other.html");
        await Objects.Put(Page, Content("one", 1), null, Stop);
        await Objects.Put(other, Content("two", 2), null, Stop);
        Assert.Equal("one", Text(await Objects.Get(Page, Stop)));
        Assert.Equal("two", Text(await Objects.Get(other, Stop)));
    }

    [Fact]
    public async Task Large_and_empty_bodies_are_kept_and_survive_opening_again()
    {
        var large = new byte[2 * 1024 * 1024];
        for (var i = 0; i < large.Length; i++) large[i] = (byte)((i * 7 >> 2) & 255);
        var empty = ObjectKey.Of("assets/empty.txt");
        var tag = await Objects.Put(Page, new ObjectContent(large, "text/html", "no-cache", 3), null, Stop);
        await Objects.Put(empty, new ObjectContent(default, "text/plain", "no-cache", 1), null, Stop);
        await fixture.Reopen();
        var found = await Objects.Get(Page, Stop);
        Assert.True(found!.Content.Body.Span.SequenceEqual(large));
        Assert.Equal((tag, 3L), (found.Tag, found.Content.Revision));
        Assert.Equal(0, (await Objects.Get(empty, Stop))!.Content.Body.Length);
    }

    [Fact]
    public async Task An_object_can_be_read_as_a_stream_from_any_place()
    {
        Assert.Null(await Objects.Open(Page, Stop));
        var body = new byte[300_000];
        for (var i = 0; i < body.Length; i++) body[i] = (byte)((i * 7 >> 3) & 255);
        var tag = await Objects.Put(Page, new ObjectContent(body, "video/mp4", "private", 4), null, Stop);
        await using var open = await Objects.Open(Page, Stop);
        Assert.Equal(
            (300_000L, "video/mp4", "private", tag), (open!.Length, open.ContentType, open.CacheControl, open.Tag));
        Assert.Equal((true, 0L), (open.Body.CanSeek, open.Body.Position));
        open.Body.Seek(299_990, SeekOrigin.Begin);
        var end = new byte[10];
        await open.Body.ReadExactlyAsync(end, Stop);
        Assert.Equal(body[299_990..], end);
        open.Body.Seek(5, SeekOrigin.Begin);
        var start = new byte[100];
        await open.Body.ReadExactlyAsync(start, Stop);
        Assert.Equal(body[5..105], start);
    }

    [Fact]
    public async Task What_is_open_is_read_to_its_end_while_it_is_replaced_and_removed()
    {
        var tag = await Objects.Put(Page, Content("one", 1), null, Stop);
        await using var open = await Objects.Open(Page, Stop);
        Assert.NotNull(await Objects.Put(Page, Content("other", 2), tag, Stop));
        await Objects.Remove(Page, Stop);
        using var reader = new StreamReader(open!.Body);
        Assert.Equal("one", await reader.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task Removing_may_be_repeated_and_the_place_is_free_again()
    {
        await Objects.Remove(Page, Stop);
        var tag = await Objects.Put(Page, Content("one", 1), null, Stop);
        await Objects.Remove(Page, Stop);
        await Objects.Remove(Page, Stop);
        await fixture.Reopen();
        Assert.Null(await Objects.Get(Page, Stop));
        Assert.Null(await Objects.Open(Page, Stop));
        Assert.Null(await Objects.Put(Page, Content("two", 2), tag, Stop));
        Assert.NotNull(await Objects.Put(Page, Content("two", 2), null, Stop));
        Assert.Equal("two", Text(await Objects.Get(Page, Stop)));
    }

    private static ObjectContent Content(string text, long revision) =>
        new(Encoding.UTF8.GetBytes(text), "text/html; charset=utf-8", "max-age=3600", revision);

    private static string Text(StoredObject? found) => Encoding.UTF8.GetString(found!.Content.Body.Span);

    private static (string, string, long) About(StoredObject found) =>
        (found.Content.ContentType, found.Content.CacheControl, found.Content.Revision);
}
