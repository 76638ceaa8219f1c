using NodaTime;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>The crew desk's work: its letters, and who is asked next.</summary>
/// <param name="crew">Its rooms.</param>
/// <param name="lost">Told of a letter that will never arrive.</param>
public sealed class CrewWork(CrewRooms crew, Func<Notice, CancellationToken, Task> lost) : ICompartmentWork
{
    /// <inheritdoc />
    public Task Perform(Hint hint, CancellationToken stop) => hint.Match(
        _ => throw CompartmentWorks.Misled(hint),
        _ => throw CompartmentWorks.Misled(hint),
        outbox => outbox.Compartment == Compartment.Crew
            ? Deliver(outbox.Partition, stop)
            : throw CompartmentWorks.Misled(hint),
        _ => throw CompartmentWorks.Misled(hint),
        _ => throw CompartmentWorks.Misled(hint),
        _ => throw CompartmentWorks.Misled(hint),
        link => crew.OwnLinks.Ask(link.Email, stop));

    /// <inheritdoc />
    public async Task<(IReadOnlyList<Hint> Due, Instant? Next)> Due(bool all, CancellationToken stop)
    {
        var partitions = await crew.Post.Due(all, stop);
        return ([.. partitions.Select(partition => new Hint.Outbox(Compartment.Crew, partition))], null);
    }

    /// <inheritdoc />
    public Task Drift(CancellationToken stop) => crew.Crew.Sweep(stop);

    private async Task Deliver(string partition, CancellationToken stop)
    {
        foreach (var notice in await crew.Post.Deliver(partition, stop)) await lost(notice, stop);
    }
}
