using System.Text;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Testing;
using Purser.Embedded.Sqlite;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Embedded;

/// <summary>What only this store promises.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeClock _clock = new(Instant.FromUtc(2027, 5, 1, 12, 0));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Path => _folder.At("purser.db");

    public static TheoryData<string> Statements => [.. Sql.Statements];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Statements))]
    public void No_statement_scans(string sql)
    {
        using var connection = Connections.OpenWriter(Path);
        using var command = new SqliteCommand("EXPLAIN QUERY PLAN " + sql, connection);
        for (var i = 1; i <= 8; i++) command.Parameters.AddWithValue($"?{i}", 1);
        using var plan = command.ExecuteReader();
        while (plan.Read())
        {
            var step = plan.GetString(3);
            Assert.DoesNotContain("SCAN", step, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", step, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_statement_on_records_is_among_those_whose_plan_is_tested()
    {
        var constants =
            typeof(Sql).GetFields().Where(field => field.IsLiteral && field.FieldType == typeof(string));
        var queries = constants.Where(field => field.Name != nameof(Sql.Schema)).Select(
            field => (string)field.GetValue(null)!);
        Assert.Equal(queries.Order(), Sql.Statements.Order());
    }

    [Fact]
    public async Task A_store_whose_disk_is_full_acknowledges_nothing_it_did_not_keep()
    {
        using (var store = new SqliteStore(Path, _clock)) await Put(store, "before", 10);
        using (var limited = new SqliteStore(Path, _clock, mostPages: 40))
        {
            var failures = 0;
            for (var i = 0; i < 10; i++)
            {
                try
                {
                    await Put(limited, $"big{i}", 50_000);
                }
                catch (OutsideUnavailable)
                {
                    failures++;
                    Assert.Null(await limited.Open(Compartment.Office).Get(Key($"big{i}"), Stop));
                }
            }

            Assert.InRange(failures, 1, 9);
            await Put(limited, "small", 10);
        }

        using var again = new SqliteStore(Path, _clock);
        Assert.NotNull(await again.Open(Compartment.Office).Get(Key("before"), Stop));
        Assert.NotNull(await again.Open(Compartment.Office).Get(Key("small"), Stop));
    }

    [Fact]
    public async Task A_backup_taken_while_others_write_is_whole_and_opens()
    {
        using var store = new SqliteStore(Path, _clock);
        await Put(store, "a", 1000);
        var writing = Task.Run(() => WriteMany(store, 50), Stop);
        store.Write(_folder.At("copy.db"));
        await writing;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At("copy.db")));
        using var copy = new SqliteStore(_folder.At("copy.db"), _clock);
        Assert.NotNull(await copy.Open(Compartment.Office).Get(Key("a"), Stop));
        await Put(copy, "b", 10);
    }

    [Fact]
    public async Task Records_past_their_time_are_dropped_now_and_then()
    {
        using var store = new SqliteStore(Path, _clock);
        var soon = _clock.GetCurrentInstant() + Duration.FromMinutes(5);
        var later = soon + Duration.FromDays(1);
        var office = store.Open(Compartment.Office);
        Assert.Null(
            await office.Commit([RecordChange.Put(Key("brief"), 0, new byte[] { 1 }, null, soon)], Stop));
        Assert.Null(
            await office.Commit([RecordChange.Put(Key("long"), 0, new byte[] { 1 }, null, later)], Stop));
        Assert.NotNull(await office.Get(Key("brief"), Stop));
        _clock.AdvanceMinutes(6);
        await Put(store, "other", 10);
        Assert.Null(await office.Get(Key("brief"), Stop));
        Assert.NotNull(await office.Get(Key("long"), Stop));
    }

    [Fact]
    public async Task A_closed_store_is_unavailable()
    {
        var store = new SqliteStore(Path, _clock);
        await Put(store, "a", 1);
        store.Dispose();
        await Assert.ThrowsAsync<OutsideUnavailable>(() => Put(store, "b", 1));
        await Assert.ThrowsAsync<OutsideUnavailable>(
            () => store.Open(Compartment.Office).Get(Key("a"), Stop));
    }

    [Fact]
    public async Task What_was_answered_is_in_the_log_on_disk_before_the_store_is_closed()
    {
        using var store = new SqliteStore(Path, _clock);
        await Put(store, "a", 1);
        // A copy of the files is what a machine finds that lost its power now.
        foreach (var end in (string[])["", "-wal"]) File.Copy(Path + end, _folder.At("after.db" + end));
        using var after = new SqliteStore(_folder.At("after.db"), _clock);
        Assert.NotNull(await after.Open(Compartment.Office).Get(Key("a"), Stop));
    }

    [Fact]
    public void A_file_of_a_newer_form_is_refused_by_name()
    {
        using (var connection = Connections.OpenWriter(Path))
        using (var command = new SqliteCommand("PRAGMA user_version = 99", connection))
            command.ExecuteNonQuery();
        var fault = Assert.Throws<Purser.Embedded.Disk.DataFolderFault>(() => new SqliteStore(Path, _clock));
        Assert.Contains(Path, fault.Message, StringComparison.Ordinal);
    }

    private static RecordKey Key(string name) => new("p", name);

    private static async Task WriteMany(SqliteStore store, int count)
    {
        for (var i = 0; i < count; i++) await Put(store, $"w{i}", 100);
    }

    private static async Task Put(SqliteStore store, string name, int bytes) =>
        Assert.Null(await store.Open(Compartment.Office).Commit(
        [RecordChange.Put(Key(name), 0, Encoding.ASCII.GetBytes(new string('x', bytes)))], Stop));
}
