using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Memory;

public sealed class FaultsTests
{
    private static readonly RecordKey Key = new("p", "s");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultMoment.Before, false)]
    [InlineData(FaultMoment.After, true)]
    public async Task The_nth_call_fails_before_or_after_its_effect(FaultMoment moment, bool kept)
    {
        var store = new MemoryStore(1, Faults.Nth(1, FaultSpan.Once, moment));
        await Assert.ThrowsAsync<OutsideUnavailable>(() => Put(store));
        Assert.Equal(kept, await store.Open(Compartment.Office).Get(Key, Stop) is not null);
    }

    [Fact]
    public async Task A_fault_for_ever_ends_when_faults_stop()
    {
        var faults = Faults.Nth(2, FaultSpan.Forever);
        var store = new MemoryStore(1, faults);
        await Put(store);
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<OutsideUnavailable>(() => store.Open(Compartment.Office).Get(Key, Stop));
        faults.Stop();
        Assert.NotNull(await store.Open(Compartment.Office).Get(Key, Stop));
        Assert.Equal((5, 3), (faults.Calls, faults.Failed));
    }

    [Fact]
    public async Task The_same_seed_fails_the_same_calls() => Assert.Equal(await Failed(), await Failed());

    [Fact]
    public async Task The_index_lags_and_catches_up_while_it_is_read()
    {
        var office = new MemoryStore(3) { IndexLag = 5, SplitPages = false }.Of(Compartment.Office);
        for (var i = 0; i < 10; i++)
            await office.Commit([RecordChange.Put(new("p", $"{i}"), 0, new byte[] { 1 }, new("due", "x"))], Stop);
        for (var i = 0; i < 6; i++) await office.RangeIndex(new RangeQuery("due"), Stop);
        Assert.Equal(10, (await office.RangeIndex(new RangeQuery("due"), Stop)).Items.Count);
    }

    private static async Task<string> Failed()
    {
        var seen = new List<string>();
        var faults = Faults.Random(42, 0.3);
        faults.Seen = (operation, moment) => seen.Add($"{operation} {moment}");
        var secrets = new MemorySecrets(1, faults);
        for (var i = 0; i < 50; i++)
        {
            try
            {
                await secrets.Get($"s{i}", Stop);
            }
            catch (OutsideUnavailable)
            {
                // Seen by its rule.
            }
        }

        Assert.NotEmpty(seen);
        return string.Join('\n', seen);
    }

    private static async Task Put(MemoryStore store) => Assert.Null(
        await store.Open(Compartment.Office).Commit([RecordChange.Put(Key, 0, new byte[] { 1 })], Stop));
}
