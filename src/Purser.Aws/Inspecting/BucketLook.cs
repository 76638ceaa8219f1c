using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Purser.Aws.Inspecting;

/// <summary>Looks at a bucket: is it there, closed, and with versions or without?</summary>
internal sealed class BucketLook(IAmazonS3 s3)
{
    private const string Needs =
        "s3:ListBucket, s3:GetBucketVersioning and s3:GetBucketPublicAccessBlock";

    /// <summary>Pages and copies of photos: earlier versions are kept.</summary>
    public Task<AwsFinding> Site(string name, CancellationToken stop) => Look(
        name, versions: true,
        ("it keeps no versions", "Switch versioning on: what is overwritten by mistake can be had back."),
        stop);

    /// <summary>Guests' files: what is removed is gone.</summary>
    public Task<AwsFinding> Quarantine(string name, CancellationToken stop) => Look(
        name, versions: false,
        ("it keeps versions, so that what guests had removed lives on",
            "Make a bucket without versions: versioning cannot be undone."), stop);

    private Task<AwsFinding> Look(
        string bucket, bool versions, (string, string) otherwise, CancellationToken stop)
    {
        var name = $"bucket {bucket}";
        return Findings.Try(name, Needs, Found, stop);

        async Task<AwsFinding> Found()
        {
            try
            {
                await s3.ListObjectsV2Async(new() { BucketName = bucket, MaxKeys = 1 }, stop);
            }
            catch (AmazonServiceException fault) when (fault.ErrorCode == "NoSuchBucket")
            {
                return new AwsFinding(
                    name, false, "it is not there", "Deploy the stack, or make it with `purser aws init`.");
            }

            var faults = new List<(string, string)>();
            if (await HasVersions(bucket, stop) != versions) faults.Add(otherwise);
            if (!await IsClosed(bucket, stop))
                faults.Add(("it can be opened to the public", "Block all public access to it."));
            return Findings.Of(name, versions ? "is closed and keeps versions" : "is closed", faults);
        }
    }

    private async Task<bool> HasVersions(string bucket, CancellationToken stop)
    {
        var request = new GetBucketVersioningRequest { BucketName = bucket };
        var reply = await s3.GetBucketVersioningAsync(request, stop);
        return reply.VersioningConfig?.Status == VersionStatus.Enabled;
    }

    private async Task<bool> IsClosed(string bucket, CancellationToken stop)
    {
        try
        {
            var reply = await s3.GetPublicAccessBlockAsync(
                new GetPublicAccessBlockRequest { BucketName = bucket }, stop);
            return reply.PublicAccessBlockConfiguration is
            {
                BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true,
                RestrictPublicBuckets: true,
            };
        }
        catch (AmazonServiceException fault) when (fault.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
