using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Purser.Aws.Storage;

/// <summary>
/// Files that are put together from parts. To finish one is the only way in which a file comes to its key,
/// and only the first to do so succeeds.
/// </summary>
internal sealed class Uploads(Bucket bucket)
{
    private const int Copied = 1;

    /// <summary>
    /// The upload of this key, begun if there is none. Two that begin at once may begin two: of several the
    /// one that has most parts counts, and then the first.
    /// </summary>
    public async Task<string> Find(string key, string contentType, CancellationToken stop)
    {
        if (await Fullest(key, stop) is { } there) return there.Id;
        var begun = await Begin(key, contentType, stop);
        return (await Fullest(key, stop))?.Id ?? begun;
    }

    /// <summary>The upload of this key of which most has arrived; null: none is under way.</summary>
    public async Task<UnfinishedUpload?> Fullest(string key, CancellationToken stop)
    {
        UnfinishedUpload? fullest = null;
        foreach (var id in await All(key, stop))
        {
            var upload = new UnfinishedUpload(id, await Parts(key, id, stop));
            if (fullest is null || upload.Parts.Count > fullest.Parts.Count) fullest = upload;
        }

        return fullest;
    }

    /// <summary>Puts a file together, unless one stands there already.</summary>
    /// <returns>False: one stood there, or the upload is not there any more.</returns>
    public async Task<bool> Finish(
        string key, string id, IEnumerable<PartETag> parts, CancellationToken stop)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = bucket.Name,
            Key = key,
            UploadId = id,
            PartETags = [.. parts],
            IfNoneMatch = "*",
        };
        try
        {
            await bucket.S3.CompleteMultipartUploadAsync(request, stop);
            return true;
        }
        catch (AmazonServiceException fault) when (
            Bucket.IsOtherThanExpected(fault) || Bucket.IsContended(fault) || IsGone(fault))
        {
            return false;
        }
    }

    /// <summary>
    /// Copies an object to another key, unless one stands there already, or the first is not there any more.
    /// </summary>
    public async Task Copy(string from, string key, string contentType, CancellationToken stop)
    {
        var id = await Begin(key, contentType, stop);
        var done = false;
        try
        {
            var copied = await bucket.S3.CopyPartAsync(
                new CopyPartRequest
                {
                    SourceBucket = bucket.Name,
                    SourceKey = from,
                    DestinationBucket = bucket.Name,
                    DestinationKey = key,
                    UploadId = id,
                    PartNumber = Copied,
                },
                stop);
            done = await Finish(key, id, [new PartETag(Copied, copied.ETag)], stop);
        }
        catch (AmazonServiceException fault) when (Bucket.IsMissing(fault) || IsGone(fault))
        {
            // Another has copied it and taken it away meanwhile, or it was removed.
        }
        finally
        {
            if (!done) await Abort(key, id, stop);
        }
    }

    /// <summary>Ends every upload of this key; its parts are gone.</summary>
    public async Task AbortAll(string key, CancellationToken stop)
    {
        foreach (var id in await All(key, stop)) await Abort(key, id, stop);
    }

    private async Task<string> Begin(string key, string contentType, CancellationToken stop) =>
        (await bucket.S3.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest
            {
                BucketName = bucket.Name,
                Key = key,
                ContentType = contentType,
                ServerSideEncryptionMethod = ServerSideEncryptionMethod.AES256,
            },
            stop)).UploadId;

    private async Task Abort(string key, string id, CancellationToken stop)
    {
        try
        {
            await bucket.S3.AbortMultipartUploadAsync(bucket.Name, key, id, stop);
        }
        catch (AmazonServiceException fault) when (IsGone(fault))
        {
            // Ended by another at the same moment: as was wanted.
        }
    }

    /// <summary>Uploads of exactly this key, the oldest first.</summary>
    private async Task<IReadOnlyList<string>> All(string key, CancellationToken stop)
    {
        var found = new List<MultipartUpload>();
        var request = new ListMultipartUploadsRequest { BucketName = bucket.Name, Prefix = key };
        ListMultipartUploadsResponse page;
        do
        {
            page = await bucket.S3.ListMultipartUploadsAsync(request, stop);
            var listed = page.MultipartUploads ?? [];
            var before = found.Count;
            found.AddRange(listed.Where(upload => upload.Key == key));
            // The list goes by key: after the first longer one there is no more of this.
            if (found.Count - before < listed.Count) break;
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (page.IsTruncated == true);

        return [.. found.OrderBy(upload => upload.Initiated)
            .ThenBy(upload => upload.UploadId, StringComparer.Ordinal).Select(upload => upload.UploadId)];
    }

    private async Task<IReadOnlyList<PartDetail>> Parts(string key, string id, CancellationToken stop)
    {
        var found = new List<PartDetail>();
        var request = new ListPartsRequest { BucketName = bucket.Name, Key = key, UploadId = id };
        try
        {
            ListPartsResponse page;
            do
            {
                page = await bucket.S3.ListPartsAsync(request, stop);
                found.AddRange(page.Parts ?? []);
                request.PartNumberMarker = page.NextPartNumberMarker?.ToString(
                    System.Globalization.CultureInfo.InvariantCulture);
            }
            while (page.IsTruncated == true);
        }
        catch (AmazonServiceException fault) when (IsGone(fault))
        {
            return [];
        }

        return found;
    }

    private static bool IsGone(AmazonServiceException fault) =>
        fault.StatusCode == HttpStatusCode.NotFound && fault.ErrorCode == "NoSuchUpload";
}

/// <summary>An upload that is under way.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Parts">What has arrived.</param>
internal sealed record UnfinishedUpload(string Id, IReadOnlyList<PartDetail> Parts);
