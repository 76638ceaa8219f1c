using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Purser.Outside;

namespace Purser.Aws.Storage;

/// <summary>
/// One bucket: what is asked of it is told apart from a fault, and a fault says whether it may pass.
/// </summary>
internal sealed class Bucket(IAmazonS3 s3, string name)
{
    /// <summary>The service.</summary>
    public IAmazonS3 S3 { get; } = s3;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Runs what is asked of the bucket.</summary>
    /// <param name="operation">For the owner: <c>"get object g/..."</c>.</param>
    /// <param name="work">What is asked.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="OutsideUnavailable">It did not answer, or cannot now.</exception>
    /// <exception cref="OutsideRefused">It will not, for good.</exception>
    public async Task<T> Do<T>(string operation, Func<Task<T>> work, CancellationToken stop)
    {
        try
        {
            return await work();
        }
        catch (AmazonServiceException fault)
        {
            throw Reason(fault) is { } reason
                ? new OutsideRefused(operation, reason)
                : new OutsideUnavailable(operation, fault, Refusals.WhyOf(fault));
        }
        catch (Exception fault) when (fault is AmazonClientException or HttpRequestException or IOException
            or TimeoutException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable(operation, fault, Refusals.WhyOf(fault));
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            throw new OutsideUnavailable(operation, fault, Refusals.WhyOf(fault));
        }
    }

    /// <summary>
    /// The size of the object of exactly this key, or null. It is listed, not asked for by its head: the
    /// reply to a head does not tell a missing object from a missing bucket.
    /// </summary>
    public async Task<long?> SizeOf(string key, CancellationToken stop)
    {
        // A key comes before all longer ones that begin like it.
        var request = new ListObjectsV2Request { BucketName = Name, Prefix = key, MaxKeys = 1 };
        var first = (await S3.ListObjectsV2Async(request, stop)).S3Objects?.FirstOrDefault();
        return first?.Key == key ? first.Size : null;
    }

    /// <summary>Removes every version of the object of exactly this key, and the marks of removals.</summary>
    public async Task RemoveVersions(string key, CancellationToken stop)
    {
        var request = new ListVersionsRequest { BucketName = Name, Prefix = key };
        while (true)
        {
            var page = await S3.ListVersionsAsync(request, stop);
            var listed = page.Versions ?? [];
            var gone = listed.Where(version => version.Key == key)
                .Select(version => new KeyVersion { Key = key, VersionId = version.VersionId }).ToList();
            if (gone.Count == 0) return;
            var delete = new DeleteObjectsRequest { BucketName = Name, Objects = gone, Quiet = true };
            await S3.DeleteObjectsAsync(delete, stop);
            // The list goes by key: after the first longer one there is no more of this.
            if (page.IsTruncated != true || gone.Count < listed.Count) return;
        }
    }

    /// <summary>True: there is no such object; a missing bucket is another thing.</summary>
    public static bool IsMissing(AmazonServiceException fault) =>
        fault.StatusCode == HttpStatusCode.NotFound && fault.ErrorCode is "NoSuchKey" or "NotFound";

    /// <summary>True: what was expected to stand there does not.</summary>
    public static bool IsOtherThanExpected(AmazonServiceException fault) =>
        fault.StatusCode == HttpStatusCode.PreconditionFailed;

    /// <summary>True: somebody else was writing the same key at the same moment.</summary>
    public static bool IsContended(AmazonServiceException fault) =>
        fault.StatusCode == HttpStatusCode.Conflict && fault.ErrorCode == "ConditionalRequestConflict";

    /// <summary>Why it is refused for good; null: it may pass.</summary>
    private string? Reason(AmazonServiceException fault) => (CodeOf(fault), (int)fault.StatusCode) switch
    {
        ("NoSuchBucket", _) =>
            $"there is no bucket {Name}: deploy the stack, or make it with `purser aws init`",
        ("AccessDenied" or "AllAccessDisabled", _) =>
            $"access to the bucket {Name} is denied: allow it in the role of this function, and see that "
            + "neither the bucket's policy nor its encryption key forbids it",
        ("PermanentRedirect" or "AuthorizationHeaderMalformed", _) =>
            $"the bucket {Name} lies in another region: set the region of this installation to it",
        ("RequestTimeTooSkewed", _) => "the clock of this machine is wrong: set it",
        var (code, status) when status < 400 || Refusals.Passes((HttpStatusCode)status, code) => null,
        var (code, status) => $"the bucket {Name} answered {code} ({status})",
    };

    /// <summary>The reply to a removal of many is good, and says within it what was refused.</summary>
    private static string? CodeOf(AmazonServiceException fault) =>
        fault is DeleteObjectsException { Response.DeleteErrors: [{ Code: var code }, ..] }
            ? code
            : fault.ErrorCode;
}
