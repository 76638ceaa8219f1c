using NodaTime;
using Purser.Bookings;
using Purser.Notices;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>The office's work: bookings put in step, letters, the drift check, the daily clearing.</summary>
/// <param name="office">Its rooms.</param>
public sealed class OfficeWork(OfficeRooms office) : ICompartmentWork
{
    private readonly GuestLinkLetters _links = new(office);

    /// <inheritdoc />
    public int? UnverifiedPages { get; private set; }

    /// <inheritdoc />
    public Task Perform(Hint hint, CancellationToken stop) => hint.Match(
        booking => office.Provisioner.Provision(booking.Id, stop),
        follow => Follow(follow.Id, stop),
        outbox => outbox.Compartment == Compartment.Office
            ? Deliver(outbox.Partition, stop)
            : throw CompartmentWorks.Misled(hint),
        _ => throw CompartmentWorks.Misled(hint),
        entry => office.Vessels.FollowLate(entry.Id, stop),
        link => _links.Grant(link.Slug, link.Email, stop),
        _ => throw CompartmentWorks.Misled(hint));

    /// <inheritdoc />
    public async Task<(IReadOnlyList<Hint> Due, Instant? Next)> Due(bool all, CancellationToken stop) =>
        await office.Sweeper.Sweep(all, stop);

    /// <inheritdoc />
    public async Task Drift(CancellationToken stop)
    {
        var now = office.Clock.GetCurrentInstant();
        var today = now.InZone(office.Fleet.Harbours[0].Rules).Date;
        var found = await office.Sweeper.Drift(today, stop);
        UnverifiedPages = found.Unverified;
        foreach (var id in found.Follow) await office.Hints.Leave(new Hint.Follow(id), stop);
        foreach (var id in found.Replan) await office.Provisioner.Replan(id, stop);
        foreach (var id in found.Look) await office.Provisioner.Look(id, stop);
        await office.Vessels.FollowAll(stop);
        await office.Retention.Run(stop);
    }

    /// <summary>
    /// A message that will never arrive is the owner's business; an alert that is lost itself is not told
    /// again.
    /// </summary>
    public async Task Tell(Notice lost, CancellationToken stop)
    {
        if (lost.Key.Purpose == NoticePurpose.OwnerAlert) return;
        if (!BookingId.TryParse(lost.Key.Subject, out var id)) return;
        var what = $"{lost.Key.Purpose.Word} to {lost.Key.Person} could not be delivered: {lost.Error}";
        var cause = $"lost-{lost.Key.Person}-{lost.Key.Cause}";
        var alert = GuestNotices.Alert(id, cause, what, office.Clock.GetCurrentInstant());
        var partition = OfficeRows.Partition(id);
        if (await office.Office.Commit([NoticeRows.Queue(partition, alert)], stop) is null)
            await office.Hints.Leave(new Hint.Outbox(Compartment.Office, partition), stop);
    }

    /// <summary>Of a letter that the crew desk has lost in another process the owner is told here.</summary>
    private async Task Follow(BookingId id, CancellationToken stop)
    {
        await office.Provisioner.Follow(id, stop);
        if (!office.Desks.IsCrewElsewhere) return;
        foreach (var notice in await office.Desks.Crew.Notices(id, stop))
            if (notice.State == NoticeState.Failed) await Tell(notice, stop);
    }

    private async Task Deliver(string partition, CancellationToken stop)
    {
        foreach (var lost in await office.OfficePost.Deliver(partition, stop)) await Tell(lost, stop);
    }
}
