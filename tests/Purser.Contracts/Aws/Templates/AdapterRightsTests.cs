using System.Text;
using Amazon.S3.Model;
using NodaTime;
using Purser.Aws;
using Purser.Aws.Dynamo;
using Purser.Aws.Queue;
using Purser.Aws.Storage;
using Purser.Embedded;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Aws.Templates;

/// <summary>
/// Every call that a compartment's adapters make is allowed by its role: the adapters themselves run through a gate
/// that judges by the template's policy; and the same gate keeps a compartment out of another's things.
/// </summary>
public sealed class AdapterRightsTests : IAsyncLifetime
{
    private static readonly SystemTokens Tokens = new();
    private static int _installations;
    private readonly string _installation = $"rights-{Interlocked.Increment(ref _installations)}";
    private AwsClients? _admin;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AwsOptions Options => RoleGate.OptionsOf(_installation);

    private AwsClients Admin => _admin ??= Emulator.Clients(Options);

    public async ValueTask InitializeAsync()
    {
        await new DynamoTables(Admin, Tokens, AtOnce.Instance).Create(Options.Tables, keep: false, Stop);
        await new Buckets(Admin.S3.Value, Options).Make(new Uri("https://guests.example.com/"), Stop);
    }

    public ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("office", Compartment.Office, Compartment.Guest)]
    [InlineData("calendar", Compartment.Calendar)]
    [InlineData("crew", Compartment.Crew)]
    [InlineData("guest", Compartment.Guest)]
    internal async Task A_role_keeps_the_records_of_its_compartment_and_no_other(string role, params Compartment[] own)
    {
        await using var gate = new RoleGate(role, _installation);
        foreach (var compartment in own) await UseAll(gate.Store.Open(compartment));
        Assert.Empty(gate.Denied);
        foreach (var other in Enum.GetValues<Compartment>().Except(own))
        {
            var records = gate.Store.Open(other);
            await Assert.ThrowsAsync<OutsideRefused>(() => records.Get(new RecordKey("keys", "a"), Stop));
            await Assert.ThrowsAsync<OutsideRefused>(
                () => records.Commit([RecordChange.Put(new RecordKey("keys", "a"), 0, "{}"u8.ToArray())], Stop));
        }
    }

    [Fact]
    public async Task The_office_puts_pages_and_forgets_files()
    {
        await using var gate = new RoleGate("office", _installation);
        await UseAll(gate.Objects, "g/may-30-boatsetter-charter.html");
        await UseAll(gate.Objects, "photos/abcdefghijklmnopqrstuvwxyz/360.webp");
        await UseAll(gate.Objects, "held/abcdefghijklmnopqrstuvwxyz/360.webp");
        await Sent("b/one", 5);
        await gate.Quarantine.Remove("b/one", Stop);
        Assert.Null(await gate.Quarantine.Borrow("b/one", Stop));
        await gate.Edge.Invalidate(["/g/may-30-boatsetter-charter"], Stop);
        Assert.Empty(gate.Denied);
        await Assert.ThrowsAsync<OutsideRefused>(() => Put(gate.Objects, "index.html"));
    }

    [Fact]
    public async Task The_guest_function_takes_files_and_makes_copies_and_touches_no_page()
    {
        await using var gate = new RoleGate("guest", _installation);
        await UseAll(gate.Objects, "photos/abcdefghijklmnopqrstuvwxyz/360.webp");
        await UseAll(gate.Objects, "held/abcdefghijklmnopqrstuvwxyz/360.webp");
        var small = Order("b/small", 5);
        await gate.Quarantine.Grant(small, Stop);
        await Sent("b/small", 5);
        Assert.True((await gate.Quarantine.Look(small, Stop)).Whole);
        using (var file = await gate.Quarantine.Borrow("b/small", Stop)) Assert.Equal(5, file!.Size);
        var large = Order("b/large", UploadLimits.FormBytes + 1);
        await gate.Quarantine.Grant(large, Stop);
        Assert.False((await gate.Quarantine.Look(large, Stop)).Whole);
        await gate.Quarantine.Remove("b/small", Stop);
        await gate.Quarantine.Remove("b/large", Stop);
        await gate.Edge.Invalidate(["/photos/abcdefghijklmnopqrstuvwxyz/360.webp"], Stop);
        Assert.Empty(gate.Denied);
        await Assert.ThrowsAsync<OutsideRefused>(() => Put(gate.Objects, "g/may-30-boatsetter-charter.html"));
    }

    [Theory]
    [InlineData("office", SecretNames.OfficeLinks, SecretNames.GuestRoot, SecretNames.GuestLinks, "hook-boatsetter-1", "crew-desk-2")]
    [InlineData("crew", SecretNames.CrewLinks)]
    [InlineData("guest", SecretNames.GuestLinks)]
    public async Task A_role_makes_and_reads_its_own_secrets(string role, params string[] own)
    {
        await using (var gate = new RoleGate(role, _installation))
        {
            foreach (var name in own) await gate.Parameters.Get(name, Stop);
            foreach (var name in own) await gate.Parameters.Get(name, Stop);
            Assert.Empty(gate.Denied);
            await Assert.ThrowsAsync<OutsideRefused>(() => gate.Parameters.Get("somebody-elses-1", Stop));
        }

        await using var other = new RoleGate(role, _installation, ("SecretPlace", "secrets-manager"));
        foreach (var name in own) await other.Secrets.Get(name, Stop);
        foreach (var name in own) await other.Secrets.Get(name, Stop);
        Assert.Empty(other.Denied);
        await Assert.ThrowsAsync<OutsideRefused>(() => other.Secrets.Get("somebody-elses-1", Stop));
    }

    [Theory]
    [InlineData("office", "office", "guest")]
    [InlineData("calendar", "office")]
    [InlineData("crew", "office", "crew")]
    [InlineData("guest", "office", "guest")]
    public async Task A_role_leaves_hints_in_the_queues_that_its_function_knows(string role, params string[] queues)
    {
        await using var gate = new RoleGate(role, _installation);
        foreach (var queue in new[] { "office", "crew", "guest" })
        {
            var address = await Queues.Ensure(Admin.Queue.Value, $"{_installation}-{queue}-hints", Stop);
            var log = new Told<SqsHints>();
            await gate.Hints(address, log).Leave(new Hint.Outbox(Compartment.Crew, "event#a"), Stop);
            Assert.Equal(queues.Contains(queue), log.Lines.Count == 0);
        }
    }

    private static UploadOrder Order(string name, long size) => new(
        name, "image/jpeg", size, new Uri("https://guests.example.com/"), SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1));

    private static async Task UseAll(IRecords records)
    {
        var (a, b, c) = (Key("a"), Key("b"), Key("c"));
        Assert.Null(await records.Commit([RecordChange.Put(a, 0, "{}"u8.ToArray(), new IndexKey("list", "1"))], Stop));
        Assert.Null(await records.Commit(
            [RecordChange.Put(b, 0, "{}"u8.ToArray()), RecordChange.Check(a, 1), RecordChange.Delete(c, 0)], Stop));
        Assert.Null(await records.Commit([RecordChange.Check(a, 1)], Stop));
        Assert.Null(await records.Commit([RecordChange.Delete(b, 1)], Stop));
        Assert.NotNull(await records.Get(a, Stop));
        Assert.NotNull((await records.GetMany([a, b], Stop))[0]);
        Assert.Single((await records.Range(new RangeQuery(a.Partition), Stop)).Items);
        await records.RangeIndex(new RangeQuery("list"), Stop);
        if (records.Compartment != Compartment.Crew || a.Partition.StartsWith("event#", StringComparison.Ordinal)) return;
        var across = new RecordKey("event#a", "fact");
        Assert.Null(await records.Commit(
            [RecordChange.Put(across, 0, "{}"u8.ToArray()), RecordChange.Check(a, 1)], Stop));
        Assert.NotNull((await records.GetMany([a, across], Stop))[1]);

        static RecordKey Key(string sort) => new("people", sort);
    }

    private static async Task UseAll(IObjects objects, string key)
    {
        Assert.Null(await objects.Get(ObjectKey.Of(key), Stop));
        var tag = await Put(objects, key);
        Assert.NotNull(tag);
        await Put(objects, key, tag);
        await using (var open = await objects.Open(ObjectKey.Of(key), Stop)) Assert.NotNull(open);
        await objects.Remove(ObjectKey.Of(key), Stop);
    }

    private static Task<string?> Put(IObjects objects, string key, string? tag = null) => objects.Put(
        ObjectKey.Of(key), new ObjectContent(Encoding.UTF8.GetBytes($"{tag}."), "text/html", "public", 1), tag, Stop);

    /// <summary>As a browser does with the form that it was given; the form is signed by the role.</summary>
    private async Task Sent(string name, int bytes) => await Admin.S3.Value.PutObjectAsync(
        new PutObjectRequest
        {
            BucketName = Options.QuarantineBucket,
            Key = S3Quarantine.Sent + name,
            InputStream = new MemoryStream(new byte[bytes]),
        },
        Stop);
}
