using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Purser.Embedded.Sqlite;

/// <summary>The statements that bound the writer's work.</summary>
internal sealed class Transaction(sqlite3 database) : IDisposable
{
    private readonly Statement _begin = new(database, "BEGIN IMMEDIATE");
    private readonly Statement _commit = new(database, "COMMIT");
    private readonly Statement _rollback = new(database, "ROLLBACK");
    private readonly Statement _mark = new(database, "SAVEPOINT one");
    private readonly Statement _back = new(database, "ROLLBACK TO one");
    private readonly Statement _release = new(database, "RELEASE one");

    /// <summary>False also when SQLite has rolled back by itself, as it does when the disk is full.</summary>
    public bool IsOpen => raw.sqlite3_get_autocommit(database) == 0;

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    public void Mark() => _mark.Run();

    public void BackToMark() => _back.Run();

    public void ReleaseMark() => _release.Run();

    public void Abandon()
    {
        if (!IsOpen) return;
        try
        {
            _rollback.Run();
        }
        catch (SqliteException) when (!IsOpen)
        {
            // It was rolled back meanwhile, which is what was wanted.
        }
    }

    public void Dispose()
    {
        Statement[] all = [_begin, _commit, _rollback, _mark, _back, _release];
        foreach (var statement in all) statement.Dispose();
    }
}
