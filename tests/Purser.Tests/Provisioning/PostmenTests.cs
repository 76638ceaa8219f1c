using NodaTime;
using Purser.Contracts.Memory;
using Purser.Crew;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;
using Purser.Provisioning;
using Purser.Tests.Crew;
using Purser.Tests.Guests;
using static Purser.Tests.Crew.CrewWorld;

namespace Purser.Tests.Provisioning;

/// <summary>Two postmen, as two processes have them, over one outbox.</summary>
public sealed class PostmenTests
{
    private static readonly Duration Patience = Duration.FromMinutes(5);
    private static readonly string Partition = CrewRows.PersonPartition(Theo);
    private readonly MemoryMail _mail = new();

    [Fact]
    public async Task Incident_13_What_one_postman_is_sending_another_leaves_alone()
    {
        var world = await Asked();
        var colleague = Postman(world, _mail, Patience);
        var meanwhile = new Meanwhile(_mail, () => colleague.Deliver(Partition, Stop));
        await Postman(world, meanwhile, Patience).Deliver(Partition, Stop);
        Assert.Single(_mail.Deliveries);
        world.Clock.Advance(Patience);
        await colleague.Deliver(Partition, Stop);
        Assert.Single(_mail.Deliveries);
    }

    [Fact]
    public async Task What_a_postman_left_when_he_stopped_is_sent_once_more_after_the_patience()
    {
        var world = await Asked();
        var stopped = new Meanwhile(_mail, () => throw new OperationCanceledException());
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Postman(world, stopped, Patience).Deliver(Partition, Stop));
        var colleague = Postman(world, _mail, Patience);
        await colleague.Deliver(Partition, Stop);
        Assert.Empty(_mail.Deliveries);
        world.Clock.Advance(Patience);
        Assert.Contains(Partition, await colleague.Due(all: false, Stop));
        await colleague.Deliver(Partition, Stop);
        Assert.Single(_mail.Deliveries);
    }

    [Fact]
    public async Task A_letter_whose_sending_could_not_be_recorded_is_sent_once_more_as_the_same_and_says_so()
    {
        var world = await Asked();
        var records = world.Store.Open(Compartment.Crew);
        var full = new Broken(records, () => _mail.Deliveries.Count == 1);
        await Assert.ThrowsAsync<OutsideUnavailable>(
            () => Postman(world, _mail, Patience, full).Deliver(Partition, Stop));
        world.Clock.Advance(Patience);
        await Postman(world, _mail, Patience).Deliver(Partition, Stop);
        Assert.Single(_mail.Deliveries.Select(mail => mail.Name).Distinct());
        Assert.Equal(2, _mail.Deliveries.Count);
        var row = Assert.Single(await records.Whole(Partition, Stop, NoticeRows.Prefix, NoticeRows.PrefixEnd));
        Assert.Equal(NoticeState.Sent, NoticeRows.Read(row).State);
        Assert.Contains("sent once more", NoticeRows.Read(row).Error, StringComparison.Ordinal);
    }

    private static async Task<CrewWorld> Asked()
    {
        var world = await new CrewWorld().Manned();
        await new OwnLinks(world.Store.Open(Compartment.Crew), world.Hints, world.Clock).Send(Theo, Stop);
        return world;
    }

    private static Postman Postman(CrewWorld world, IMail mail, Duration colleagues, IRecords? outbox = null)
    {
        var records = outbox ?? world.Store.Open(Compartment.Crew);
        var letters = new CrewOutbox(
            records, new MemorySecrets(1), TemplateSource.Templates, world.Clock, () => world.Fleet,
            new Uri("https://crew.example.com"));
        return new Postman(records, letters, mail, world.Clock, colleagues);
    }

    /// <summary>Records that take no commit while it is so.</summary>
    private sealed class Broken(IRecords records, Func<bool> now) : IRecords
    {
        public Compartment Compartment => records.Compartment;

        public Task<StoredRecord?> Get(RecordKey key, CancellationToken stop) => records.Get(key, stop);

        public Task<IReadOnlyList<StoredRecord?>> GetMany(IReadOnlyList<RecordKey> keys, CancellationToken stop) =>
            records.GetMany(keys, stop);

        public Task<RecordPage> Range(RangeQuery query, CancellationToken stop) => records.Range(query, stop);

        public Task<RecordPage> RangeIndex(RangeQuery query, CancellationToken stop) => records.RangeIndex(query, stop);

        public Task<IReadOnlyList<RecordKey>?> Commit(IReadOnlyList<RecordChange> changes, CancellationToken stop) =>
            now() ? throw new OutsideUnavailable("commit crew") : records.Commit(changes, stop);
    }

    /// <summary>Something else happens while a message is handed over.</summary>
    private sealed class Meanwhile(IMail mail, Func<Task> work) : IMail
    {
        public async Task<string> Send(Mail message, CancellationToken stop)
        {
            await work();
            return await mail.Send(message, stop);
        }
    }
}
