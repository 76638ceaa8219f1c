using Purser.Contracts.Ports;

namespace Purser.Contracts.Memory;

public sealed class MemoryTransferKeepsTheContract : StoreTransferContract
{
    public MemoryTransferKeepsTheContract()
        : this(new MemoryRecordsFixture())
    {
    }

    private MemoryTransferKeepsTheContract(MemoryRecordsFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}

public sealed class MemoryObjectTransferKeepsTheContract : ObjectTransferContract
{
    public MemoryObjectTransferKeepsTheContract()
        : this(new MemoryObjectsFixture())
    {
    }

    private MemoryObjectTransferKeepsTheContract(MemoryObjectsFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}

public sealed class MemoryQuarantineTransferKeepsTheContract : QuarantineTransferContract
{
    public MemoryQuarantineTransferKeepsTheContract()
        : this(new MemoryQuarantineFixture())
    {
    }

    private MemoryQuarantineTransferKeepsTheContract(MemoryQuarantineFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}

public sealed class MemorySecretTransferKeepsTheContract : SecretTransferContract
{
    public MemorySecretTransferKeepsTheContract()
        : this(new MemorySecretsFixture())
    {
    }

    private MemorySecretTransferKeepsTheContract(MemorySecretsFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}
