using Purser.Contracts.Ports;

namespace Purser.Contracts.Aws;

public sealed class DynamoRecordsKeepTheContract() : RecordsContract(new DynamoFixture());

public sealed class S3ObjectsKeepTheContract() : ObjectsContract(new S3ObjectsFixture());

public sealed class S3QuarantineKeepsTheContract() : QuarantineContract(new S3QuarantineFixture());
