using Purser.Contracts.Ports;

namespace Purser.Contracts.Aws;

public sealed class DynamoRecordsKeepTheContract() : RecordsContract(new DynamoFixture());
