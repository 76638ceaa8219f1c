using System.Text;
using Amazon.S3.Model;
using Purser.Aws.Storage;
using Purser.Outside;

namespace Purser.Contracts.Aws;

/// <summary>What the wire may do to objects in S3.</summary>
public sealed class S3ObjectsTests : IAsyncDisposable
{
    private static readonly ObjectKey Page = ObjectKey.Of("g/may-30-boatsetter-charter");

    private readonly Storage _storage = new();
    private readonly S3Objects _objects;

    public S3ObjectsTests() => _objects = new S3Objects(_storage.S3, _storage.Options.SiteBucket);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_put_whose_reply_was_lost_succeeded()
    {
        LoseOnce("PUT");
        var tag = await _objects.Put(Page, Content("one", 1), null, Stop);
        Assert.Equal(tag, (await _objects.Get(Page, Stop))!.Tag);
        LoseOnce("PUT");
        var next = await _objects.Put(Page, Content("two", 2), tag, Stop);
        Assert.NotNull(next);
        Assert.Equal(next, (await _objects.Get(Page, Stop))!.Tag);
        Assert.Equal(4, Seen("PUT"));
    }

    [Fact]
    public async Task A_put_whose_reply_was_lost_and_that_was_overtaken_did_not_succeed()
    {
        var first = true;
        _storage.Front.After = (request, reply) =>
        {
            if (request.Method != "PUT" || !first) return reply;
            first = false;
            var other = new S3Objects(_storage.S3, _storage.Options.SiteBucket);
            var tag = other.Get(Page, Stop).GetAwaiter().GetResult()!.Tag;
            Assert.NotNull(other.Put(Page, Content("other", 2), tag, Stop).GetAwaiter().GetResult());
            return FrontReply.Lost;
        };
        Assert.Null(await _objects.Put(Page, Content("one", 1), null, Stop));
    }

    [Fact]
    public async Task The_same_bytes_of_another_revision_type_or_lifetime_have_another_tag()
    {
        var one = Content("one", 1);
        var tag = await _objects.Put(Page, one, null, Stop);
        Assert.Null(await _objects.Put(Page, one with { Revision = 2 }, null, Stop));
        var tags = new HashSet<string> { tag! };
        foreach (var other in (ObjectContent[])[
            one with { Revision = 2 }, one with { ContentType = "text/plain" }, one with { CacheControl = "no-store" }])
        {
            var next = await _objects.Put(Page, other, tag, Stop);
            Assert.True(tags.Add(next!));
            Assert.Null(await _objects.Put(Page, one, tag, Stop));
            tag = next;
        }
    }

    [Fact]
    public async Task What_is_known_beside_the_bytes_goes_with_them()
    {
        await _objects.Put(Page, Content("one", 7), null, Stop);
        var put = _storage.Front.Seen.Single(request => request.Method == "PUT" && request.Path.EndsWith("charter", StringComparison.Ordinal));
        Assert.Equal("one", Encoding.UTF8.GetString(put.Body));
        Assert.Equal(("*", "AES256", "7"), (
            put.Header("If-None-Match"), put.Header("x-amz-server-side-encryption"), put.Header("x-amz-meta-revision")));
        Assert.Equal(
            ("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", "dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0="),
            (put.Header("x-amz-meta-sha256"), put.Header("x-amz-checksum-sha256")));
        Assert.Equal($"/{_storage.Options.SiteBucket}/{Page}", put.Path);
    }

    [Fact]
    public async Task What_another_hand_put_is_read_and_can_be_replaced()
    {
        await _storage.S3.PutObjectAsync(
            new PutObjectRequest { BucketName = _storage.Options.SiteBucket, Key = Page.Text, ContentBody = "by hand" }, Stop);
        var found = await _objects.Get(Page, Stop);
        Assert.Equal(0, found!.Content.Revision);
        Assert.NotNull(await _objects.Put(Page, Content("one", 1), found.Tag, Stop));
    }

    [Fact]
    public async Task Removing_leaves_no_version_and_touches_no_longer_key()
    {
        var longer = ObjectKey.Of($"{Page}.html");
        foreach (var key in (ObjectKey[])[Page, longer])
        {
            var tag = await _objects.Put(key, Content("one", 1), null, Stop);
            Assert.NotNull(await _objects.Put(key, Content("two", 2), tag, Stop));
            await _storage.S3.DeleteObjectAsync(_storage.Options.SiteBucket, key.Text, Stop);
        }

        await _objects.Remove(Page, Stop);
        var left = await _storage.S3.ListVersionsAsync(
            new ListVersionsRequest { BucketName = _storage.Options.SiteBucket, Prefix = Page.Text }, Stop);
        Assert.Equal([longer.Text, longer.Text, longer.Text], left.Versions.Select(version => version.Key));
    }

