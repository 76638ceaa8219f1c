using NodaTime;
using NodaTime.Testing;
using Purser.Contracts.Embedded;
using Purser.Contracts.Ports;
using Purser.Outside;
using Purser.Outside.Records;
using Purser.Provisioning.Rehearsal;

namespace Purser.Contracts.Memory;

public sealed class MemoryRecordsKeepTheContract() : RecordsContract(new MemoryRecordsFixture());

public sealed class RehearsedRecordsKeepTheContract() : RecordsContract(new RehearsedRecordsFixture());

public sealed class RehearsedObjectsKeepTheContract() : ObjectsContract(new RehearsedObjectsFixture());

public sealed class MemoryObjectsKeepTheContract() : ObjectsContract(new MemoryObjectsFixture());

public sealed class MemoryQuarantineKeepsTheContract() : QuarantineContract(new MemoryQuarantineFixture());

public sealed class MemorySecretsKeepTheContract() : SecretsContract(new MemorySecretsFixture());

public sealed class MemoryMailKeepsTheContract() : MailContract(new MemoryMailFixture());

public sealed class MemoryKeptMailKeepsTheContract() : KeptMailContract(new MemoryKeptMailFixture());

public sealed class MemoryHintsKeepTheContract() : HintsContract(new MemoryHintsFixture());

public sealed class MemoryPicturesKeepTheContract() : PicturesContract(new MemoryPicturesFixture());

internal sealed class MemoryRecordsFixture : RecordsFixture
{
    private readonly MemoryStore _store = new(seed: 7);

    public override IStore Store => _store;

    public MemoryStore Transfer => _store;

    public override Task Settle()
    {
        foreach (var compartment in Enum.GetValues<Compartment>()) _store.Of(compartment).CatchUp();
        return Task.CompletedTask;
    }
}

internal sealed class RehearsedRecordsFixture : RecordsFixture
{
    public override IStore Store { get; } = new RehearsedStore(new MemoryStore(seed: 7));
}

internal sealed class RehearsedObjectsFixture : ObjectsFixture
{
    public override IObjects Objects { get; } = new RehearsedObjects(new MemoryObjects());
}

internal sealed class MemoryObjectsFixture : ObjectsFixture
{
    public MemoryObjects Transfer { get; } = new();

    public override IObjects Objects => Transfer;
}

internal sealed class MemoryQuarantineFixture : QuarantineFixture
{
    private readonly FakeClock _clock = new(Instant.FromUtc(2027, 5, 30, 20, 0));
    private readonly MemoryQuarantine _quarantine;

    public MemoryQuarantineFixture() => _quarantine = new MemoryQuarantine(_clock);

    public override IQuarantine Quarantine => _quarantine;

    public MemoryQuarantine Transfer => _quarantine;

    public override Instant Now => _clock.GetCurrentInstant();

    public override Task<Sent> Send(UploadOrder order, int part, byte[] bytes) =>
        Sends.To(_quarantine, order, part, bytes);
}

internal sealed class MemorySecretsFixture : SecretsFixture
{
    public MemorySecrets Transfer { get; } = new(7);

    public override ISecrets Secrets => Transfer;
}

internal sealed class MemoryMailFixture : MailFixture
{
    private readonly MemoryMail _mail = new();

    public override IMail Mail => _mail;

    public override Task<IReadOnlyList<(string MessageId, string? Mime)>> Arrived() =>
        Task.FromResult<IReadOnlyList<(string, string?)>>(
            [.. _mail.Messages.Select(mail => (mail.MessageId, (string?)null))]);
}

internal sealed class MemoryKeptMailFixture : KeptMailFixture
{
    private readonly MemoryMail _mail = new();

    public override IMail Mail => _mail;

    public override IKeptMail Kept => _mail;
}

internal sealed class MemoryHintsFixture : HintsFixture
{
    private readonly MemoryHints _hints = new(seed: 7, doubled: 0.5, reordered: true);

    public override IHints Hints => _hints;

    public override Task<IReadOnlyList<Hint>> Arrived()
    {
        var all = new List<Hint>();
        while (_hints.Take() is { } hint) all.Add(hint);
        return Task.FromResult<IReadOnlyList<Hint>>(all);
    }
}

internal sealed class MemoryPicturesFixture : PicturesFixture
{
    private readonly Dictionary<string, byte[]> _files = [];

    public MemoryPicturesFixture() => Pictures = new MemoryPictures(read: path => _files[path]);

    public override IPictures Pictures { get; }

    public override byte[] Picture(int width, int height, bool turned, CaptureTime? taken, string secret) =>
        MemoryPictures.Picture(width, height, taken, turned, secret);

    public override byte[] Video() => MemoryPictures.Video(640, 480, 2);

    public override byte[] Broken() => MemoryPictures.Broken();

    public override string File(byte[] body)
    {
        var path = $"file-{_files.Count}";
        _files.Add(path, body);
        return path;
    }
}
