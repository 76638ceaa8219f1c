using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Purser.Embedded.Sqlite;

/// <summary>
/// One prepared statement, reused for the life of its connection; used by one thread at a time.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int KeyBytes = 4 * 256;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Sql = sql;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public string Sql { get; }

    public Statement Bind(int index, string text)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes];
        if (text.Length == 0) Check(raw.sqlite3_bind_text(_statement, index, text));
        else if (Encoding.UTF8.TryGetBytes(text, bytes, out var written))
            Check(raw.sqlite3_bind_text(_statement, index, bytes[..written]));
        else Check(raw.sqlite3_bind_text(_statement, index, text));
        return this;
    }

    public Statement Bind(int index, long number)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, number));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, bytes));
        return this;
    }

    public Statement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    /// <summary>Binds the text, or, for null, what sorts after every text: a blob.</summary>
    public Statement BindEnd(int index, string? text)
    {
        if (text is not null) return Bind(index, text);
        Check(raw.sqlite3_bind_zeroblob(_statement, index, 0));
        return this;
    }

    /// <summary>
    /// True if there is a row; false at the end, and then the statement is ready to be used again.
    /// </summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        _ = raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
        return false;
    }

    /// <summary>Performs a statement without rows and says how many records it changed.</summary>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(_database);
    }

    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result == raw.SQLITE_OK) return;
        var message = raw.sqlite3_errmsg(_database).utf8_to_string();
        throw new SqliteException($"{message} ({result}): {Sql}", result);
    }
}
