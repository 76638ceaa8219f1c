using NodaTime;
using Purser.Contracts.Memory;
using Purser.Crew;
using Purser.Outside;
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

    private static async Task<CrewWorld> Asked()
    {
        var world = await new CrewWorld().Manned();
        await new OwnLinks(world.Store.Open(Compartment.Crew), world.Hints, world.Clock).Send(Theo, Stop);
        return world;
    }

    private static Postman Postman(CrewWorld world, IMail mail, Duration colleagues)
    {
        var records = world.Store.Open(Compartment.Crew);
        var letters = new CrewOutbox(
            records, new MemorySecrets(1), TemplateSource.Templates, world.Clock, () => world.Fleet,
            new Uri("https://crew.example.com"));
        return new Postman(records, letters, mail, world.Clock, colleagues);
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
