using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using NodaTime;
using Purser.Aws;
using Purser.Aws.Dynamo;
using Purser.Aws.Edge;
using Purser.Aws.Inspecting;
using Purser.Aws.Queue;
using Purser.Aws.Storage;
using Purser.Embedded;

namespace Purser.Contracts.Aws;

/// <summary>What the doctor finds on AWS, and the remedy that he names.</summary>
public sealed class InspectionTests : IAsyncLifetime
{
    private readonly AwsOptions _options = Emulator.Fresh();
    private readonly AwsClients _clients = Emulator.Clients(Emulator.Fresh());
    private readonly HttpClient _http = SignedRequests.NewClient();
    private Uri _queue = new("http://unset");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await new DynamoTables(_clients, new SystemTokens(), AtOnce.Instance).Create(_options.Tables, keep: true, Stop);
        await new Buckets(_clients.S3.Value, _options).Make(new Uri("https://guests.example.com"), Stop);
        _queue = await Queues.Ensure(_clients.Queue.Value, $"{_options.Tables.Office}-hints", Stop);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        _clients.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_init_makes_is_well()
    {
        var found = await Look();
        Assert.All(found, finding => Assert.True(finding.Well, $"{finding.Name}: {finding.Found}"));
        Assert.Equal(5 + 2 + 1 + 1, found.Count);
        Assert.Contains(found, finding => finding.Found.Contains("protected from being deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_table_bucket_and_queue_are_named()
    {
        var there = _options with
        {
            Tables = _options.Tables with { Guest = "not-there" },
            SiteBucket = "not-there",
            Queue = new Uri(_queue + "-not-there"),
        };
        var found = await Look(there);
        Assert.Equal(
            ["table not-there", "bucket not-there", "hints"],
            found.Where(finding => !finding.Well).Select(finding => finding.Name));
        Assert.All(found.Where(finding => !finding.Well), finding => Assert.NotNull(finding.Remedy));
    }

    [Fact]
    public async Task A_table_of_other_keys_without_expiry_or_history_is_told_so()
    {
        var name = _options.Tables.Office + "-other";
        await _clients.Dynamo.Value.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = name,
                BillingMode = Amazon.DynamoDBv2.BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new("id", Amazon.DynamoDBv2.ScalarAttributeType.S)],
                KeySchema = [new("id", Amazon.DynamoDBv2.KeyType.HASH)],
            },
            Stop);
        var found = Of(await Look(_options with { Tables = _options.Tables with { Office = name } }), name);
        Assert.False(found.Well);
        string[] faults = ["keys", "expires", "history"];
        Assert.All(faults, fault => Assert.Contains(fault, found.Found, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bucket_that_is_open_or_keeps_what_it_must_not_is_told_so()
    {
        await _clients.S3.Value.DeletePublicAccessBlockAsync(
            new DeletePublicAccessBlockRequest { BucketName = _options.SiteBucket }, Stop);
        await _clients.S3.Value.PutBucketVersioningAsync(
            new PutBucketVersioningRequest
            {
                BucketName = _options.QuarantineBucket,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
            },
            Stop);
        var found = await Look();
        Assert.Contains("opened to the public", Of(found, _options.SiteBucket).Found, StringComparison.Ordinal);
        Assert.Contains("lives on", Of(found, _options.QuarantineBucket).Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_too_often_is_counted()
    {
        var dead = (await _clients.Queue.Value.GetQueueUrlAsync($"{_options.Tables.Office}-hints-dead", Stop)).QueueUrl;
        await _clients.Queue.Value.SendMessageAsync(dead, "x", Stop);
        var found = (await Look()).Single(finding => finding.Name == "hints");
        Assert.False(found.Well);
        Assert.Contains("1 have failed too often", found.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-45, true)]
    [InlineData(45, true)]
    [InlineData(90, false)]
    [InlineData(-90, false)]
    [InlineData(400, false)]
    public void The_clock_is_judged_by_the_limits_of_signatures(int seconds, bool well)
    {
        var now = Instant.FromUtc(2027, 5, 1, 12, 0);
        var found = ClockLook.Judge(now + Duration.FromSeconds(seconds), now, now + Duration.FromMilliseconds(100));
        Assert.Equal(well, found.Well);
        Assert.Equal(seconds >= 300, found.Found.Contains("refuses what this machine signs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_may_not_be_looked_at_is_a_finding_with_its_remedy()
    {
        await using var wire = await DynamoWire.Start();
        wire.Then = TableReply.Fault("AccessDeniedException");
        var found = await new TableLook(wire.Clients.Dynamo.Value).Look(_options.Tables.Office, Stop);
        Assert.False(found.Well);
        Assert.Contains("dynamodb:DescribeTable", found.Remedy, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<AwsFinding>> Look(AwsOptions? options = null) => new AwsInspection(
        _clients, (options ?? _options) with { Queue = options?.Queue ?? _queue }, _http, SystemClock.Instance).Look(Stop);

    private static AwsFinding Of(IReadOnlyList<AwsFinding> found, string name) =>
        found.Single(finding => finding.Name.EndsWith($" {name}", StringComparison.Ordinal));
}
