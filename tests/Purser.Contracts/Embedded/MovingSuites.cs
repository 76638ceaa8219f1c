using Purser.Contracts.Ports;

namespace Purser.Contracts.Embedded;

public sealed class SqliteTransferKeepsTheContract : StoreTransferContract
{
    public SqliteTransferKeepsTheContract()
        : this(new SqliteFixture())
    {
    }

    private SqliteTransferKeepsTheContract(SqliteFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}

public sealed class DiskObjectTransferKeepsTheContract : ObjectTransferContract
{
    public DiskObjectTransferKeepsTheContract()
        : this(new DiskObjectsFixture())
    {
    }

    private DiskObjectTransferKeepsTheContract(DiskObjectsFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}

public sealed class DiskQuarantineTransferKeepsTheContract : QuarantineTransferContract
{
    public DiskQuarantineTransferKeepsTheContract()
        : this(new DiskQuarantineFixture())
    {
    }

    private DiskQuarantineTransferKeepsTheContract(DiskQuarantineFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}

public sealed class FileSecretTransferKeepsTheContract : SecretTransferContract
{
    public FileSecretTransferKeepsTheContract()
        : this(new FileSecretsFixture())
    {
    }

    private FileSecretTransferKeepsTheContract(FileSecretsFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}
