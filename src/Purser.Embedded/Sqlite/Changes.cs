using NodaTime;
using Purser.Outside.Records;
using SQLitePCL;

namespace Purser.Embedded.Sqlite;

/// <summary>The statements that change records. Belongs to the writer.</summary>
internal sealed class Changes(sqlite3 database) : IDisposable
{
    private const int DropAtOnce = 100;
    private readonly Statement _insert = new(database, Sql.Insert);
    private readonly Statement _update = new(database, Sql.Update);
    private readonly Statement _delete = new(database, Sql.Delete);
    private readonly Statement _version = new(database, Sql.Version);
    private readonly Statement _expired = new(database, Sql.Expired);

    /// <summary>
    /// Applies all changes and gives the keys whose expectation failed, if any: then the caller takes all
    /// back.
    /// </summary>
    public List<RecordKey>? Apply(Compartment compartment, IReadOnlyList<RecordChange> changes)
    {
        List<RecordKey>? conflicts = null;
        foreach (var change in changes)
        {
            if (!Apply(compartment, change)) (conflicts ??= []).Add(change.Key);
        }

        return conflicts;
    }

    /// <summary>Removes some records that are past their time; true if there may be more.</summary>
    public bool DropExpired(Instant now)
    {
        List<(Compartment Compartment, RecordKey Key, long Version)> found = [];
        _expired.Bind(1, now.ToUnixTimeTicks()).Bind(2, DropAtOnce);
        while (_expired.Step())
        {
            var key = new RecordKey(_expired.Text(1), _expired.Text(2));
            found.Add(((Compartment)_expired.Long(0), key, _expired.Long(3)));
        }

        foreach (var (compartment, key, version) in found)
            Place(_delete, compartment, key).Bind(4, version).Run();
        return found.Count == DropAtOnce;
    }

    public void Dispose()
    {
        Statement[] all = [_insert, _update, _delete, _version, _expired];
        foreach (var statement in all) statement.Dispose();
    }

    private bool Apply(Compartment compartment, RecordChange change) => change switch
    {
        { Kind: ChangeKind.Put, Expected: 0 } => Content(_insert, compartment, change).Run() == 1,
        { Kind: ChangeKind.Put } => Content(_update, compartment, change).Bind(8, change.Expected).Run() == 1,
        { Kind: ChangeKind.Delete, Expected: > 0 } =>
            Place(_delete, compartment, change.Key).Bind(4, change.Expected).Run() == 1,
        _ => Version(compartment, change.Key) == change.Expected,
    };

    private long Version(Compartment compartment, RecordKey key)
    {
        if (!Place(_version, compartment, key).Step()) return 0;
        var version = _version.Long(0);
        _version.Reset();
        return version;
    }

    private static Statement Content(Statement statement, Compartment compartment, RecordChange change)
    {
        Place(statement, compartment, change.Key).Bind(4, change.Body.Span);
        if (change.Index is { } index) statement.Bind(5, index.Partition).Bind(6, index.Sort);
        else statement.BindNull(5).BindNull(6);
        return change.Expires is { } expires
            ? statement.Bind(7, expires.ToUnixTimeTicks())
            : statement.BindNull(7);
    }

    private static Statement Place(Statement statement, Compartment compartment, RecordKey key) =>
        statement.Bind(1, (long)compartment).Bind(2, key.Partition).Bind(3, key.Sort);
}
