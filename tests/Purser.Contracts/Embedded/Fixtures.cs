using NodaTime;
using NodaTime.Testing;
using Purser.Contracts.Ports;
using Purser.Embedded;
using Purser.Embedded.Disk;
using Purser.Embedded.Pump;
using Purser.Embedded.Sqlite;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Embedded;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("purser-").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

internal sealed class SqliteFixture : RecordsFixture
{
    private readonly TestFolder _folder = new();
    private SqliteStore _store;

    public SqliteFixture() => _store = Made();

    public override IStore Store => _store;

    public override Task Reopen()
    {
        _store.Dispose();
        _store = Made();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _store.Dispose();
        _folder.Dispose();
        return base.DisposeAsync();
    }

    public SqliteTransfer Transfer => new(_folder.At("purser.db"));

    private SqliteStore Made() => new(_folder.At("purser.db"), SystemClock.Instance);
}

internal sealed class DiskObjectsFixture : ObjectsFixture
{
    private readonly TestFolder _folder = new();
    private DiskObjects _objects;

    public DiskObjectsFixture() => _objects = new DiskObjects(_folder.Path);

    public override IObjects Objects => _objects;

    public DiskObjectTransfer Transfer => new(_folder.Path);

    public override Task Reopen()
    {
        _objects = new DiskObjects(_folder.Path);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }
}

internal sealed class DiskQuarantineFixture : QuarantineFixture
{
    private readonly TestFolder _folder = new();
    private readonly FakeClock _clock = new(Instant.FromUtc(2027, 5, 30, 20, 0));
    private DiskQuarantine _quarantine;

    public DiskQuarantineFixture() => _quarantine = Opened();

    public override IQuarantine Quarantine => _quarantine;

    public override Instant Now => _clock.GetCurrentInstant();

    public override Task<Sent> Send(UploadOrder order, int part, byte[] bytes) =>
        Sends.To(_quarantine, order, part, bytes);

    public override Task Reopen()
    {
        _quarantine = Opened();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    public DiskQuarantineTransfer Transfer => new(_folder.At("quarantine"), _quarantine);

    private DiskQuarantine Opened() => DiskQuarantine.Open(_folder.At("quarantine"), _clock, floorBytes: 0);
}

/// <summary>Sends to a receiver on this machine.</summary>
internal static class Sends
{
    public static async Task<Sent> To(IUploadReceiver receiver, UploadOrder order, int part, byte[] bytes)
    {
        using var body = new MemoryStream(bytes);
        var reply = await receiver.Receive(order, part, body, TestContext.Current.CancellationToken);
        return reply switch
        {
            ReceiveReply.Received => Sent.Taken,
            ReceiveReply.Already => Sent.Already,
            _ => Sent.Refused,
        };
    }
}

internal sealed class FileSecretsFixture : SecretsFixture
{
    private readonly TestFolder _folder = new();
    private FileSecrets _secrets;

    public FileSecretsFixture() => _secrets = new FileSecrets(_folder.Path, new SystemTokens());

    public override ISecrets Secrets => _secrets;

    public FileSecrets Transfer => _secrets;

    public override Task Reopen()
    {
        _secrets = new FileSecrets(_folder.Path, new SystemTokens());
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }
}

internal sealed class HintQueueFixture : HintsFixture
{
    private readonly HintQueue _hints = new();

    public override IHints Hints => _hints;

    public override async Task<IReadOnlyList<Hint>> Arrived()
    {
        var all = new List<Hint>();
        while (_hints.Count > 0)
        {
            var subject = await _hints.Take(slow: false, CancellationToken.None);
            all.AddRange(_hints.HintsOf(subject!));
            _hints.Done(subject!);
        }

        return all;
    }
}
