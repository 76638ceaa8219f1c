using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Purser.Outside;
using Purser.Outside.Moving;

namespace Purser.Aws.Storage;

/// <summary>Which objects and guests' files lie in the buckets.</summary>
internal sealed class S3Transfer(IAmazonS3 s3, string siteBucket, string quarantineBucket)
    : IObjectTransfer, IQuarantineTransfer
{
    private readonly Bucket _site = new(s3, siteBucket);
    private readonly Bucket _quarantine = new(s3, quarantineBucket);

    public async IAsyncEnumerable<ObjectKey> List(
        string folder, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var text in Keys(_site, folder + "/", stop))
        {
            // Another site may share the bucket.
            if (ObjectKey.TryParse(text, out var key)) yield return key;
        }
    }

    public IAsyncEnumerable<string> List(CancellationToken stop) =>
        Keys(_quarantine, S3Quarantine.Kept, stop).Select(key => key[S3Quarantine.Kept.Length..]);

    public Task Keep(string name, string path, CancellationToken stop) => _quarantine.Do(
        $"keep upload {name}",
        async () =>
        {
            var request = new PutObjectRequest
            {
                BucketName = _quarantine.Name,
                Key = S3Quarantine.Kept + name,
                FilePath = path,
                ContentType = "application/octet-stream",
                ServerSideEncryptionMethod = ServerSideEncryptionMethod.AES256,
                UseChunkEncoding = false,
                IfNoneMatch = "*",
            };
            try
            {
                await s3.PutObjectAsync(request, stop);
            }
            catch (AmazonServiceException fault) when (Bucket.IsOtherThanExpected(fault))
            {
                // It is there: kept before, or by our own try whose answer was lost.
            }

            return true;
        },
        stop);

    private static async IAsyncEnumerable<string> Keys(
        Bucket bucket, string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await bucket.Do(
                $"list {prefix} of the bucket {bucket.Name}",
                () => bucket.S3.ListObjectsV2Async(request, stop), stop);
            foreach (var found in page.S3Objects ?? []) yield return found.Key;
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }
}
