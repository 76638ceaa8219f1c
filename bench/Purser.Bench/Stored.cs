using Microsoft.Data.Sqlite;

namespace Purser.Bench;

/// <summary>What lies in a data folder's database.</summary>
internal static class Stored
{
    /// <summary>Bodies of records, spread over the whole table, as many as a booking leaves behind.</summary>
    public static async Task<IReadOnlyList<byte[]>> Sample(string data, int bookings)
    {
        await using var connection = await Open(Path.Combine(data, "purser.db"));
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT body FROM records";
        var bodies = new List<byte[]>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) bodies.Add((byte[])reader[0]);
        return [.. bodies.Where((_, place) => place % bookings == 0)];
    }

    /// <summary>
    /// Stores copies of what one booking left behind, under other ids, slugs and references, spread over sixteen years.
    /// </summary>
    public static async Task Multiply(string data, string id, string reference, string slug, int copies)
    {
        await using var connection = await Open(Path.Combine(data, "purser.db"));
        await connection.Do("PRAGMA synchronous=OFF");
        await using var transaction = connection.BeginTransaction();
        const string mine = "instr(partition, @id) OR instr(partition, @reference) OR instr(partition, @slug)";
        await connection.Do(
            $"CREATE TEMP TABLE pattern AS SELECT * FROM records WHERE {mine}",
            transaction, ("@id", id), ("@reference", reference), ("@slug", slug));
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT OR IGNORE INTO records(compartment, partition, sort, version, body, index_partition, index_sort, expires)
            SELECT compartment, replace(replace(replace(partition, @id, @copy), @slug, @name), @reference, @other),
              replace(sort, @id, @copy), version,
              CAST(replace(replace(replace(CAST(body AS TEXT), @id, @copy), @slug, @name), @reference, @other) AS BLOB),
              CASE WHEN index_partition LIKE 'bookings#%' THEN @month ELSE replace(index_partition, @id, @copy) END,
              replace(index_sort, @id, @copy), expires
            FROM temp.pattern
            """;
        command.Parameters.AddWithValue("@id", id);
        command.Parameters.AddWithValue("@reference", reference);
        command.Parameters.AddWithValue("@slug", slug);
        var copy = command.Parameters.Add("@copy", SqliteType.Text);
        var other = command.Parameters.Add("@other", SqliteType.Text);
        var name = command.Parameters.Add("@name", SqliteType.Text);
        var month = command.Parameters.Add("@month", SqliteType.Text);
        for (var number = 0; number < copies; number++)
        {
            copy.Value = $"c{number:D25}"[..id.Length];
            other.Value = $"C{number:D6}";
            name.Value = $"stored-c{number:D6}";
            month.Value = $"bookings#{2010 + (number % 16)}-{1 + (number / 16 % 12):D2}";
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    /// <summary>How many records there are.</summary>
    public static async Task<long> Count(string data)
    {
        await using var connection = await Open(Path.Combine(data, "purser.db"));
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM records";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A connection of its own.</summary>
    public static async Task<SqliteConnection> Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs one statement.</summary>
    public static async Task Do(
        this SqliteConnection connection, string sql, SqliteTransaction? transaction = null, params (string, string)[] values)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync();
    }
}
