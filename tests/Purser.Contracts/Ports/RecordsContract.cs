using System.Globalization;
using System.Text;
using NodaTime;
using Purser.Outside.Records;

namespace Purser.Contracts.Ports;

/// <summary>What every store of records keeps.</summary>
public abstract class RecordsContract(RecordsFixture fixture) : IAsyncLifetime
{
    private static readonly RecordKey A = new("booking#a", "fact");
    private static readonly RecordKey B = new("booking#b", "fact");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IRecords Office => fixture.Store.Open(Compartment.Office);

    public async ValueTask InitializeAsync() => await fixture.Start();

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_committed_is_read_back_whole()
    {
        var expires = Instant.FromUtc(2099, 5, 30, 17, 0, 1).PlusTicks(3);
        await Done(RecordChange.Put(A, 0, Bytes("{}"), new IndexKey("list", "2027"), expires));
        var record = await Office.Get(A, Stop);
        Assert.NotNull(record);
        Assert.Equal((A, 1L, "{}"), (record.Key, record.Version, Text(record)));
        Assert.Equal(new IndexKey("list", "2027"), record.Index);
        Assert.Equal(expires.ToUnixTimeSeconds(), record.Expires!.Value.ToUnixTimeSeconds());
        Assert.Null(await Office.Get(B, Stop));
    }

    [Fact]
    public async Task Every_write_raises_the_version_by_one()
    {
        await Done(RecordChange.Put(A, 0, Bytes("1")));
        await Done(RecordChange.Put(A, 1, Bytes("2")));
        Assert.Equal([A], await Office.Commit([RecordChange.Put(A, 1, Bytes("3"))], Stop));
        var record = await Office.Get(A, Stop);
        Assert.Equal((2L, "2"), (record!.Version, Text(record)));
    }

    [Fact]
    public async Task A_record_deleted_and_written_again_starts_at_one()
    {
        await Done(RecordChange.Put(A, 0, Bytes("1")));
        await Done(RecordChange.Put(A, 1, Bytes("2")));
        Assert.Equal([A], await Office.Commit([RecordChange.Delete(A, 1)], Stop));
        await Done(RecordChange.Delete(A, 2));
        Assert.Null(await Office.Get(A, Stop));
        await Done(RecordChange.Put(A, 0, Bytes("3")));
        Assert.Equal(1, (await Office.Get(A, Stop))!.Version);
    }

    [Fact]
    public async Task A_commit_is_all_or_nothing_and_names_what_failed()
    {
        var c = new RecordKey("booking#c", "fact");
        await Done(RecordChange.Put(A, 0, Bytes("1")));
        var failed = await Office.Commit(
            [
                RecordChange.Put(B, 0, Bytes("new")), RecordChange.Put(A, 0, Bytes("late")),
                RecordChange.Check(c, 1),
            ],
            Stop);
        Assert.NotNull(failed);
        Assert.NotEmpty(failed);
        Assert.DoesNotContain(B, failed);
        Assert.All(failed, key => Assert.True(key == A || key == c));
        Assert.Null(await Office.Get(B, Stop));
        Assert.Equal("1", Text(await Office.Get(A, Stop)));
    }

    [Fact]
    public async Task A_check_guards_without_writing()
    {
        await Done(RecordChange.Put(A, 0, Bytes("1")));
        await Done(
            RecordChange.Check(A, 1), RecordChange.Check(B, 0),
            RecordChange.Delete(new RecordKey("x", "y"), 0));
        Assert.Equal([A], await Office.Commit([RecordChange.Check(A, 0)], Stop));
        Assert.Equal([B], await Office.Commit([RecordChange.Check(B, 3)], Stop));
        Assert.Equal(1, (await Office.Get(A, Stop))!.Version);
    }

