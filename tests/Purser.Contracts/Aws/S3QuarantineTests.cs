using Amazon.S3.Model;
using NodaTime;
using Purser.Aws;
using Purser.Aws.Storage;
using Purser.Contracts.Ports;
using Purser.Outside;

namespace Purser.Contracts.Aws;

/// <summary>What guests' browsers and the wire may do to the quarantine in S3.</summary>
public sealed class S3QuarantineTests : IAsyncDisposable
{
    private const string Name = "abcdefghijklmnopqrstuvwxyz/upload-1";
    private const long LargeSize = UploadLimits.FormBytes + 5;

    private readonly S3QuarantineFixture _fixture = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IQuarantine Quarantine => _fixture.Quarantine;

    private string Bucket => _fixture.Bucket.Options.QuarantineBucket;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("key", "sent/other")]
    [InlineData("key", "kept/" + Name)]
    [InlineData("Content-Type", "text/html")]
    [InlineData("acl", "public-read")]
    public async Task A_form_that_was_changed_is_refused(string name, string value)
    {
        var right = await Quarantine.Grant(Order(3), Stop);
        var fields = right.Fields.Where(field => field.Name != name).Append(new UploadField(name, value)).ToList();
        Assert.Equal(403, await _fixture.Post(right with { Fields = fields }, [1, 2, 3]));
        Assert.Equal(204, await _fixture.Post(right, [1, 2, 3]));
    }

    [Theory]
    [InlineData("us-east-1")]
    [InlineData("eu-west-1")]
    public async Task Forms_are_sent_to_the_origin_that_pages_allow(string region)
    {
        var options = new AwsOptions(
            region, Endpoint: null, TableNames.Under("x-"), "x-site", "x-quarantine", Queue: null, "/x/", Distribution: null);
        using var clients = new AwsClients(options, Emulator.Credentials);
        var quarantine = new S3Quarantine(
            clients.S3.Value, options.QuarantineBucket, SystemClock.Instance, new LentFiles(null));
        var soon = SystemClock.Instance.GetCurrentInstant() + Duration.FromMinutes(5);
        var right = await quarantine.Grant(
            new UploadOrder("a/b", "image/jpeg", 100, new Uri("https://guest.example.com"), soon),
            TestContext.Current.CancellationToken);
        Assert.Equal(options.Uploads.GetLeftPart(UriPartial.Authority), right.Url.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task A_right_ends_after_a_quarter_of_an_hour_and_never_after_its_order()
    {
        var (small, large) = (Order(3), Order(LargeSize) with { Name = "large" });
        var (form, parts) = (await Quarantine.Grant(small, Stop), await Quarantine.Grant(large, Stop));
        Assert.Equal(_fixture.Now + Duration.FromMinutes(15), form.Expires);
        Assert.All(parts.Parts, part => Assert.Equal(form.Expires, part.Expires));
        var soon = small with { Expires = _fixture.Now + Duration.FromMinutes(1) };
        Assert.Equal(soon.Expires, (await Quarantine.Grant(soon, Stop)).Expires);
        _fixture.Clock.AdvanceMinutes(16);
        Assert.Equal(403, await _fixture.Post(form, [1, 2, 3]));
        Assert.Equal(403, await _fixture.Put(parts, 3, new byte[5]));
        var renewed = small with { Expires = _fixture.Now + Duration.FromHours(1) };
        Assert.Equal(Sent.Taken, await _fixture.Send(renewed, 0, [1, 2, 3]));
    }

    [Fact]
    public async Task A_form_may_be_sent_again_but_the_first_that_was_looked_at_stays()
    {
        var order = Order(3);
        var right = await Quarantine.Grant(order, Stop);
        Assert.Equal(204, await _fixture.Post(right, [1, 2, 3]));
        Assert.True((await Quarantine.Look(order, Stop)).Whole);
        Assert.Equal(204, await _fixture.Post(right, [7, 8, 9]));
        Assert.True((await Quarantine.Look(order, Stop)).Whole);
        using var kept = await Quarantine.Borrow(Name, Stop);
        Assert.Equal<byte[]>([1, 2, 3], await File.ReadAllBytesAsync(kept!.Path, Stop));
        await Quarantine.Remove(Name, Stop);
        Assert.Empty(await Keys());
    }

    [Fact]
    public async Task Of_many_that_look_at_once_each_finds_it_whole()
    {
        var order = Order(3);
        Assert.Equal(204, await _fixture.Post(await Quarantine.Grant(order, Stop), [1, 2, 3]));
        var looks = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => Quarantine.Look(order, Stop), Stop)));
        Assert.All(looks, look => Assert.True(look.Whole));
        Assert.Equal([$"kept/{Name}"], await Keys());
        Assert.Empty(await Unfinished());
    }

    [Theory]
    [InlineData("POST", "uploads")]
    [InlineData("PUT", "partNumber=1&uploadId=")]
    [InlineData("POST", "uploadId=")]
    public async Task What_is_removed_while_it_is_being_kept_does_not_come_back(string method, string query)
    {
        var order = Order(3);
        Assert.Equal(204, await _fixture.Post(await Quarantine.Grant(order, Stop), [1, 2, 3]));
        var removed = false;
        // The emulator breaks where S3 says that there is no such upload.
        _fixture.Bucket.Front.Before = request => removed && request.Query.Contains("uploadId=", StringComparison.Ordinal)
            ? FrontReply.Fault(404, "NoSuchUpload")
            : _fixture.Gate.Judge(request);
        _fixture.Bucket.Front.After = (request, reply) =>
        {
            if (removed || request.Method != method || !request.Query.StartsWith(query, StringComparison.Ordinal))
                return reply;
            Quarantine.Remove(Name, Stop).GetAwaiter().GetResult();
            removed = true;
            return reply;
        };
        Assert.False((await Quarantine.Look(order, Stop)).Whole);
        Assert.True(removed);
        Assert.Null(await Quarantine.Borrow(Name, Stop));
        Assert.Empty(await Keys());
        Assert.Empty(await Unfinished());
    }

    [Fact]
    public async Task Parts_that_went_to_another_upload_of_the_file_are_not_lost()
    {
        var order = Order(LargeSize);
        var early = await Quarantine.Grant(order, Stop);
        var other = await _fixture.Bucket.S3.InitiateMultipartUploadAsync(Bucket, $"kept/{Name}", Stop);
        var part = new UploadPartRequest
        {
            BucketName = Bucket,
            Key = $"kept/{Name}",
            UploadId = other.UploadId,
            PartNumber = 3,
            InputStream = new MemoryStream(new byte[5]),
        };
        await _fixture.Bucket.S3.UploadPartAsync(part, Stop);
        Assert.Equal([3], (await Quarantine.Look(order, Stop)).Parts);
        var again = await Quarantine.Grant(order, Stop);
        Assert.Contains(other.UploadId, again.Parts[0].Url.Query, StringComparison.Ordinal);
        Assert.DoesNotContain(other.UploadId, early.Parts[0].Url.Query, StringComparison.Ordinal);
        await Quarantine.Remove(Name, Stop);
        Assert.Empty(await Unfinished());
    }

    [Fact]
    public async Task A_file_is_put_together_though_the_reply_was_lost_or_denies_it()
    {
        foreach (var answer in (FrontReply[])[
            FrontReply.Lost, FrontReply.Fault(404, "NoSuchUpload"), FrontReply.Fault(412, "PreconditionFailed")])
        {
            var order = Order(LargeSize) with { Name = $"large-{answer.Status}" };
            var right = await Quarantine.Grant(order, Stop);
            foreach (var part in right.Parts) Assert.Equal(200, await _fixture.Put(right, part.Number, new byte[part.Size]));
            var first = true;
            _fixture.Bucket.Front.After = (request, reply) =>
            {
                var finishes = request.Method == "POST" && request.Query.StartsWith("uploadId=", StringComparison.Ordinal);
                if (!finishes || !first) return reply;
                first = false;
                return answer;
            };
            Assert.True((await Quarantine.Look(order, Stop)).Whole);
            Assert.False(first);
            using var file = await Quarantine.Borrow(order.Name, Stop);
            Assert.Equal(LargeSize, file!.Size);
        }
    }

    [Fact]
    public async Task An_upload_asks_for_no_checksum_that_a_browser_does_not_send()
    {
        await Quarantine.Grant(Order(LargeSize), Stop);
        var begun = _fixture.Bucket.Front.Seen.Single(request => request.Query == "uploads" && request.Method == "POST");
        Assert.DoesNotContain(
            begun.Headers.Keys, name => name.StartsWith("x-amz-checksum", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("video/mp4", begun.Header("Content-Type"));
    }

    [Fact]
    public async Task A_borrowed_file_is_gone_when_it_is_returned()
    {
        await _fixture.Send(Order(3), 0, [1, 2, 3]);
        var file = await Quarantine.Borrow(Name, Stop);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file!.Path));
        file.Dispose();
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public async Task What_a_process_that_was_killed_had_borrowed_is_gone_when_the_next_one_starts()
    {
        await _fixture.Send(Order(3), 0, [1, 2, 3]);
        var file = await Quarantine.Borrow(Name, Stop);
        Assert.StartsWith(_fixture.Lent, file!.Path, StringComparison.Ordinal);
        _ = new LentFiles(_fixture.Lent);
        Assert.False(File.Exists(file.Path));
        using var again = await Quarantine.Borrow(Name, Stop);
        Assert.Equal(3, again!.Size);
    }

    [Fact]
    public async Task A_missing_bucket_is_named()
    {
        var quarantine = new S3Quarantine(_fixture.Bucket.S3, "not-there", _fixture.Clock, new LentFiles(null));
        Func<Task>[] calls =
        [
            () => quarantine.Grant(Order(LargeSize), Stop), () => quarantine.Look(Order(3), Stop),
            () => quarantine.Look(Order(LargeSize), Stop), () => quarantine.Borrow(Name, Stop),
            () => quarantine.Remove(Name, Stop),
        ];
        foreach (var call in calls)
        {
            var refused = await Assert.ThrowsAsync<OutsideRefused>(call);
            Assert.Contains("no bucket not-there", refused.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_does_not_answer_is_unavailable_and_what_is_denied_is_refused()
    {
        var client = _fixture.Bucket.Client(retries: 0, TimeSpan.FromMilliseconds(1500));
        var quarantine = new S3Quarantine(client, Bucket, _fixture.Clock, new LentFiles(null));
        Func<Task>[] calls =
        [
            () => quarantine.Grant(Order(LargeSize), Stop), () => quarantine.Look(Order(3), Stop),
            () => quarantine.Borrow(Name, Stop), () => quarantine.Remove(Name, Stop),
        ];
        _fixture.Bucket.Front.Before = _ => FrontReply.Silence;
        await Assert.ThrowsAsync<OutsideUnavailable>(calls[0]);
        foreach (var call in calls)
        {
            _fixture.Bucket.Front.Before = _ => FrontReply.Fault(503, "SlowDown");
            await Assert.ThrowsAsync<OutsideUnavailable>(call);
            _fixture.Bucket.Front.Before = _ => FrontReply.Fault(403, "AccessDenied");
            await Assert.ThrowsAsync<OutsideRefused>(call);
        }
    }

    private UploadOrder Order(long size) => new(
        Name, size > UploadLimits.FormBytes ? "video/mp4" : "image/jpeg", size, new Uri("https://guests.example.com/file"),
        _fixture.Now + Duration.FromHours(1));

    private async Task<IReadOnlyList<string>> Keys()
    {
        var all = await _fixture.Bucket.S3.ListVersionsAsync(Bucket, Stop);
        return [.. (all.Versions ?? []).Select(version => version.Key)];
    }

    private async Task<IReadOnlyList<string>> Unfinished()
    {
        var all = await _fixture.Bucket.S3.ListMultipartUploadsAsync(Bucket, Stop);
        return [.. (all.MultipartUploads ?? []).Select(upload => upload.UploadId)];
    }
}
