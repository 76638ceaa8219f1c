using System.Globalization;
using Microsoft.Data.Sqlite;
using Purser.Embedded.Disk;

namespace Purser.Embedded.Sqlite;

/// <summary>Opens connections to one database file, all with the same settings.</summary>
internal static class Connections
{
    /// <summary>Opens the file, makes it if it is not there, and brings it to this program's form.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostPages">The disk is full at so many pages; null: when it is.</param>
    public static SqliteConnection OpenWriter(string path, int? mostPages = null)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            var found = (long)Scalar(connection, "PRAGMA user_version")!;
            if (found > Sql.SchemaVersion)
                throw new DataFolderFault(
                    $"{path} was written by a newer purser (form {found}); use that version or later");
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection, "PRAGMA synchronous = FULL");
            Run(connection, Sql.Schema);
            if (mostPages is { } most)
                Run(connection, $"PRAGMA max_page_count = {most.ToString(CultureInfo.InvariantCulture)}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file for reading only.</summary>
    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite);
        Run(connection, "PRAGMA query_only = ON");
        return connection;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 10,
        };
        var connection = new SqliteConnection(text.ToString());
        connection.Open();
        Run(connection, "PRAGMA busy_timeout = 10000");
        Run(connection, "PRAGMA temp_store = MEMORY");
        // What is removed or replaced is overwritten in the file: who is forgotten is not left in it.
        Run(connection, "PRAGMA secure_delete = ON");
        return connection;
    }

    private static void Run(SqliteConnection connection, string fixedSql)
    {
        using var command = new SqliteCommand(fixedSql, connection);
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string fixedSql)
    {
        using var command = new SqliteCommand(fixedSql, connection);
        return command.ExecuteScalar();
    }
}
