using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Notices;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>
/// Finds what a lost hint would have said: work and notices that are due, desks that have drifted from the
/// office, and pages that facts or templates have left behind.
/// </summary>
/// <param name="office">The office's records.</param>
/// <param name="clock">The time.</param>
/// <param name="calendar">One desk.</param>
/// <param name="crew">The second.</param>
/// <param name="guests">The third.</param>
/// <param name="postmen">The office's, then the crew's.</param>
/// <param name="fleet">The operator.</param>
/// <param name="stale">True if a booking's page is no longer what facts and templates give.</param>
public sealed class Sweeper(
    IRecords office, IClock clock, ICalendarDesk calendar, ICrewDesk crew, IGuestDesk guests,
    IReadOnlyList<Postman> postmen, Func<FleetFacts> fleet,
    Func<BookingFile, CancellationToken, Task<bool>> stale)
{
    private static readonly Duration Longest = Duration.FromSeconds(30);

    /// <summary>So long after a departure guests may still give something.</summary>
    private static readonly Duration Open = Duration.FromDays(45);

    /// <summary>Hints for everything that is due now, and when to look again at the latest.</summary>
    /// <param name="all">True at a start: whatever waits is looked at, also what waits for a later
    /// time.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<(IReadOnlyList<Hint> Due, Instant Next)> Sweep(bool all, CancellationToken stop)
    {
        var now = clock.GetCurrentInstant();
        var until = all ? null : NoticeRows.Sortable(now + Longest);
        var page = await office.RangeIndex(new RangeQuery(Work.PendingIndex, To: until, Most: 500), stop);
        var hints = new List<Hint>();
        var next = now + Longest;
        foreach (var row in page.Items)
        {
            if (!BookingId.TryParse(row.Key.Partition["booking#".Length..], out var id)) continue;
            if (all || string.CompareOrdinal(row.Index!.Value.Sort, NoticeRows.Sortable(now) + "~") <= 0) hints.Add(new Hint.Booking(id));
            else next = now + Duration.FromSeconds(2);
        }

        Compartment[] compartments = [Compartment.Office, Compartment.Crew];
        foreach (var (postman, compartment) in postmen.Zip(compartments))
            hints.AddRange((await postman.Due(all, stop)).Select(partition => new Hint.Outbox(compartment, partition)));
        return (hints, page.Next is null ? next : now);
    }

    /// <summary>
    /// Compares the desks' live lists and the pages with the office, for the trips of the next 60 days.
    /// </summary>
    public async Task<DriftFound> Drift(LocalDate today, CancellationToken stop)
    {
        var to = today.PlusDays(60);
        var entries = (await calendar.List(today, to, stop)).GroupBy(entry => entry.Booking)
            .ToDictionary(same => same.Key, same => same.MaxBy(entry => entry.Generation));
        var events = (await crew.List(today, to, stop)).GroupBy(summary => summary.Booking)
            .ToDictionary(same => same.Key, same => same.MaxBy(summary => summary.Generation));
        var (follow, replan, look) = (new List<BookingId>(), new List<BookingId>(), new List<BookingId>());
        var unverified = 0;
        var now = clock.GetCurrentInstant();
        var given = await guests.List(now - Open, now + Duration.FromDays(60), stop);
        var desks = entries.Keys.Union(events.Keys).ToHashSet();
        foreach (var id in desks.Union(given))
        {
            if (await BookingFile.Load(office, id, stop) is not { } file) continue;
            if (Unverified(file)) unverified++;
            var wrong = desks.Contains(id) && (!file.Booking.Live
                || file.Booking.Generation != entries.GetValueOrDefault(id)?.Generation
                || file.Booking.Generation != events.GetValueOrDefault(id)?.Generation);
            var newer = events.GetValueOrDefault(id)?.Version > (file.Effects.CrewSeen?.Version ?? 0)
                || (await guests.Read(id, stop))?.Version > (file.Effects.GuestSeen?.Version ?? 0)
                || TimedNotices.Changes(file, fleet(), now).Count > 0;
            if (newer) follow.Add(id);
            else if (file.Work.Wanted != file.Work.Done) continue;
            else if (wrong) replan.Add(id);
            else if (await stale(file, stop)) look.Add(id);
        }

        return new DriftFound(follow, replan, look, unverified);
    }

    /// <summary>The check of the page was given up: its owner has been told.</summary>
    private static bool Unverified(BookingFile file) =>
        file.Effects.PageCheck is { State: EffectState.Failed, NextTry: null };
}

/// <summary>What the drift check found.</summary>
/// <param name="Follow">Bookings whose crew event is newer than what the office has read.</param>
/// <param name="Replan">Bookings whose entry or event is not as recorded.</param>
/// <param name="Look">Bookings whose page is to be made anew.</param>
/// <param name="Unverified">How many pages are not seen from outside as they were published.</param>
public sealed record DriftFound(
    IReadOnlyList<BookingId> Follow, IReadOnlyList<BookingId> Replan, IReadOnlyList<BookingId> Look,
    int Unverified);
