using Purser.Contracts.Ports;

namespace Purser.Contracts.Aws;

public sealed class DynamoTransferKeepsTheContract : StoreTransferContract
{
    public DynamoTransferKeepsTheContract()
        : this(new DynamoFixture())
    {
    }

    private DynamoTransferKeepsTheContract(DynamoFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}

public sealed class S3ObjectTransferKeepsTheContract : ObjectTransferContract
{
    public S3ObjectTransferKeepsTheContract()
        : this(new S3ObjectsFixture())
    {
    }

    private S3ObjectTransferKeepsTheContract(S3ObjectsFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}

public sealed class S3QuarantineTransferKeepsTheContract : QuarantineTransferContract
{
    public S3QuarantineTransferKeepsTheContract()
        : this(new S3QuarantineFixture())
    {
    }

    private S3QuarantineTransferKeepsTheContract(S3QuarantineFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}

public sealed class ParameterSecretTransferKeepsTheContract : SecretTransferContract
{
    public ParameterSecretTransferKeepsTheContract()
        : this(new ParameterSecretsFixture())
    {
    }

    private ParameterSecretTransferKeepsTheContract(ParameterSecretsFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}

public sealed class SecretsManagerTransferKeepsTheContract : SecretTransferContract
{
    public SecretsManagerTransferKeepsTheContract()
        : this(new SecretsManagerFixture())
    {
    }

    private SecretsManagerTransferKeepsTheContract(SecretsManagerFixture fixture)
        : base(fixture, () => fixture.Transfer)
    {
    }
}
