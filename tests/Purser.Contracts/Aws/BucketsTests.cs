using Amazon.S3;
using Amazon.S3.Model;

namespace Purser.Contracts.Aws;

public sealed class BucketsTests : IAsyncDisposable
{
    private readonly Storage _storage = new(made: false);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Both_are_made_closed_and_encrypted_and_making_may_be_repeated()
    {
        await _storage.Make();
        await _storage.Make();
        foreach (var bucket in (string[])[_storage.Options.SiteBucket, _storage.Options.QuarantineBucket])
        {
            var block = new GetPublicAccessBlockRequest { BucketName = bucket };
            var closed = (await _storage.S3.GetPublicAccessBlockAsync(block, Stop)).PublicAccessBlockConfiguration;
            Assert.True(closed.BlockPublicAcls & closed.BlockPublicPolicy & closed.IgnorePublicAcls & closed.RestrictPublicBuckets);
            var encryption = new GetBucketEncryptionRequest { BucketName = bucket };
            var rules = (await _storage.S3.GetBucketEncryptionAsync(encryption, Stop)).ServerSideEncryptionConfiguration;
            Assert.Equal(
                ServerSideEncryptionMethod.AES256,
                rules.ServerSideEncryptionRules.Single().ServerSideEncryptionByDefault.ServerSideEncryptionAlgorithm);
        }
    }

    [Fact]
    public async Task Making_them_again_loses_nothing()
    {
        await _storage.Make();
        var put = new PutObjectRequest { BucketName = _storage.Options.SiteBucket, Key = "g/a", ContentBody = "a" };
        await _storage.S3.PutObjectAsync(put, Stop);
        await _storage.Make();
        Assert.Equal(1, (await _storage.S3.GetObjectMetadataAsync(_storage.Options.SiteBucket, "g/a", Stop)).ContentLength);
    }

    [Fact]
    public async Task The_site_keeps_versions_and_the_quarantine_none()
    {
        await _storage.Make();
        Assert.Equal(VersionStatus.Enabled, await Versioning(_storage.Options.SiteBucket));
        Assert.NotEqual(VersionStatus.Enabled, await Versioning(_storage.Options.QuarantineBucket));
    }

    [Fact]
    public async Task Guests_pages_alone_may_send_and_what_is_left_over_goes()
    {
        await _storage.Make();
        var bucket = _storage.Options.QuarantineBucket;
        var cors = new GetCORSConfigurationRequest { BucketName = bucket };
        var rule = (await _storage.S3.GetCORSConfigurationAsync(cors, Stop)).Configuration.Rules.Single();
        Assert.Equal(["https://guests.example.com"], rule.AllowedOrigins);
        Assert.Equal(["POST", "PUT"], rule.AllowedMethods);
        var lifecycle = new GetLifecycleConfigurationRequest { BucketName = bucket };
        var rules = (await _storage.S3.GetLifecycleConfigurationAsync(lifecycle, Stop)).Configuration.Rules;
        Assert.Equal(2, rules.Single(one => one.Id == "unfinished").AbortIncompleteMultipartUpload.DaysAfterInitiation);
        var unasked = rules.Single(one => one.Id == "unasked");
        Assert.Equal(7, unasked.Expiration.Days);
        Assert.Equal("sent/", ((LifecyclePrefixPredicate)unasked.Filter.LifecycleFilterPredicate).Prefix);
    }

    private async Task<VersionStatus?> Versioning(string bucket) =>
        (await _storage.S3.GetBucketVersioningAsync(new GetBucketVersioningRequest { BucketName = bucket }, Stop))
        .VersioningConfig?.Status;
}
