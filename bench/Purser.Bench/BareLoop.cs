using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Purser.Bench;

/// <summary>
/// The baseline: one connection, WAL, synchronous=FULL, the rows of a booking in one transaction, and one loopback request.
/// </summary>
internal sealed class BareLoop : IAsyncDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand command;
    private readonly IReadOnlyList<byte[]> rows;
    private readonly Served served;
    private long turn;

    private BareLoop(SqliteConnection connection, IReadOnlyList<byte[]> rows, Served served)
    {
        (this.connection, this.rows, this.served) = (connection, rows, served);
        command = connection.CreateCommand();
        command.CommandText = "INSERT INTO rows VALUES(@turn, @number, @body)";
        command.Parameters.Add("@turn", SqliteType.Integer);
        command.Parameters.Add("@number", SqliteType.Integer);
        command.Parameters.Add("@body", SqliteType.Blob);
        command.Prepare();
    }

    /// <summary>How many rows a turn writes.</summary>
    public int Rows => rows.Count;

    /// <summary>How many bytes a turn writes.</summary>
    public int Bytes => rows.Sum(row => row.Length);

    /// <summary>A loop that writes what the program stored, divided by the bookings that it has.</summary>
    /// <param name="folder">Where its own database is made.</param>
    /// <param name="served">Whose records are copied, and who answers the request.</param>
    /// <param name="bookings">How many the program has.</param>
    public static async Task<BareLoop> Make(string folder, Served served, int bookings)
    {
        var rows = await Stored.Sample(served.Data, bookings);
        var connection = await Stored.Open(Path.Combine(folder, "bare.db"));
        await connection.Do("PRAGMA journal_mode=WAL");
        await connection.Do("PRAGMA synchronous=FULL");
        await connection.Do("CREATE TABLE rows(turn INTEGER, number INTEGER, body BLOB, PRIMARY KEY(turn, number)) WITHOUT ROWID");
        return new BareLoop(connection, rows, served);
    }

    /// <summary>Runs one turn, and returns how long it took, in milliseconds.</summary>
    public async Task<double> Turn()
    {
        var clock = Stopwatch.StartNew();
        turn++;
        await using (var transaction = connection.BeginTransaction())
        {
            command.Transaction = transaction;
            command.Parameters[0].Value = turn;
            for (var row = 0; row < rows.Count; row++)
            {
                (command.Parameters[1].Value, command.Parameters[2].Value) = (row, rows[row]);
                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }

        await served.Ping();
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await command.DisposeAsync();
        await connection.DisposeAsync();
    }
}