    [Fact]
    public async Task Compartments_do_not_see_each_other()
    {
        await Done(RecordChange.Put(A, 0, Bytes("office"), new IndexKey("list", "1")));
        var crew = fixture.Store.Open(Compartment.Crew);
        Assert.Equal(Compartment.Crew, crew.Compartment);
        Assert.Null(await crew.Get(A, Stop));
        await fixture.Settle();
        Assert.Empty(await All(crew, new RangeQuery(A.Partition)));
        Assert.Empty(await All(crew, new RangeQuery("list"), index: true));
        Assert.Null(await crew.Commit([RecordChange.Put(A, 0, Bytes("crew"))], Stop));
        Assert.Equal("office", Text(await Office.Get(A, Stop)));
    }

    [Fact]
    public async Task Many_are_found_in_the_order_asked_for()
    {
        await Done(RecordChange.Put(A, 0, Bytes("a")), RecordChange.Put(B, 0, Bytes("b")));
        var found = await Office.GetMany([B, new RecordKey("none", "here"), A], Stop);
        Assert.Equal(["b", null, "a"], found.Select(record => record is null ? null : Text(record)));
        Assert.Empty(await Office.GetMany([], Stop));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("n#03", null)]
    [InlineData("", "n#17")]
    [InlineData("n#03", "n#17")]
    [InlineData("n#05~", "n#05~~")]
    public async Task A_range_gives_every_record_once_in_order_whatever_the_page(string from, string? to)
    {
        var names =
            Enumerable.Range(0, 20).Select(
                i => string.Create(CultureInfo.InvariantCulture, $"n#{i:00}")).ToList();
        await Done([.. names.Select(name => RecordChange.Put(new RecordKey("p", name), 0, Bytes(name)))]);
        await Done(
            RecordChange.Put(new RecordKey("o", "n#04"), 0, Bytes("x")),
            RecordChange.Put(new RecordKey("p2", "n#04"), 0, Bytes("x")));
        var expected = names.Where(name => string.CompareOrdinal(name, from) >= 0
            && (to is null || string.CompareOrdinal(name, to) < 0)).ToList();
        foreach (var most in (int[])[1, 3, 7, 100])
        {
            var up = await All(Office, new RangeQuery("p", from, to, most));
            Assert.Equal(expected, up.Select(record => record.Key.Sort));
            var down = await All(Office, new RangeQuery("p", from, to, most, Descending: true));
            Assert.Equal(expected.AsEnumerable().Reverse(), down.Select(record => record.Key.Sort));
        }
    }

    [Fact]
    public async Task The_index_is_sparse_ordered_and_catches_up()
    {
        await Done(
            RecordChange.Put(new RecordKey("p1", "f"), 0, Bytes("1"), new IndexKey("due", "2027-05")),
            RecordChange.Put(new RecordKey("p2", "f"), 0, Bytes("2"), new IndexKey("due", "2027-04")),
            RecordChange.Put(new RecordKey("p3", "f"), 0, Bytes("3")),
            RecordChange.Put(new RecordKey("p4", "f"), 0, Bytes("4"), new IndexKey("due", "2027-06")),
            RecordChange.Put(new RecordKey("p5", "f"), 0, Bytes("5"), new IndexKey("other", "2027-05")));
        await Done(RecordChange.Put(new RecordKey("p4", "f"), 1, Bytes("4")));
        await fixture.Settle();
        Assert.Equal(["2", "1"], (await All(Office, new RangeQuery("due"), index: true)).Select(Text));
        Assert.Equal(
            ["1", "2"],
            (await All(Office, new RangeQuery("due", Descending: true), index: true)).Select(Text));
        Assert.Equal(["1"], (await All(Office, new RangeQuery("due", "2027-05"), index: true)).Select(Text));
        Assert.Equal(
            ["2"], (await All(Office, new RangeQuery("due", "", "2027-05"), index: true)).Select(Text));
    }

