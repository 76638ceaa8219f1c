using NodaTime;
using Purser.Bookings;
using Purser.Embedded.Pump;
using Purser.Notices;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>What the pump does with each hint, and at each sweep.</summary>
public sealed class PumpWork(Func<House> open) : IPumpWork
{
    private static readonly Duration DriftEvery = Duration.FromMinutes(5);
    private Instant _nextDrift = Instant.MinValue;
    private bool _swept;

    private House House => open();

    /// <inheritdoc />
    public Task Perform(Hint hint, CancellationToken stop) => hint.Match(
        booking => House.Provisioner.Provision(booking.Id, stop),
        follow => House.Provisioner.Follow(follow.Id, stop),
        outbox => Deliver(outbox.Compartment, outbox.Partition, stop),
        photo => House.Photos.Perform(photo.Charter, photo.Id, stop));

    /// <inheritdoc />
    public async Task<Instant?> Sweep(CancellationToken stop)
    {
        var (due, next) = await House.Sweeper.Sweep(all: !_swept, stop);
        var photos = await House.Photos.Due(all: !_swept, stop);
        _swept = true;
        foreach (var hint in due.Concat(photos)) await House.Hints.Leave(hint, stop);
        var now = House.Clock.GetCurrentInstant();
        if (now >= _nextDrift)
        {
            _nextDrift = now + DriftEvery;
            await Drift(now, stop);
        }

        return next;
    }

    private async Task Drift(Instant now, CancellationToken stop)
    {
        var today = now.InZone(House.Fleet.Harbours[0].Rules).Date;
        await House.Crew.Sweep(stop);
        var found = await House.Sweeper.Drift(today, stop);
        foreach (var id in found.Follow) await House.Hints.Leave(new Hint.Follow(id), stop);
        foreach (var id in found.Replan) await House.Provisioner.Replan(id, stop);
        foreach (var id in found.Look) await House.Provisioner.Look(id, stop);
        await House.Vessels.FollowAll(stop);
        await House.Retention.Run(stop);
    }

    private async Task Deliver(Compartment compartment, string partition, CancellationToken stop)
    {
        if (House.Postman(compartment) is not { } postman) return;
        foreach (var lost in await postman.Deliver(partition, stop)) await Tell(lost, stop);
    }

    /// <summary>
    /// A message that will never arrive is the owner's business; an alert that is lost itself is not told
    /// again.
    /// </summary>
    private async Task Tell(Notice lost, CancellationToken stop)
    {
        if (lost.Key.Purpose == NoticePurpose.OwnerAlert) return;
        if (!BookingId.TryParse(lost.Key.Subject, out var id)) return;
        var what = $"{lost.Key.Purpose.Word} to {lost.Key.Person} could not be delivered: {lost.Error}";
        var cause = $"lost-{lost.Key.Person}-{lost.Key.Cause}";
        var alert = GuestNotices.Alert(id, cause, what, House.Clock.GetCurrentInstant());
        var partition = OfficeRows.Partition(id);
        if (await House.Office.Commit([NoticeRows.Queue(partition, alert)], stop) is null)
            await House.Hints.Leave(new Hint.Outbox(Compartment.Office, partition), stop);
    }
}
