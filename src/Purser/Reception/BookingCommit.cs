using NodaTime;
using Purser.Bookings;
using Purser.Guests;
using Purser.Notices;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Reception;

/// <summary>One step of a booking, decided and ready to be committed.</summary>
/// <param name="File">The booking's file as loaded; null if it is new.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Days">The days that its trip touches, as loaded.</param>
/// <param name="Rider">What the annex sends along.</param>
/// <param name="Extra">Claims and sightings.</param>
internal sealed record BookingStep(
    BookingFile? File, Decision Decision, DayBook Days, IRider Rider, IReadOnlyList<RecordChange> Extra);

/// <summary>A step that was committed.</summary>
internal sealed record BookingCommitted(BookingFile File, bool Raised);

/// <summary>
/// Turns a decided step into one atomic commit of the office: fact, days, claims, notices and the pending
/// mark together.
/// </summary>
internal sealed class BookingCommit(FrontDeskWindows windows)
{
    private IRecords Office => windows.Office;

    /// <summary>Null: somebody else was faster; load and decide again.</summary>
    public async Task<BookingCommitted?> Perform(BookingStep step, CancellationToken stop)
    {
        var (before, after) = (step.Decision.Before, step.Decision.After);
        if (await Slugged(before, after, stop) is not { } slugged) return null;
        after = slugged;
        var moves = before is null || before != after;
        var riding = await step.Rider.Ride(after.Id, step.File is not null, Office, stop);
        var raised = moves || riding.Count > 0;
        var changes = new List<RecordChange>(step.Extra);
        changes.AddRange(riding);
        changes.AddRange(await Days(step, after, stop));
        if (moves) changes.Add(BookingRow(step.File, after));
        if (moves) changes.AddRange(SlugClaim(before, after));
        if (raised) changes.Add(WorkRow(step.File, after.Id));
        changes.AddRange(await ReviewsAndNotices(step, after, stop));
        if (changes.Count == 0) return new BookingCommitted(step.File!, Raised: false);
        if (await Office.Commit(changes, stop) is not null) return null;
        var file = step.File is null ? Made(after.Id, changes) : await BookingFile.Load(Office, after.Id, stop);
        return new BookingCommitted(file ?? throw new BugException("a committed booking is there"), raised);
    }

    /// <summary>Of a new booking nobody else has written anything: its file is what was committed.</summary>
    private static BookingFile? Made(BookingId id, IEnumerable<RecordChange> changes)
    {
        var partition = OfficeRows.Partition(id);
        return BookingFile.Of([.. changes.Where(change => change.Key.Partition == partition).Select(change => change.Written)]);
    }

    /// <summary>
    /// A charter that sails gets an address when it has none, or when its date has moved; the old one
    /// forwards for ever.
    /// </summary>
    private async Task<Booking?> Slugged(Booking? before, Booking after, CancellationToken stop)
    {
        if (!after.Live) return after;
        if (after.Slug is { } now && before?.Trip.Start.Date == after.Trip.Start.Date) return after;
        foreach (var few in Slugs.Candidates(after.Channel, after.Trip.Start.Date).Take(400).Chunk(ReadAhead.Slugs))
        {
            var claims = await Office.GetMany([.. few.Select(OfficeRows.Slug)], stop);
            var free = few.Zip(claims).FirstOrDefault(pair => pair.Second is null);
            if (free.First.Text.Length == 0) continue;
            var aliases = after.Slug is { } old ? after.Aliases.Append(old) : after.Aliases;
            return after with { Slug = free.First, Aliases = [.. aliases] };
        }

        throw new BugException($"400 addresses are taken for {after.Channel} on {after.Trip.Start.Date}");
    }

    private async Task<IEnumerable<RecordChange>> Days(BookingStep step, Booking after, CancellationToken stop)
    {
        var before = step.Decision.Before;
        var sameTrip = before is { Live: true } && after.Live && before.Trip == after.Trip;
        if (sameTrip || (before is not { Live: true } && !after.Live)) return [];
        var owner = after.Id.Text;
        var old = before is { Live: true } ? await DayBooks.LoadTaken(Office, before.Trip, owner, stop) : DayBook.Empty;
        if (!after.Live) return DayBooks.Move(owner, old, DayBook.Empty, null, null);
        var span = after.Trip.Span;
        return DayBooks.Move(owner, old, step.Days, after.Trip.Vessel, new TakenSpan(owner, span.Start, span.End));
    }

    private static RecordChange BookingRow(BookingFile? file, Booking after) => RecordChange.Put(
        OfficeRows.Booking(after.Id), file?.Version(OfficeRows.Booking(after.Id)) ?? 0, OfficeRows.Body(after),
        OfficeRows.Listed(after));

    private static IEnumerable<RecordChange> SlugClaim(Booking? before, Booking after)
    {
        if (after.Slug is { } slug && slug != before?.Slug)
            yield return RecordChange.Put(OfficeRows.Slug(slug), 0, OfficeRows.Body(new Claimed(after.Id)));
    }

    private RecordChange WorkRow(BookingFile? file, BookingId id)
    {
        var work = (file?.Work ?? Work.None).Raised;
        var key = OfficeRows.Work(id);
        var index = work.Index(id, windows.Clock.GetCurrentInstant());
        return RecordChange.Put(key, file?.Version(key) ?? 0, OfficeRows.Body(work), index);
    }

    private async Task<IEnumerable<RecordChange>> ReviewsAndNotices(BookingStep step, Booking after, CancellationToken stop)
    {
        var now = windows.Clock.GetCurrentInstant();
        var reviews = step.Decision.Reviews.Concat(WithheldWishes(step.Decision.Before, after)).ToList();
        var known = reviews.Count == 0 ? [] : await Office.GetMany([.. reviews.Select(item => OfficeRows.Review(item.Id))], stop);
        var fresh = reviews.Zip(known).Where(pair => pair.Second is null).Select(pair => pair.First).ToList();
        var notices = GuestNotices.For(step.Decision.Before, after, now)
            .Concat(fresh.Select(item => GuestNotices.Alert(after.Id, item.Id, item.What, now)));
        var partition = OfficeRows.Partition(after.Id);
        return fresh.Select(item => RecordChange.Put(OfficeRows.Review(item.Id), 0, OfficeRows.Body(item)))
            .Concat(notices.Select(notice => NoticeRows.Queue(partition, notice)))
            .Concat(await Settled(step.Decision.Before, after, now, stop));
    }

    /// <summary>A conflict that ends, by confirming or cancelling, leaves nothing to review.</summary>
    private async Task<IEnumerable<RecordChange>> Settled(
        Booking? before, Booking after, Instant now, CancellationToken stop)
    {
        if (before is not { Status: BookingStatus.Conflict } || after.Status == BookingStatus.Conflict) return [];
        var row = await Office.Get(OfficeRows.Review(Reviews.ConflictOf(after.Id)), stop);
        if (OfficeRows.Read<ReviewItem>(row) is not { Resolved: null } item) return [];
        return [RecordChange.Put(row!.Key, row.Version, OfficeRows.Body(item with { Resolved = now }))];
    }

    private static IEnumerable<ReviewItem> WithheldWishes(Booking? before, Booking after)
    {
        if (after.Requests is null || after.Requests == before?.Requests) return [];
        var withheld = AmountDetector.Withhold(after.Requests).Withheld;
        return withheld.Count == 0 ? [] : [Reviews.Withheld(after, withheld)];
    }
}
