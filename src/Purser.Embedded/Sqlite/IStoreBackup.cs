namespace Purser.Embedded.Sqlite;

/// <summary>Copies the records while the store is in use.</summary>
public interface IStoreBackup
{
    /// <summary>
    /// Writes everything committed so far into one new database file at <paramref name="path"/>, readable by
    /// its owner only, whole or not at all. Throws <see cref="Outside.OutsideUnavailable"/> if it cannot be
    /// read or written.
    /// </summary>
    void Write(string path);
}
