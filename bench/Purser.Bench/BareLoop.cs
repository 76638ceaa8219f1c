using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Purser.Bench;

/// <summary>The baseline: one connection, WAL, synchronous=FULL, the same rows in one transaction, and one loopback request.</summary>
internal static class BareLoop
{
    /// <summary>The bodies that the program stored for a number of bookings, and how many rows that is a booking.</summary>
    public static async Task<IReadOnlyList<byte[]>> Rows(string data, int bookings)
    {
        await using var connection = await Open(Path.Combine(data, "purser.db"));
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT body FROM records";
        var bodies = new List<byte[]>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) bodies.Add((byte[])reader[0]);
        return bodies[..(bodies.Count / bookings)];
    }

    /// <summary>Runs the loop, and returns how long each turn took.</summary>
    public static async Task<IReadOnlyList<double>> Run(string folder, IReadOnlyList<byte[]> rows, int turns, Served served)
    {
        await using var connection = await Open(Path.Combine(folder, "bare.db"));
        await Do(connection, "PRAGMA journal_mode=WAL");
        await Do(connection, "PRAGMA synchronous=FULL");
        await Do(connection, "CREATE TABLE rows(turn INTEGER, number INTEGER, body BLOB, PRIMARY KEY(turn, number)) WITHOUT ROWID");
        var times = new List<double>();
        for (var turn = 0; turn < turns; turn++)
        {
            var clock = Stopwatch.StartNew();
            await using (var transaction = connection.BeginTransaction())
            {
                await using var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = "INSERT INTO rows VALUES(@turn, @number, @body)";
                command.Parameters.AddWithValue("@turn", turn);
                var number = command.Parameters.Add("@number", SqliteType.Integer);
                var body = command.Parameters.Add("@body", SqliteType.Blob);
                for (var row = 0; row < rows.Count; row++)
                {
                    (number.Value, body.Value) = (row, rows[row]);
                    await command.ExecuteNonQueryAsync();
                }

                await transaction.CommitAsync();
            }

            await served.Ping();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    /// <summary>Stores copies of what one booking left behind, under other ids, as many as wanted.</summary>
    public static async Task Multiply(string data, string id, string reference, int copies)
    {
        await using var connection = await Open(Path.Combine(data, "purser.db"));
        await Do(connection, "PRAGMA synchronous=OFF");
        await using var transaction = connection.BeginTransaction();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT OR IGNORE INTO records(compartment, partition, sort, version, body, index_partition, index_sort, expires)
            SELECT compartment, replace(replace(partition, @id, @copy), @reference, @other), replace(sort, @id, @copy), version,
              CAST(replace(replace(CAST(body AS TEXT), @id, @copy), @reference, @other) AS BLOB),
              CASE WHEN index_partition LIKE 'bookings#%' THEN @month ELSE index_partition END,
              replace(index_sort, @id, @copy), expires
            FROM records WHERE instr(partition, @id) OR instr(partition, @reference)
            """;
        command.Parameters.AddWithValue("@id", id);
        command.Parameters.AddWithValue("@reference", reference);
        var copy = command.Parameters.Add("@copy", SqliteType.Text);
        var other = command.Parameters.Add("@other", SqliteType.Text);
        var month = command.Parameters.Add("@month", SqliteType.Text);
        await Do(connection, "CREATE TEMP TABLE pattern AS SELECT * FROM records WHERE instr(partition, @id) OR instr(partition, @reference)",
            transaction, ("@id", id), ("@reference", reference));
        command.CommandText = command.CommandText.Replace("FROM records WHERE", "FROM temp.pattern WHERE", StringComparison.Ordinal);
        for (var number = 0; number < copies; number++)
        {
            copy.Value = $"c{number:D25}";
            other.Value = $"C{number:D6}";
            month.Value = $"bookings#{2010 + (number % 16)}-{1 + (number / 16 % 12):D2}";
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static async Task<SqliteConnection> Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task Do(
        SqliteConnection connection, string sql, SqliteTransaction? transaction = null, params (string, string)[] values)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync();
    }
}