    [Fact]
    public async Task A_missing_bucket_is_named()
    {
        var objects = new S3Objects(_storage.S3, "not-there");
        Func<Task>[] calls =
        [
            () => objects.Get(Page, Stop), () => objects.Open(Page, Stop), () => objects.Remove(Page, Stop),
            () => objects.Put(Page, Content("one", 1), null, Stop), () => objects.Put(Page, Content("one", 1), "some", Stop),
        ];
        foreach (var call in calls)
        {
            var refused = await Assert.ThrowsAsync<OutsideRefused>(call);
            Assert.Contains("no bucket not-there", refused.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(403, "AccessDenied", "access to the bucket")]
    [InlineData(403, "InvalidAccessKeyId", "InvalidAccessKeyId (403)")]
    [InlineData(301, "PermanentRedirect", "another region")]
    public async Task What_is_refused_for_good_is_told(int status, string code, string reason)
    {
        _storage.Front.Before = _ => FrontReply.Fault(status, code);
        var refused = await Assert.ThrowsAsync<OutsideRefused>(() => _objects.Get(Page, Stop));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        Assert.Contains(_storage.Options.SiteBucket, refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    public async Task What_passes_is_tried_again(int status, string code)
    {
        var first = true;
        _storage.Front.Before = _ =>
        {
            (var fail, first) = (first, false);
            return fail ? FrontReply.Fault(status, code) : null;
        };
        Assert.NotNull(await _objects.Put(Page, Content("one", 1), null, Stop));
    }

    [Fact]
    public async Task A_put_beside_another_is_judged_anew()
    {
        var times = 0;
        _storage.Front.Before = request => request.Method == "PUT" && times++ < 3
            ? FrontReply.Fault(409, "ConditionalRequestConflict")
            : null;
        Assert.NotNull(await _objects.Put(Page, Content("one", 1), null, Stop));
        _storage.Front.Before = request =>
            request.Method == "PUT" ? FrontReply.Fault(409, "ConditionalRequestConflict") : null;
        await Assert.ThrowsAsync<OutsideUnavailable>(() => _objects.Put(Page, Content("one", 1), null, Stop));
    }

    [Fact]
    public async Task What_does_not_answer_is_unavailable()
    {
        var objects = Impatient();
        var tag = await objects.Put(Page, Content("one", 1), null, Stop);
        foreach (var reply in (FrontReply[])[FrontReply.Silence, FrontReply.Lost, FrontReply.Fault(503, "SlowDown")])
        {
            _storage.Front.Before = _ => reply;
            await Assert.ThrowsAsync<OutsideUnavailable>(() => objects.Get(Page, Stop));
            await Assert.ThrowsAsync<OutsideUnavailable>(() => objects.Open(Page, Stop));
            await Assert.ThrowsAsync<OutsideUnavailable>(() => objects.Put(Page, Content("two", 2), tag, Stop));
            await Assert.ThrowsAsync<OutsideUnavailable>(() => objects.Remove(Page, Stop));
        }
    }

    [Fact]
    public async Task A_body_that_is_cut_short_is_unavailable()
    {
        await _objects.Put(Page, Content("a page that is cut", 1), null, Stop);
        _storage.Front.After = (request, reply) => request.Method == "GET"
            ? reply with { Body = reply.Body[..5], Announced = reply.Body.Length }
            : reply;
        var objects = Impatient();
        await Assert.ThrowsAsync<OutsideUnavailable>(() => objects.Get(Page, Stop));
        await Assert.ThrowsAsync<OutsideUnavailable>(() => objects.Open(Page, Stop));
    }

    [Fact]
    public async Task Who_gives_up_is_not_told_of_a_fault()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        _storage.Front.Before = _ =>
        {
            source.Cancel();
            return FrontReply.Silence;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _objects.Get(Page, source.Token));
    }

    private S3Objects Impatient() => new(
        _storage.Client(retries: 0, TimeSpan.FromMilliseconds(1500)), _storage.Options.SiteBucket);

    private void LoseOnce(string method)
    {
        var first = true;
        _storage.Front.After = (request, reply) =>
        {
            if (request.Method != method || !first) return reply;
            first = false;
            return FrontReply.Lost;
        };
    }

    private int Seen(string method) =>
        _storage.Front.Seen.Count(one => one.Method == method && one.Path.EndsWith(Page.Text, StringComparison.Ordinal));

    private static ObjectContent Content(string text, long revision) =>
        new(Encoding.UTF8.GetBytes(text), "text/html; charset=utf-8", "max-age=3600", revision);
}
