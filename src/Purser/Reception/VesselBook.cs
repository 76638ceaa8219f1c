using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Notices;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Reception;

/// <summary>
/// A vessel's rules and what blocks it besides bookings. Changing either moves no booking: it reports those
/// it meets.
/// </summary>
public sealed class VesselBook(FrontDeskWindows windows)
{
    private IRecords Office => windows.Office;

    /// <summary>The rules in force.</summary>
    public async Task<VesselRules> Rules(Vessel vessel, CancellationToken stop) =>
        OfficeRows.Read<VesselRules>(await Office.Get(OfficeRows.Rules(vessel.Id), stop)) ?? VesselRules.Of(vessel);

    /// <summary>Sets the rules, and names the live bookings of the next 400 days that they meet.</summary>
    public async Task<IReadOnlyList<BookingId>> SetRules(Vessel vessel, VesselRules rules, CancellationToken stop)
    {
        var key = OfficeRows.Rules(vessel.Id);
        IReadOnlyList<RecordKey>? failed;
        do
        {
            var row = await Office.Get(key, stop);
            failed = await Office.Commit([RecordChange.Put(key, row?.Version ?? 0, OfficeRows.Body(rules))], stop);
        }
        while (failed is not null);
        return await Met(vessel, rules, stop);
    }

    /// <summary>
    /// Reads a desk-only calendar entry back and lets it take, move or release its time. Bookings that
    /// already stand there stay; they are returned, for the owner to decide.
    /// </summary>
    public Task<IReadOnlyList<BookingId>> Follow(string entryId, CancellationToken stop) =>
        Follow(entryId, tell: false, stop);

    /// <summary>
    /// The same where nobody waits for the answer: the owner is told by mail of bookings that stand there.
    /// </summary>
    public Task FollowLate(string entryId, CancellationToken stop) => Follow(entryId, tell: true, stop);

    private async Task<IReadOnlyList<BookingId>> Follow(string entryId, bool tell, CancellationToken stop)
    {
        if (await windows.Calendar.ReadDeskEntry(entryId, stop) is not { } entry) return [];
        while (true)
        {
            var key = OfficeRows.DeskEntry(entryId);
            var row = await Office.Get(key, stop);
            var before = OfficeRows.Read<DeskEntrySpan>(row);
            if (before?.Version >= entry.Version) return [];
            var after = new DeskEntrySpan(
                entry.Vessel, entry.Start.Instant, entry.End.Instant, entry.Start.Zone, entry.Live, entry.Version);
            var owner = $"entry:{entryId}";
            var old = before is { Live: true } ? await DayBooks.LoadTaken(Office, TripOf(before), owner, stop) : DayBook.Empty;
            var next = after.Live ? await DayBooks.Load(Office, windows.Fleet(), TripOf(after), stop) : DayBook.Empty;
            var span = after.Live ? new TakenSpan(owner, after.Start, after.End) : null;
            var moves = DayBooks.Move(owner, old, next, after.Live ? after.Vessel : null, span);
            var put = RecordChange.Put(key, row?.Version ?? 0, OfficeRows.Body(after));
            var met = InTheWay(after, next);
            // Told before it is taken: who dies between tells it again, under the same name.
            if (tell) await Tell(met, entry, stop);
            if (await Office.Commit([put, .. moves], stop) is null) return met;
        }
    }

    /// <summary>
    /// Follows every desk-only entry that has changed since it was last followed: whoever changed it may have
    /// died between the desk's commit and ours. Nobody waits for the answer, so the owner is told by mail of
    /// bookings that an entry was laid over.
    /// </summary>
    public async Task FollowAll(CancellationToken stop)
    {
        foreach (var few in (await windows.Calendar.ListDeskEntries(stop)).Chunk(50))
        {
            var rows = await Office.GetMany([.. few.Select(mark => OfficeRows.DeskEntry(mark.Id))], stop);
            foreach (var (mark, row) in few.Zip(rows))
            {
                if (OfficeRows.Read<DeskEntrySpan>(row)?.Version >= mark.Version) continue;
                await Follow(mark.Id, tell: true, stop);
            }
        }
    }

    private async Task Tell(IReadOnlyList<BookingId> met, DeskEntry entry, CancellationToken stop)
    {
        var now = windows.Clock.GetCurrentInstant();
        foreach (var id in met)
        {
            var what = $"Entry {entry.Id} of the calendar was laid over this booking. Move or cancel one.";
            var alert = GuestNotices.Alert(id, $"entry-{entry.Id}-v{entry.Version}", what, now);
            var partition = OfficeRows.Partition(id);
            if (await Office.Commit([NoticeRows.Queue(partition, alert)], stop) is null)
                await windows.Hints.Leave(new Hint.Outbox(Compartment.Office, partition), stop);
        }
    }

    private static IReadOnlyList<BookingId> InTheWay(DeskEntrySpan entry, DayBook days)
    {
        var buffer = Duration.FromMinutes(days.Rules.BufferMinutes);
        return [.. days.Days.SelectMany(day => day.Spans).Where(span => span.Start < entry.End + buffer && entry.Start < span.End + buffer)
            .Select(span => BookingId.TryParse(span.Owner, out var id) ? id : default).Where(id => id.Text.Length > 0).Distinct()];
    }

    private async Task<IReadOnlyList<BookingId>> Met(Vessel vessel, VesselRules rules, CancellationToken stop)
    {
        var zone = windows.Fleet().HarbourOf(vessel).Rules;
        var today = windows.Clock.GetCurrentInstant().InZone(zone).Date;
        var shelf = new OfficeShelf(Office);
        var bookings = new List<Booking>();
        string? cursor = null;
        do
        {
            var page = await shelf.List(today, today.PlusDays(400), cursor, stop);
            bookings.AddRange(page.Items.Where(booking => booking.Live && booking.Trip.Vessel == vessel.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        var day = new VesselDay([.. bookings.Select(other => new TakenSpan(other.Id.Text, other.Trip.Span.Start, other.Trip.Span.End))]);
        return [.. bookings.Where(booking => Overlap.InTheWay(booking.Trip.Span, booking.Id.Text, rules, [day], zone) is not null)
            .Select(booking => booking.Id)];
    }

    private static Trip TripOf(DeskEntrySpan entry) => new(
        entry.Vessel, HarbourTime.At(entry.Start, entry.Zone).Local, (int)(entry.End - entry.Start).TotalMinutes, entry.Zone);
}
