namespace Purser.Embedded.Sqlite;

/// <summary>
/// Every statement that is ever run on records. None may scan: a test asks SQLite for the plan of each.
/// </summary>
internal static class Sql
{
    public const int SchemaVersion = 1;

    public const string Schema = """
        CREATE TABLE IF NOT EXISTS records(
            compartment INTEGER NOT NULL,
            partition TEXT NOT NULL,
            sort TEXT NOT NULL,
            version INTEGER NOT NULL,
            body BLOB NOT NULL,
            index_partition TEXT,
            index_sort TEXT,
            expires INTEGER,
            PRIMARY KEY(compartment, partition, sort)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS records_index
            ON records(compartment, index_partition, index_sort, partition, sort)
            WHERE index_partition IS NOT NULL;
        CREATE INDEX IF NOT EXISTS records_expires ON records(expires) WHERE expires IS NOT NULL;
        PRAGMA user_version = 1;
        """;

    public const string Get = $"{Columns} AND sort = ?3";

    public const string Version = $"SELECT version FROM records {Place}";

    public const string Insert = """
        INSERT INTO records(compartment, partition, sort, version, body, index_partition, index_sort, expires)
        VALUES(?1, ?2, ?3, 1, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING
        """;

    public const string Update = $"""
        UPDATE records SET version = ?8 + 1, body = ?4, index_partition = ?5, index_sort = ?6, expires = ?7
        {Place} AND version = ?8
        """;

    public const string Delete = $"DELETE FROM records {Place} AND version = ?4";

    public const string Up = $"{Columns} AND sort >= ?3 AND sort < ?4 ORDER BY sort LIMIT ?5";

    public const string UpAfter = $"{Columns} AND sort > ?3 AND sort < ?4 ORDER BY sort LIMIT ?5";

    public const string Down = $"{Columns} AND sort >= ?3 AND sort < ?4 ORDER BY sort DESC LIMIT ?5";

    public const string IndexUp =
        $"{IndexColumns} AND index_sort >= ?3 AND index_sort < ?4 {IndexOrder} LIMIT ?5";

    public const string IndexUpAfter =
        $"{IndexColumns} AND (index_sort, partition, sort) > (?3, ?6, ?7) AND index_sort < ?4 "
        + $"{IndexOrder} LIMIT ?5";

    public const string IndexDown =
        $"{IndexColumns} AND index_sort >= ?3 AND index_sort < ?4 {IndexOrderDown} LIMIT ?5";

    public const string IndexDownBefore =
        $"{IndexColumns} AND index_sort >= ?3 AND (index_sort, partition, sort) < (?4, ?6, ?7) "
        + $"{IndexOrderDown} LIMIT ?5";

    public const string Expired =
        "SELECT compartment, partition, sort, version FROM records WHERE expires <= ?1 LIMIT ?2";

    /// <summary>A compartment in the order of its keys, a page at a time.</summary>
    public const string All =
        $"{Fields} WHERE compartment = ?1 AND (partition, sort) > (?2, ?3) ORDER BY partition, sort LIMIT ?4";

    public const string Restore = """
        INSERT OR REPLACE INTO
        records(compartment, partition, sort, version, body, index_partition, index_sort, expires)
        VALUES(?1, ?2, ?3, ?8, ?4, ?5, ?6, ?7)
        """;

    private const string Place = "WHERE compartment = ?1 AND partition = ?2 AND sort = ?3";

    private const string Fields =
        "SELECT version, body, index_partition, index_sort, expires, sort, partition FROM records";

    private const string Columns = $"{Fields} WHERE compartment = ?1 AND partition = ?2";

    private const string IndexColumns = $"{Fields} WHERE compartment = ?1 AND index_partition = ?2";

    private const string IndexOrder = "ORDER BY index_sort, partition, sort";

    private const string IndexOrderDown = "ORDER BY index_sort DESC, partition DESC, sort DESC";

    /// <summary>All of them, for the test of their plans.</summary>
    public static readonly IReadOnlyList<string> Statements =
    [
        Get, Version, Insert, Update, Delete, Up, UpAfter, Down,
        IndexUp, IndexUpAfter, IndexDown, IndexDownBefore, Expired, All, Restore,
    ];
}
