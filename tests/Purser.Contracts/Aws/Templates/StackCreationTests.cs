using System.IO.Compression;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Purser.Aws;
using Purser.Aws.Queue;

namespace Purser.Contracts.Aws.Templates;

/// <summary>
/// Each template makes its stack on the emulator, in the order of <c>deploy/aws/README.md</c>. The emulator makes no
/// resource of the types in <see cref="NotMade"/>: it leaves them out and says so in its log; of a bucket it takes over
/// the encryption alone. Of all that cfn-lint checks the properties against AWS's own schema, and the other tests of this
/// folder what they say.
/// </summary>
public sealed class StackCreationTests : IAsyncLifetime
{
    private static readonly HashSet<string> NotMade = new(StringComparer.Ordinal)
    {
        "AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::ApiMapping", "AWS::ApiGatewayV2::DomainName",
        "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::Stage",
        "AWS::CloudFront::CachePolicy", "AWS::CloudFront::Distribution", "AWS::CloudFront::Function",
        "AWS::CloudFront::OriginAccessControl", "AWS::CloudFront::OriginRequestPolicy",
        "AWS::CloudFront::ResponseHeadersPolicy", "AWS::CloudWatch::Alarm", "AWS::Lambda::EventInvokeConfig",
        "AWS::Logs::Delivery", "AWS::Logs::DeliveryDestination", "AWS::Logs::DeliverySource", "AWS::S3::BucketPolicy",
        "AWS::SNS::Subscription", "AWS::SQS::QueuePolicy",
    };

    private static int _installations;
    private readonly string _installation = $"stacks-{Interlocked.Increment(ref _installations)}";
    private readonly CloudFormation _formation = new();
    private AwsClients? _clients;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AwsClients Clients => _clients ??= Emulator.Clients(RoleGate.OptionsOf(_installation));

    private AmazonS3Client S3 => Clients.S3.Value;

    private string CodeBucket => $"{_installation}-code";

    public async ValueTask InitializeAsync()
    {
        await S3.PutBucketAsync(CodeBucket, Stop);
        using var zip = new MemoryStream();
        await using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntry("bootstrap");
        zip.Position = 0;
        var key = Given("crew").Single(one => one.Name == "CodeKey").Value;
        await S3.PutObjectAsync(
            new PutObjectRequest { BucketName = CodeBucket, Key = key, InputStream = zip, AutoCloseStream = false }, Stop);
    }

    public ValueTask DisposeAsync()
    {
        _formation.Dispose();
        _clients?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Template.Names), MemberType = typeof(Template))]
    public async Task A_template_makes_its_stack(string name)
    {
        var made = await Make(name);
        var wanted = Template.Of(name).With(Given(name)).Resources.Values;
        Assert.Equal(
            wanted.Where(one => !NotMade.Contains(one.Type)).Select(one => $"{one.Id} {one.Type}").Order(StringComparer.Ordinal),
            made.Select(one => $"{one.Id} {one.Type}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Template.Names), MemberType = typeof(Template))]
    public void A_template_needs_no_bucket_of_its_own_to_be_deployed(string name) =>
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Template.Of(name).Text), 1, 51_200);

    [Fact]
    public void Every_type_that_is_said_not_to_be_made_is_used()
    {
        var used = Template.All.SelectMany(template => template.Resources.Select(one => one.Value!["Type"]!.ToString())).ToHashSet();
        Assert.Empty(NotMade.Except(used));
    }

    [Theory]
    [InlineData("office")]
    [InlineData("crew")]
    [InlineData("guest")]
    public async Task The_queue_is_set_as_the_program_sets_it(string name)
    {
        await Make(name);
        var sqs = Clients.Queue.Value;
        var queue = $"{_installation}-{name}-hints";
        var made = await Attributes(sqs, queue);
        var code = await Queues.Ensure(sqs, $"{_installation}-code", Stop);
        var own = (await sqs.GetQueueAttributesAsync(code.ToString(), ["All"], Stop)).Attributes;
        Assert.Equal(own["ReceiveMessageWaitTimeSeconds"], made["ReceiveMessageWaitTimeSeconds"]);
        Assert.Equal(own["SqsManagedSseEnabled"], made["SqsManagedSseEnabled"]);
        Assert.Contains($"{queue}-dead", made["RedrivePolicy"], StringComparison.Ordinal);
        Assert.Matches($"maxReceiveCount\\W+{Queues.Receives}\\b", made["RedrivePolicy"]);
        var dead = await Attributes(sqs, $"{queue}-dead");
        var ownDead = await Attributes(sqs, Queues.DeadOf($"{_installation}-code"));
        Assert.Equal(ownDead["MessageRetentionPeriod"], dead["MessageRetentionPeriod"]);
    }

    private static async Task<Dictionary<string, string>> Attributes(AmazonSQSClient sqs, string queue) =>
        (await sqs.GetQueueAttributesAsync((await sqs.GetQueueUrlAsync(queue, Stop)).QueueUrl, ["All"], Stop)).Attributes;

    private async Task<IReadOnlyList<(string Id, string Type, string Name)>> Make(string name)
    {
        var stack = $"{_installation}-{name}";
        Assert.Equal("CREATE_COMPLETE", await _formation.Deploy(stack, Template.Of(name), Given(name)));
        return await _formation.Made(stack);
    }

    private (string Name, string Value)[] Given(string name) => Stacks.Parameters(
        name, name == "tables" ? [("Installation", _installation)] : [("Installation", _installation), ("CodeBucket", CodeBucket)]);
}