    [Fact]
    public async Task Equal_places_in_the_index_are_paged_without_loss()
    {
        var changes = Enumerable.Range(0, 30).Select(i => RecordChange.Put(
            new RecordKey($"p{i % 7}", $"s{i}"), 0, Bytes($"{i}"),
            new IndexKey("due", i < 20 ? "same" : "tail")));
        await Done([.. changes]);
        await fixture.Settle();
        foreach (var descending in (bool[])[false, true])
        {
            var found =
                await All(Office, new RangeQuery("due", Most: 4, Descending: descending), index: true);
            Assert.Equal(30, found.Select(record => record.Key).Distinct().Count());
            Assert.Equal(30, found.Count);
        }
    }

    [Fact]
    public async Task A_commit_takes_a_hundred_changes_and_no_more()
    {
        var changes =
            Enumerable.Range(0, 101).Select(
                i => RecordChange.Put(new RecordKey("p", $"{i}"), 0, Bytes("x"))).ToList();
        await Assert.ThrowsAsync<BugException>(() => Office.Commit(changes, Stop));
        Assert.Empty(await All(Office, new RangeQuery("p")));
        Assert.Null(await Office.Commit(changes[..100], Stop));
        Assert.Equal(100, (await All(Office, new RangeQuery("p"))).Count);
    }

    [Fact]
    public async Task A_commit_takes_three_megabytes_and_no_more()
    {
        var body = new byte[Limits.RecordBytes];
        var changes =
            Enumerable.Range(0, 13).Select(i => RecordChange.Put(new RecordKey("p", $"{i:00}"), 0, body)).ToList();
        await Assert.ThrowsAsync<BugException>(() => Office.Commit(changes, Stop));
        Assert.Null(await Office.Commit(changes[..12], Stop));
        Assert.Equal(12, (await All(Office, new RangeQuery("p"))).Count);
    }

    [Fact]
    public async Task An_empty_commit_is_done() => Assert.Null(await Office.Commit([], Stop));

    [Fact]
    public async Task A_lone_delete_fails_where_there_is_nothing()
    {
        Assert.Equal([A], await Office.Commit([RecordChange.Delete(A, 1)], Stop));
        await Done(RecordChange.Delete(A, 0));
        await Done(RecordChange.Put(A, 0, Bytes("1")));
        Assert.Equal([A], await Office.Commit([RecordChange.Delete(A, 0)], Stop));
        Assert.Equal("1", Text(await Office.Get(A, Stop)));
    }

    [Fact]
    public async Task Some_asked_for_twice_are_given_twice()
    {
        await Done(RecordChange.Put(A, 0, Bytes("a")));
        var found = await Office.GetMany([A, B, A], Stop);
        Assert.Equal(["a", null, "a"], found.Select(record => record is null ? null : Text(record)));
    }

    [Fact]
    public async Task A_commit_that_names_a_place_twice_is_a_bug() => await Assert.ThrowsAsync<BugException>(
        () => Office.Commit([RecordChange.Put(A, 0, Bytes("1")), RecordChange.Check(A, 0)], Stop));

    [Fact]
    public async Task A_body_of_256_KB_is_kept()
    {
        var body = new byte[Limits.RecordBytes];
        for (var i = 0; i < body.Length; i++) body[i] = (byte)((i * 31 >> 3) & 255);
        await Done(RecordChange.Put(A, 0, body));
        Assert.True((await Office.Get(A, Stop))!.Body.Span.SequenceEqual(body));
    }

