using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Purser.Aws;
using Purser.Aws.Dynamo;
using Purser.Contracts.Ports;
using Purser.Embedded;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Aws;

/// <summary>Tables of their own for one test, at the emulator.</summary>
internal sealed class DynamoFixture : RecordsFixture
{
    private AwsOptions? _options;
    private AwsClients? _clients;

    public override IStore Store => Made(Clients);

    public AwsOptions Options => _options ??= Emulator.Fresh();

    public TableNames Tables => Options.Tables;

    public AmazonDynamoDBClient Dynamo => Clients.Dynamo.Value;

    public DynamoTransfer Transfer => new(Clients, Tables, Tokens, AtOnce.Instance);

    private AwsClients Clients => _clients ??= Emulator.Clients(Options);

    private static ITokens Tokens { get; } = new SystemTokens();

    /// <summary>The same tables, asked through another wire.</summary>
    public IStore Made(AwsClients clients, TimeProvider? time = null) =>
        new DynamoStore(clients, Tables, Tokens, time ?? AtOnce.Instance);

    /// <summary>The same for all of their records.</summary>
    public DynamoTransfer MadeTransfer(AwsClients clients) => new(clients, Tables, Tokens, AtOnce.Instance);

    public Task Create(bool keep = false) =>
        new DynamoTables(Clients, Tokens, AtOnce.Instance).Create(Tables, keep, TestContext.Current.CancellationToken);

    public override Task Start() => Create();

    public override Task Reopen()
    {
        _clients?.Dispose();
        _clients = null;
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        // Their names come once only; what is left would lie in the emulator's memory.
        foreach (var table in Tables.All) await Drop(table);
        _clients?.Dispose();
        _clients = null;
        await base.DisposeAsync();
    }

    private async Task Drop(string table)
    {
        try
        {
            await Dynamo.DeleteTableAsync(table, CancellationToken.None);
        }
        catch (ResourceNotFoundException)
        {
            // The test has made none.
        }
    }
}

/// <summary>A time in which no pause lasts.</summary>
internal sealed class AtOnce : TimeProvider
{
    public static readonly AtOnce Instance = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
