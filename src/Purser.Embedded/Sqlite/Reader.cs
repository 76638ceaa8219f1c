using Microsoft.Data.Sqlite;
using NodaTime;
using Purser.Outside.Records;

namespace Purser.Embedded.Sqlite;

/// <summary>One read connection with its statements; used by one thread at a time.</summary>
internal sealed class Reader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _end;
    private readonly Statement _get;
    private readonly Statement _up;
    private readonly Statement _upAfter;
    private readonly Statement _down;
    private readonly Statement _indexUp;
    private readonly Statement _indexUpAfter;
    private readonly Statement _indexDown;
    private readonly Statement _indexDownBefore;

    public Reader(string path)
    {
        _connection = Connections.OpenReader(path);
        var database = _connection.Handle!;
        _begin = new Statement(database, "BEGIN");
        _end = new Statement(database, "COMMIT");
        _get = new Statement(database, Sql.Get);
        _up = new Statement(database, Sql.Up);
        _upAfter = new Statement(database, Sql.UpAfter);
        _down = new Statement(database, Sql.Down);
        _indexUp = new Statement(database, Sql.IndexUp);
        _indexUpAfter = new Statement(database, Sql.IndexUpAfter);
        _indexDown = new Statement(database, Sql.IndexDown);
        _indexDownBefore = new Statement(database, Sql.IndexDownBefore);
    }

    public StoredRecord? Get(Compartment compartment, RecordKey key)
    {
        _get.Bind(1, (long)compartment).Bind(2, key.Partition).Bind(3, key.Sort);
        if (!_get.Step()) return null;
        var record = Read(_get, key);
        _get.Reset();
        return record;
    }

    /// <summary>All of them from one snapshot.</summary>
    public StoredRecord?[] GetMany(Compartment compartment, IReadOnlyList<RecordKey> keys)
    {
        var found = new StoredRecord?[keys.Count];
        _begin.Run();
        for (var i = 0; i < found.Length; i++) found[i] = Get(compartment, keys[i]);
        _end.Run();
        return found;
    }

    public RecordPage Range(Compartment compartment, RangeQuery query)
    {
        var cursor = Cursor.Open(query.Cursor);
        var statement = query.Descending ? _down : cursor is null ? _up : _upAfter;
        statement.Bind(1, (long)compartment).Bind(2, query.Partition)
            .Bind(3, query.Descending ? query.From : cursor?.Sort ?? query.From)
            .BindEnd(4, query.Descending ? cursor?.Sort ?? query.To : query.To)
            .Bind(5, query.Most + 1L);
        return Page(statement, query, record => new Cursor(record.Key.Sort, record.Key));
    }

    public RecordPage RangeIndex(Compartment compartment, RangeQuery query)
    {
        var cursor = Cursor.Open(query.Cursor);
        var statement = (query.Descending, cursor) switch
        {
            (false, null) => _indexUp,
            (false, _) => _indexUpAfter,
            (true, null) => _indexDown,
            (true, _) => _indexDownBefore,
        };
        statement.Bind(1, (long)compartment).Bind(2, query.Partition)
            .Bind(3, query.Descending ? query.From : cursor?.Sort ?? query.From)
            .BindEnd(4, query.Descending ? cursor?.Sort ?? query.To : query.To)
            .Bind(5, query.Most + 1L);
        if (cursor is not null) statement.Bind(6, cursor.Key.Partition).Bind(7, cursor.Key.Sort);
        return Page(statement, query, record => new Cursor(record.Index!.Value.Sort, record.Key));
    }

    /// <summary>Copies the whole database as it is now into a new file.</summary>
    public void CopyTo(SqliteConnection target) => _connection.BackupDatabase(target);

    public void Dispose()
    {
        Statement[] all =
            [_begin, _end, _get, _up, _upAfter, _down, _indexUp, _indexUpAfter, _indexDown, _indexDownBefore];
        foreach (var statement in all) statement.Dispose();
        _connection.Dispose();
    }

    private static RecordPage Page(Statement statement, RangeQuery query, Func<StoredRecord, Cursor> cursor)
    {
        var items = new List<StoredRecord>(Math.Min(query.Most, 16));
        while (statement.Step())
        {
            if (items.Count == query.Most)
            {
                statement.Reset();
                return new RecordPage(items, cursor(items[^1]).Text);
            }

            items.Add(Read(statement, new RecordKey(statement.Text(6), statement.Text(5))));
        }

        return new RecordPage(items, null);
    }

    /// <summary>The record of a row whose columns are those of every statement that reads.</summary>
    public static StoredRecord Read(Statement row, RecordKey key)
    {
        IndexKey? index = row.IsNull(2) ? null : new IndexKey(row.Text(2), row.Text(3));
        Instant? expires = row.IsNull(4) ? null : Instant.FromUnixTimeTicks(row.Long(4));
        return new StoredRecord(key, row.Long(0), row.Bytes(1), index, expires);
    }
}
