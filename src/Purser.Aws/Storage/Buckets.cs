using Amazon;
using Amazon.S3;
using Amazon.S3.Model;
using Purser.Outside;

namespace Purser.Aws.Storage;

/// <summary>
/// Makes both buckets as the stack makes them, for development. May be repeated: what is there is kept, and
/// its settings are set again.
/// </summary>
internal sealed class Buckets(IAmazonS3 s3, AwsOptions options)
{
    /// <summary>What nobody has finished sending goes after so many days.</summary>
    public const int UnfinishedDays = 2;

    /// <summary>What was sent, and nobody has asked for, goes after so many days.</summary>
    public const int UnaskedDays = 7;

    /// <summary>Earlier versions of pages and photos are kept for so many days.</summary>
    public const int EarlierDays = 30;

    /// <summary>Makes them.</summary>
    /// <param name="guests">The guests' site: its pages alone may send to the quarantine.</param>
    /// <param name="stop">Gives up.</param>
    public async Task Make(Uri guests, CancellationToken stop)
    {
        await Make(options.SiteBucket, bucket => SetSite(bucket, stop), stop);
        await Make(options.QuarantineBucket, bucket => SetQuarantine(bucket, guests, stop), stop);
    }

    private Task<bool> Make(string name, Func<string, Task> set, CancellationToken stop)
    {
        return new Bucket(s3, name).Do($"make the bucket {name}", All, stop);

        async Task<bool> All()
        {
            await Create(name, stop);
            await SetClosed(name, stop);
            await set(name);
            return true;
        }
    }

    private async Task Create(string name, CancellationToken stop)
    {
        var request = new PutBucketRequest { BucketName = name };
        // The eldest region is the one that must not be named.
        if (options.Region != RegionEndpoint.USEast1.SystemName)
            request.BucketRegion = new S3Region(options.Region);
        try
        {
            await s3.PutBucketAsync(request, stop);
        }
        catch (BucketAlreadyOwnedByYouException)
        {
            // It is there: only its settings are set again.
        }
        catch (BucketAlreadyExistsException)
        {
            throw new OutsideRefused(
                $"make the bucket {name}", "the name belongs to another account: choose another name");
        }
    }

    private async Task SetClosed(string name, CancellationToken stop)
    {
        await s3.PutPublicAccessBlockAsync(
            new PutPublicAccessBlockRequest
            {
                BucketName = name,
                PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration
                {
                    BlockPublicAcls = true,
                    BlockPublicPolicy = true,
                    IgnorePublicAcls = true,
                    RestrictPublicBuckets = true,
                },
            },
            stop);
        var always = new ServerSideEncryptionByDefault
        {
            ServerSideEncryptionAlgorithm = ServerSideEncryptionMethod.AES256,
        };
        await s3.PutBucketEncryptionAsync(
            new PutBucketEncryptionRequest
            {
                BucketName = name,
                ServerSideEncryptionConfiguration = new ServerSideEncryptionConfiguration
                {
                    ServerSideEncryptionRules =
                        [new ServerSideEncryptionRule { ServerSideEncryptionByDefault = always }],
                },
            },
            stop);
    }

    private async Task SetSite(string name, CancellationToken stop)
    {
        await s3.PutBucketVersioningAsync(
            new PutBucketVersioningRequest
            {
                BucketName = name,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
            },
            stop);
        var earlier = Rule("earlier-versions", "");
        earlier.NoncurrentVersionExpiration =
            new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = EarlierDays };
        await SetLifecycle(name, [earlier], stop);
    }

    private async Task SetQuarantine(string name, Uri guests, CancellationToken stop)
    {
        var unfinished = Rule("unfinished", "");
        unfinished.AbortIncompleteMultipartUpload =
            new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = UnfinishedDays };
        var unasked = Rule("unasked", S3Quarantine.Sent);
        unasked.Expiration = new LifecycleRuleExpiration { Days = UnaskedDays };
        await SetLifecycle(name, [unfinished, unasked], stop);
        var sending = new CORSRule
        {
            AllowedOrigins = [guests.GetLeftPart(UriPartial.Authority)],
            AllowedMethods = ["POST", "PUT"],
            AllowedHeaders = ["content-type"],
            MaxAgeSeconds = 3600,
        };
        await s3.PutCORSConfigurationAsync(
            new PutCORSConfigurationRequest
            {
                BucketName = name,
                Configuration = new CORSConfiguration { Rules = [sending] },
            },
            stop);
    }

    private async Task SetLifecycle(string name, List<LifecycleRule> rules, CancellationToken stop) =>
        await s3.PutLifecycleConfigurationAsync(
            new PutLifecycleConfigurationRequest
            {
                BucketName = name,
                Configuration = new LifecycleConfiguration { Rules = rules },
            },
            stop);

    private static LifecycleRule Rule(string id, string prefix) => new()
    {
        Id = id,
        Status = LifecycleRuleStatus.Enabled,
        Filter = new LifecycleFilter
        {
            LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = prefix },
        },
    };
}
