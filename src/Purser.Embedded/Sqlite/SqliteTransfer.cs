using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Purser.Outside;
using Purser.Outside.Moving;
using Purser.Outside.Records;

namespace Purser.Embedded.Sqlite;

/// <summary>
/// All records of a database file, over connections of its own. Each page is an own read: nobody writes
/// meanwhile.
/// </summary>
/// <param name="path">The file, which a <see cref="SqliteStore"/> has brought to this program's form.</param>
internal sealed class SqliteTransfer(string path) : IStoreTransfer
{
    private const int PageSize = 500;

    public async IAsyncEnumerable<StoredRecord> Read(
        Compartment compartment, [EnumeratorCancellation] CancellationToken stop)
    {
        RecordKey? last = null;
        do
        {
            stop.ThrowIfCancellationRequested();
            var page = await Task.Run(() => Page(compartment, last), stop);
            foreach (var record in page) yield return record;
            last = page.Count == PageSize ? page[^1].Key : null;
        }
        while (last is not null);
    }

    public Task Write(
        Compartment compartment, IReadOnlyList<StoredRecord> records, CancellationToken stop)
    {
        Require.That(records.Count <= Limits.CommitChanges);
        return Task.Run(() => Do($"write {compartment} records", () => Write(compartment, records)), stop);
    }

    private List<StoredRecord> Page(Compartment compartment, RecordKey? last) => Do(
        $"read all {compartment} records",
        () =>
        {
            using var connection = Connections.OpenReader(path);
            using var statement = new Statement(connection.Handle!, Sql.All);
            statement.Bind(1, (long)compartment).Bind(2, last?.Partition ?? "").Bind(3, last?.Sort ?? "")
                .Bind(4, PageSize);
            var page = new List<StoredRecord>();
            while (statement.Step())
                page.Add(Reader.Read(statement, new RecordKey(statement.Text(6), statement.Text(5))));
            return page;
        });

    private bool Write(Compartment compartment, IReadOnlyList<StoredRecord> records)
    {
        using var connection = Connections.OpenWriter(path);
        using var transaction = new Transaction(connection.Handle!);
        using var statement = new Statement(connection.Handle!, Sql.Restore);
        transaction.Begin();
        try
        {
            foreach (var record in records)
            {
                statement.Bind(1, (long)compartment).Bind(2, record.Key.Partition).Bind(3, record.Key.Sort)
                    .Bind(4, record.Body.Span).Bind(8, record.Version);
                if (record.Index is { } index) statement.Bind(5, index.Partition).Bind(6, index.Sort);
                else statement.BindNull(5).BindNull(6);
                if (record.Expires is { } expires) statement.Bind(7, expires.ToUnixTimeTicks());
                else statement.BindNull(7);
                statement.Run();
            }

            transaction.Commit();
        }
        catch
        {
            transaction.Abandon();
            throw;
        }

        return true;
    }

    private static T Do<T>(string operation, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException fault)
        {
            throw new OutsideUnavailable(operation, fault);
        }
    }
}
