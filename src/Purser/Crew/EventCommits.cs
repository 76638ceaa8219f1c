using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Crew;

/// <summary>What a decision about an event may look at besides the event.</summary>
internal sealed record Scene(IReadOnlyList<CrewMember> Roster, FleetFacts Fleet, Instant Now);

/// <summary>
/// What was decided: the event as it shall be (null: nothing to write), and the reply about how it then
/// stands.
/// </summary>
internal sealed record Step<T>(EventSheet? Next, Func<EventSheet?, Scene, T> Reply);

/// <summary>
/// Loads an event, lets a pure function decide, settles the cascade, and commits event, assignments and
/// notices together. Every commit carries the event's own record, so two commands about one event never both
/// win.
/// </summary>
internal sealed class EventCommits(IRecords records, IClock clock, Func<FleetFacts> fleet, IHints hints)
{
    private const int Tries = 10;

    public async Task<Scene> See(CancellationToken stop) => new(await Roster(stop), fleet(), clock.GetCurrentInstant());

    /// <summary>Loads, decides and commits, again if another was first.</summary>
    public Task<T> Change<T>(EventId id, Func<EventReading, Scene, Step<T>> decide, CancellationToken stop) =>
        Change(id, decide, byOffice: false, stop);

    /// <summary>Loads, decides and commits, again if another was first.</summary>
    /// <param name="id">The event.</param>
    /// <param name="decide">Pure.</param>
    /// <param name="byOffice">True: the office asks for it, and is told in the reply.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<T> Change<T>(
        EventId id, Func<EventReading, Scene, Step<T>> decide, bool byOffice, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            var reading = EventReading.Load(records, id, stop);
            var epoch = EpochBody.Read(records, stop);
            var scene = await See(stop);
            var step = decide(await reading, scene);
            if (step.Next is null) return step.Reply((await reading).Sheet, scene);
            var next = Finished(await reading, step.Next, scene, await epoch);
            if (!await Commit(await reading, next, scene, stop)) continue;
            if (!byOffice && next.Event.Booked && BookingId.TryParse(id.Text, out var booking))
                await hints.Leave(new Hint.Follow(booking), stop);
            return step.Reply(next, scene);
        }

        throw new OutsideUnavailable($"commit crew {CrewRows.EventPartition(id)}");
    }

    private static EventSheet Finished(EventReading reading, EventSheet next, Scene scene, long epoch)
    {
        var before = reading.Sheet?.Event;
        var after = Cascade.Settle(next, scene.Roster, scene.Fleet.Crew.CaptainFirst, scene.Now);
        var own = before is null || !ReferenceEquals(before.Own, after.Event.Own)
            || !before.Cast.SequenceEqual(after.Event.Cast) || !before.Booked;
        return own
            ? after with { Event = after.Event with { Version = Counters.Next(before?.Version ?? 0, epoch) } }
            : after;
    }

    private async Task<bool> Commit(EventReading reading, EventSheet next, Scene scene, CancellationToken stop)
    {
        var id = next.Event.Id;
        var changes = new List<RecordChange> { CrewRows.Put(next.Event, reading.VersionOf(CrewRows.Event(id))) };
        foreach (var item in next.Assignments)
        {
            if (reading.Sheet?.Assignments.Contains(item) == true) continue;
            changes.Add(CrewRows.Put(id, item, reading.VersionOf(CrewRows.Assignment(id, item))));
        }

        var queued = Queue(reading, next, scene.Now, changes);
        if (await records.Commit(changes, stop) is not null) return false;
        if (queued) await hints.Leave(new Hint.Outbox(Compartment.Crew, CrewRows.EventPartition(id)), stop);
        return true;
    }

    private static bool Queue(EventReading reading, EventSheet next, Instant now, List<RecordChange> changes)
    {
        var any = false;
        foreach (var key in CrewNews.Between(reading.Sheet, next))
        {
            var partition = CrewRows.EventPartition(next.Event.Id);
            var place = new RecordKey(partition, NoticeRows.Prefix + key.Name);
            if (reading.VersionOf(place) > 0) continue;
            if (Waiting(reading, key) is { } waiting)
            {
                var there = new RecordKey(partition, NoticeRows.Prefix + waiting.Key.Name);
                changes.Add(RecordChange.Check(there, reading.VersionOf(there)));
                continue;
            }

            changes.Add(NoticeRows.Queue(partition, new Notice(key, NoticeState.Queued, now, now)));
            any = true;
        }

        return any;
    }

    private static Notice? Waiting(EventReading reading, NoticeKey key) => key.Purpose != NoticePurpose.CaptainStatus
        ? null
        : reading.Notices.FirstOrDefault(notice => notice.State == NoticeState.Queued && notice.Attempts == 0
            && notice.Key.Purpose == key.Purpose && notice.Key.Person == key.Person);

    private async Task<IReadOnlyList<CrewMember>> Roster(CancellationToken stop)
    {
        var rows = await records.Whole(CrewRows.RosterPartition, stop);
        return [.. rows.Select(CrewRows.ReadMember)];
    }
}
