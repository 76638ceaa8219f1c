using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using NodaTime;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Embedded.Sqlite;

/// <summary>
/// All compartments in one SQLite file. One process only: the data folder's lock sees to that.
/// </summary>
internal sealed class SqliteStore : IStore, IStoreBackup, IDisposable
{
    private const int KeptReaders = 8;
    private readonly ConcurrentStack<Reader> _readers = [];
    private readonly string _path;
    private readonly Writer _writer;
    private readonly SqliteRecords[] _compartments;
    private volatile bool _closed;

    public SqliteStore(string path, IClock clock, int? mostPages = null)
    {
        _path = path;
        _writer = new Writer(path, clock, mostPages);
        _compartments =
            [.. Enum.GetValues<Compartment>().Select(compartment => new SqliteRecords(this, compartment))];
    }

    public Writer Writer => _writer;

    public IRecords Open(Compartment compartment) => _compartments[(int)compartment];

    /// <summary>Reads on a connection that nobody else uses meanwhile.</summary>
    public T Read<TFor, T>(string operation, TFor of, Func<Reader, TFor, T> read)
    {
        if (_closed) throw new OutsideUnavailable($"read {operation}");
        Reader? reader = null;
        try
        {
            if (!_readers.TryPop(out reader)) reader = new Reader(_path);
            var result = read(reader, of);
            GiveBack(reader);
            return result;
        }
        catch (SqliteException fault)
        {
            // Its statements may be half way: it is not used again.
            reader?.Dispose();
            throw new OutsideUnavailable($"read {operation}", fault);
        }
    }

    /// <inheritdoc />
    public void Write(string path) => Read(path, path, static (reader, path) =>
    {
        var unfinished = path + ".part";
        File.Delete(unfinished);
        var text = new SqliteConnectionStringBuilder { DataSource = unfinished, Pooling = false };
        using (var target = new SqliteConnection(text.ToString()))
        {
            target.Open();
            File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            reader.CopyTo(target);
        }

        File.Move(unfinished, path, overwrite: true);
        return true;
    });

    public void Dispose()
    {
        _closed = true;
        _writer.Dispose();
        while (_readers.TryPop(out var reader)) reader.Dispose();
    }

    private void GiveBack(Reader reader)
    {
        if (_closed || _readers.Count >= KeptReaders) reader.Dispose();
        else _readers.Push(reader);
    }
}
