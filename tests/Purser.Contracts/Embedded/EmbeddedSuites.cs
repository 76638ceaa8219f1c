using Purser.Contracts.Ports;

namespace Purser.Contracts.Embedded;

public sealed class SqliteRecordsKeepTheContract() : RecordsContract(new SqliteFixture());

public sealed class DiskObjectsKeepTheContract() : ObjectsContract(new DiskObjectsFixture());

public sealed class DiskQuarantineKeepsTheContract() : QuarantineContract(new DiskQuarantineFixture());

public sealed class FileSecretsKeepTheContract() : SecretsContract(new FileSecretsFixture());

public sealed class FolderMailKeepsTheContract() : MailContract(new FolderMailFixture());

public sealed class KeptMailFolderKeepsTheContract() : KeptMailContract(new KeptMailFolderFixture());

public sealed class SmtpMailKeepsTheContract() : MailContract(new SmtpFixture());

public sealed class HintQueueKeepsTheContract() : HintsContract(new HintQueueFixture());
