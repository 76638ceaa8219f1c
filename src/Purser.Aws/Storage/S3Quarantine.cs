using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using NodaTime;
using Purser.Outside;

namespace Purser.Aws.Storage;

/// <summary>
/// Guests' files in a private bucket, sent there by their browsers (docs/decisions/015). A small file is
/// posted to <c>sent/{name}</c>, where it may be sent again; the first look that finds it copies it to
/// <c>kept/{name}</c>, where nothing is ever replaced. The parts of a large file are sent to an upload of
/// <c>kept/{name}</c>, which the first look that finds them all finishes. Only what is kept has arrived.
/// </summary>
internal sealed class S3Quarantine(IAmazonS3 s3, string bucketName, IClock clock, LentFiles lent)
    : IQuarantine
{
    /// <summary>Where small files are posted.</summary>
    public const string Sent = "sent/";

    /// <summary>Where files are kept.</summary>
    public const string Kept = "kept/";

    private static readonly Duration Right = Duration.FromMinutes(15);
    private static readonly Duration LongestSigned = Duration.FromDays(6);

    private readonly Bucket _bucket = new(s3, bucketName);
    private readonly Uploads _uploads = new(new Bucket(s3, bucketName));

    public Task<UploadRight> Grant(UploadOrder order, CancellationToken stop)
    {
        Check(order.Name);
        Require.That(order.Size > 0);
        var expires = Instant.Min(order.Expires, clock.GetCurrentInstant() + Right);
        return Do(
            "grant", order.Name,
            () => UploadLimits.PartsOf(order.Size) == 0 ? Form(order, expires) : Parts(order, expires, stop),
            stop);
    }

    public Task<Arrived> Look(UploadOrder order, CancellationToken stop)
    {
        Check(order.Name);
        return Do(
            "look for", order.Name,
            async () =>
            {
                if (await IsKept(order.Name, stop)) return new Arrived(true, []);
                return UploadLimits.PartsOf(order.Size) == 0
                    ? new Arrived(await Keep(order, stop), [])
                    : await PutTogether(order, stop);
            },
            stop);
    }

    public Task<BorrowedFile?> Borrow(string name, CancellationToken stop)
    {
        Check(name);
        return Do("borrow", name, () => Fetch(name, stop), stop);
    }

    public Task Remove(string name, CancellationToken stop)
    {
        Check(name);
        return Do(
            "remove", name,
            async () =>
            {
                // In the order in which a file comes to be: a look at the same moment leaves nothing behind.
                await _bucket.RemoveVersions(Sent + name, stop);
                await _uploads.AbortAll(Kept + name, stop);
                await _bucket.RemoveVersions(Kept + name, stop);
                return true;
            },
            stop);
    }

    // AWS signs for a week at most, by the true time; the clock of a sample may be months ahead of it.
    private static DateTime Signed(Instant expires) =>
        Instant.Min(expires, SystemClock.Instance.GetCurrentInstant() + LongestSigned).ToDateTimeUtc();

    private async Task<UploadRight> Form(UploadOrder order, Instant expires)
    {
        var request = new CreatePresignedPostRequest
        {
            BucketName = _bucket.Name,
            Key = Sent + order.Name,
            Expires = Signed(expires),
            Fields = new Dictionary<string, string> { ["Content-Type"] = order.ContentType },
            Conditions = [S3PostCondition.ContentLengthRange(order.Size, order.Size)],
        };
        var post = await s3.CreatePresignedPostAsync(request);
        var fields = post.Fields.Select(field => new UploadField(field.Key, field.Value));
        return new UploadRight(new Uri(post.Url), [.. fields], [], expires);
    }

    private async Task<UploadRight> Parts(UploadOrder order, Instant expires, CancellationToken stop)
    {
        var id = await _uploads.Find(Kept + order.Name, order.ContentType, stop);
        var parts = new List<UploadPart>();
        for (var number = 1; number <= UploadLimits.PartsOf(order.Size); number++)
        {
            var size = UploadLimits.PartSize(order.Size, number);
            var request = new GetPreSignedUrlRequest
            {
                BucketName = _bucket.Name,
                Key = Kept + order.Name,
                Verb = HttpVerb.PUT,
                UploadId = id,
                PartNumber = number,
                Expires = Signed(expires),
                Protocol = s3.Config.ServiceURL is { } url && new Uri(url).Scheme == Uri.UriSchemeHttp
                    ? Protocol.HTTP
                    : Protocol.HTTPS,
            };
            request.Headers.ContentLength = size;
            parts.Add(new UploadPart(number, new Uri(await s3.GetPreSignedURLAsync(request)), size, expires));
        }

        // No form is taken of a file in parts; its own address says so.
        return new UploadRight(new Uri(parts[0].Url.GetLeftPart(UriPartial.Path)), [], parts, expires);
    }

    /// <summary>Keeps what was posted, if it was.</summary>
    private async Task<bool> Keep(UploadOrder order, CancellationToken stop)
    {
        var (sent, kept) = (Sent + order.Name, Kept + order.Name);
        if (await _bucket.SizeOf(sent, stop) != order.Size) return await IsKept(order.Name, stop);
        await _uploads.Copy(sent, kept, order.ContentType, stop);
        if (!await IsKept(order.Name, stop)) return false;
        await _bucket.RemoveVersions(sent, stop);
        return true;
    }

    private async Task<Arrived> PutTogether(UploadOrder order, CancellationToken stop)
    {
        var upload = await _uploads.Fullest(Kept + order.Name, stop);
        var here = upload is null ? [] : upload.Parts.Where(part => IsPartOf(order, part)).ToList();
        if (upload is null || here.Count < UploadLimits.PartsOf(order.Size))
            return new Arrived(false, [.. here.Select(part => part.PartNumber!.Value).Order()]);
        var parts = here.OrderBy(part => part.PartNumber)
            .Select(part => new PartETag(part.PartNumber!.Value, part.ETag));
        var whole = await _uploads.Finish(Kept + order.Name, upload.Id, parts, stop)
            || await IsKept(order.Name, stop);
        return new Arrived(whole, []);
    }

    private async Task<BorrowedFile?> Fetch(string name, CancellationToken stop)
    {
        try
        {
            var request = new GetObjectRequest { BucketName = _bucket.Name, Key = Kept + name };
            using var reply = await s3.GetObjectAsync(request, stop);
            await using var file = lent.New();
            var path = file.Name;
            try
            {
                var size = await Download.To(file, reply, stop);
                return new BorrowedFile(path, size, () => File.Delete(path));
            }
            catch
            {
                File.Delete(path);
                throw;
            }
        }
        catch (AmazonServiceException fault) when (Bucket.IsMissing(fault))
        {
            return null;
        }
    }

    private async Task<bool> IsKept(string name, CancellationToken stop) =>
        await _bucket.SizeOf(Kept + name, stop) is not null;

    private static bool IsPartOf(UploadOrder order, PartDetail part) =>
        part.PartNumber is { } number && number <= UploadLimits.PartsOf(order.Size)
        && part.Size == UploadLimits.PartSize(order.Size, number);

    private Task<T> Do<T>(string what, string name, Func<Task<T>> work, CancellationToken stop) =>
        _bucket.Do($"{what} upload {name}", work, stop);

    private static void Check(string name) => Require.That(UploadOrder.IsName(name));
}
