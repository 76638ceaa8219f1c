using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Purser.Aws.Storage;

namespace Purser.Contracts.Aws.Templates;

/// <summary>Buckets are closed, encrypted, and set as the program itself sets them.</summary>
public sealed class BucketTemplateTests
{
    public static TheoryData<string, string> All =>
        [.. Template.All.SelectMany(one => Stacks.Of(one.Name).OfType("AWS::S3::Bucket").Select(bucket => (one.Name, bucket.Id)))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public void A_bucket_is_private_and_encrypted_and_outlives_its_stack(string template, string id)
    {
        var stack = Stacks.Of(template);
        var bucket = stack.Resources[id];
        foreach (var block in new[] { "BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets" })
            Assert.Equal("true", bucket.Text($"PublicAccessBlockConfiguration.{block}"));
        Assert.Equal("BucketOwnerEnforced", bucket.Text("OwnershipControls.Rules.0.ObjectOwnership"));
        Assert.Equal("AES256", bucket.Text(
            "BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm"));
        Assert.Equal("Retain", bucket.Written["DeletionPolicy"]!.ToString());
        Assert.Equal("Retain", bucket.Written["UpdateReplacePolicy"]!.ToString());
        Assert.NotNull(bucket.At("LifecycleConfiguration.Rules.0"));
        Assert.Null(bucket.At("AccessControl"));
        var statements = Statements(stack, bucket);
        Assert.Contains(statements, one => one["Effect"]!.ToString() == "Deny"
            && one["Condition"]!["Bool"]!["aws:SecureTransport"]!.ToString() == "false");
        foreach (var allowed in statements.Where(one => one["Effect"]!.ToString() == "Allow"))
        {
            // A service of AWS, and that only for something of this account.
            Assert.EndsWith(".amazonaws.com", allowed["Principal"]!["Service"]!.ToString(), StringComparison.Ordinal);
            Assert.Contains(Stack.Account, allowed["Condition"]!.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_guests_buckets_are_set_as_the_program_sets_them()
    {
        var options = Emulator.Fresh();
        using var clients = Emulator.Clients(options);
        var s3 = clients.S3.Value;
        await new Buckets(s3, options).Make(new Uri("https://guests.example.com/"), Stop);
        var guest = Stacks.Of("guest").Resources;
        var (site, quarantine) = (guest["SiteBucket"], guest["QuarantineBucket"]);
        Assert.Equal(await Rules(s3, options.SiteBucket), Rules(site));
        Assert.Equal(await Rules(s3, options.QuarantineBucket), Rules(quarantine));
        var versions = await s3.GetBucketVersioningAsync(options.SiteBucket, Stop);
        Assert.Equal(versions.VersioningConfig.Status.Value, site.Text("VersioningConfiguration.Status"));
        Assert.Null(quarantine.At("VersioningConfiguration"));
        var request = new GetCORSConfigurationRequest { BucketName = options.QuarantineBucket };
        var cors = Assert.Single((await s3.GetCORSConfigurationAsync(request, Stop)).Configuration.Rules);
        Assert.Single(quarantine.At("CorsConfiguration.CorsRules")!.AsArray());
        var own = quarantine.At("CorsConfiguration.CorsRules.0")!;
        Assert.Equal(cors.AllowedOrigins, Texts(own["AllowedOrigins"]));
        Assert.Equal(cors.AllowedMethods, Texts(own["AllowedMethods"]));
        Assert.Equal(cors.AllowedHeaders, Texts(own["AllowedHeaders"]));
        Assert.Equal($"{cors.MaxAgeSeconds}", own["MaxAge"]!.ToString());
        Assert.Null(site.At("CorsConfiguration"));
    }

    [Fact]
    public void The_photo_worker_is_told_of_what_browsers_send_and_of_nothing_else()
    {
        var guest = Stacks.Of("guest");
        var told = Assert.Single(guest.Resources["QuarantineBucket"].At("NotificationConfiguration.LambdaConfigurations")!.AsArray())!;
        Assert.Equal("s3:ObjectCreated:*", told["Event"]!.ToString());
        Assert.Equal("sent/", told["Filter"]!["S3Key"]!["Rules"]![0]!["Value"]!.ToString());
        Assert.Equal(S3Quarantine.Sent, "sent/");
        var allowed = guest.Resources["MayTellOfFiles"];
        Assert.Equal($"arn:aws:s3:::{Stacks.QuarantineBucket}", allowed.Text("SourceArn"));
        Assert.Equal(Stack.Account, allowed.Text("SourceAccount"));
    }

    private static List<JsonObject> Statements(Stack stack, Resource bucket) =>
    [
        .. from policy in stack.OfType("AWS::S3::BucketPolicy")
           where policy.Text("Bucket") == bucket.Text("BucketName")
           from statement in policy.At("PolicyDocument.Statement")!.AsArray()
           select statement.AsObject(),
    ];

    private static async Task<string> Rules(AmazonS3Client s3, string bucket) => string.Join(
        '\n',
        (await s3.GetLifecycleConfigurationAsync(bucket, Stop)).Configuration.Rules.OrderBy(rule => rule.Id, StringComparer.Ordinal)
            .Select(rule => Rule(
                rule.Id, rule.Status.Value, (rule.Filter?.LifecycleFilterPredicate as LifecyclePrefixPredicate)?.Prefix,
                rule.Expiration?.Days, rule.NoncurrentVersionExpiration?.NoncurrentDays,
                rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation)));

    private static string Rules(Resource bucket) => string.Join(
        '\n',
        bucket.At("LifecycleConfiguration.Rules")!.AsArray().OrderBy(rule => rule!["Id"]!.ToString(), StringComparer.Ordinal)
            .Select(rule => Rule(
                rule!["Id"], rule["Status"], rule["Prefix"], rule["ExpirationInDays"],
                rule["NoncurrentVersionExpiration"]?["NoncurrentDays"],
                rule["AbortIncompleteMultipartUpload"]?["DaysAfterInitiation"])));

    private static string Rule(params object?[] parts) =>
        string.Join(' ', parts.Select(part => part?.ToString() is { Length: > 0 } text ? text : "-"));

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(one => one!.ToString());
}