    [Fact]
    public async Task Concurrent_increments_lose_nothing()
    {
        await Done(RecordChange.Put(A, 0, Bytes("0")));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Increments, Stop)));
        Assert.Equal("160", Text(await Office.Get(A, Stop)));

        async Task Increments()
        {
            for (var done = 0; done < 20;)
            {
                var record = (await Office.Get(A, Stop))!;
                var next = int.Parse(Text(record), CultureInfo.InvariantCulture) + 1;
                var failed =
                    await Office.Commit([RecordChange.Put(A, record.Version, Bytes($"{next}"))], Stop);
                if (failed is null) done++;
            }
        }
    }

    [Fact]
    public async Task Of_many_that_claim_a_place_one_gets_it()
    {
        var claims = Enumerable.Range(0, 100).Select(i => Task.Run(
            () => Office.Commit(
                [RecordChange.Put(A, 0, Bytes($"{i}")),
                    RecordChange.Put(new RecordKey("c", $"{i}"), 0, Bytes("x"))], Stop),
            Stop));
        var failed = await Task.WhenAll(claims);
        Assert.Single(failed, keys => keys is null);
        Assert.Single(await All(Office, new RangeQuery("c")));
    }

    [Fact]
    public async Task A_conflict_disturbs_no_commit_beside_it()
    {
        await Done(RecordChange.Put(A, 0, Bytes("1")));
        var commits = Enumerable.Range(0, 200).Select(i => Task.Run(
            () => Office.Commit(
                i % 3 == 0
                    ? [RecordChange.Put(new RecordKey("p", $"{i}"), 0, Bytes("x")), RecordChange.Check(A, 9)]
                    : [RecordChange.Put(new RecordKey("p", $"{i}"), 0, Bytes("x"))],
                Stop),
            Stop));
        var failed = await Task.WhenAll(commits);
        for (var i = 0; i < failed.Length; i++) Assert.Equal(i % 3 == 0 ? [A] : null, failed[i]);
        var found = await All(Office, new RangeQuery("p"));
        Assert.Equal(failed.Count(keys => keys is null), found.Count);
    }

    [Fact]
    public async Task A_page_never_shows_half_of_a_commit()
    {
        string[] sorts = ["a", "b", "c", "d"];
        await Done([.. sorts.Select(sort => RecordChange.Put(new RecordKey("p", sort), 0, Bytes("0")))]);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 1; i <= 20; i++)
                    await Done([.. sorts.Select(sort => RecordChange.Put(new RecordKey("p", sort), i, Bytes($"{i}")))]);
            },
            Stop);
        do
        {
            var page = await Office.Range(new RangeQuery("p"), Stop);
            Assert.True(page.Items.Select(Text).Distinct().Count() <= 1);
        }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public async Task What_was_committed_is_there_after_opening_again()
    {
        for (var i = 0; i < 30; i++)
        {
            var key = new RecordKey("p", $"{i:00}");
            await Done(RecordChange.Put(key, 0, Bytes($"{i}"), new IndexKey("due", $"{i:00}")));
        }

        await fixture.Reopen();
        await fixture.Settle();
        Assert.Equal(30, (await All(Office, new RangeQuery("p"))).Count);
        Assert.Equal(30, (await All(Office, new RangeQuery("due"), index: true)).Count);
        var first = new RecordKey("p", "00");
        Assert.Equal([first], await Office.Commit([RecordChange.Put(first, 0, Bytes("x"))], Stop));
    }

    [Fact]
    public async Task Keys_and_bodies_of_any_language_are_kept()
    {
        var key = new RecordKey("gäste#ñandú", "日本 \"'; DROP TABLE records; --");
        await Done(RecordChange.Put(key, 0, Bytes("Zoë 🛥")));
        Assert.Equal("Zoë 🛥", Text((await All(Office, new RangeQuery(key.Partition))).Single()));
        Assert.Equal(key, (await Office.Get(key, Stop))!.Key);
    }

    private static async Task<IReadOnlyList<StoredRecord>> All(
        IRecords records, RangeQuery query, bool index = false)
    {
        var all = new List<StoredRecord>();
        string? cursor = null;
        do
        {
            var asked = query with { Cursor = cursor };
            var page = index ? await records.RangeIndex(asked, Stop) : await records.Range(asked, Stop);
            Assert.True(page.Items.Count <= query.Most);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(StoredRecord? record) => Encoding.UTF8.GetString(record!.Body.Span);

    private async Task Done(params RecordChange[] changes) => Assert.Null(await Office.Commit(changes, Stop));
}
