using NodaTime;
using Purser.Bookings;
using Purser.Outside.Records;

namespace Purser.Reception;

/// <summary>
/// Reading what the office holds. Lists come from the index and may be a moment late; a booking read by id is
/// not.
/// </summary>
public sealed class OfficeShelf(IRecords office)
{
    /// <summary>Letters of what the office may say about the day.</summary>
    public const int MostDayNote = 300;

    private static readonly Period LongestTrip = Period.FromDays(11);

    /// <summary>Everything about one booking, or null.</summary>
    public Task<BookingFile?> Read(BookingId id, CancellationToken stop) => BookingFile.Load(office, id, stop);

    /// <summary>The booking of a page's address, current or earlier; null if none has it.</summary>
    public async Task<BookingId?> Find(Slug slug, CancellationToken stop) =>
        OfficeRows.Read<Claimed>(await office.Get(OfficeRows.Slug(slug), stop))?.Booking;

    /// <summary>Bookings whose trip overlaps the harbour dates, by departure.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive; at most 400 days later.</param>
    /// <param name="cursor">What the last page gave.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<BookingPage> List(LocalDate from, LocalDate to, string? cursor, CancellationToken stop)
    {
        Require.That(from < to && Period.DaysBetween(from, to) <= 400);
        var first = from - LongestTrip;
        var (month, inner) = Resume(cursor, first);
        for (; month < Past(to); month = month.PlusMonths(1), inner = null)
        {
            var query = new RangeQuery(
                $"bookings#{month:uuuu'-'MM}", $"{first:uuuu'-'MM'-'dd}", $"{to:uuuu'-'MM'-'dd}", 50, inner);
            var page = await office.RangeIndex(query, stop);
            var items = page.Items.Select(row => OfficeRows.Read<Booking>(row)!)
                .Where(booking => booking.Trip.Return.Local > from.AtMidnight()).ToList();
            if (page.Next is { } more) return new BookingPage(items, $"{month:uuuu'-'MM}!{more}");
            var following = month.PlusMonths(1);
            if (items.Count > 0) return new BookingPage(items, following < Past(to) ? $"{following:uuuu'-'MM}!" : null);
        }

        return new BookingPage([], null);
    }

    /// <summary>What a person must look at, oldest first; what was resolved only if asked for.</summary>
    public async Task<IReadOnlyList<ReviewItem>> Reviews(bool resolved, CancellationToken stop)
    {
        var rows = await office.Whole(OfficeRows.ReviewPartition, stop);
        return [.. rows.Select(row => OfficeRows.Read<ReviewItem>(row)!).Where(item => resolved || item.Resolved is null)
            .OrderBy(item => item.Since).ThenBy(item => item.Id, StringComparer.Ordinal)];
    }

    /// <summary>Puts something on the review list; the same id again changes nothing.</summary>
    public async Task AddReview(ReviewItem item, CancellationToken stop) =>
        await office.Commit([RecordChange.Put(OfficeRows.Review(item.Id), 0, OfficeRows.Body(item))], stop);

    /// <summary>Marks an item as looked at. False: there is none.</summary>
    public async Task<bool> Resolve(string id, Instant now, CancellationToken stop)
    {
        while (await office.Get(OfficeRows.Review(id), stop) is { } row)
        {
            var item = OfficeRows.Read<ReviewItem>(row)! with { Resolved = now };
            if (await office.Commit([RecordChange.Put(row.Key, row.Version, OfficeRows.Body(item))], stop) is null) return true;
        }

        return false;
    }

    /// <summary>
    /// Replaces the office's own notes on a booking (null clears them). False: there is no such booking.
    /// </summary>
    public async Task<bool> Note(BookingId id, string? text, CancellationToken stop)
    {
        while (await office.Get(OfficeRows.Private(id), stop) is { } row)
        {
            var next = OfficeRows.Read<PrivateRow>(row)! with { OfficeNotes = text };
            if (await office.Commit([RecordChange.Put(row.Key, row.Version, OfficeRows.Body(next))], stop) is null) return true;
        }

        return false;
    }

    /// <summary>
    /// Replaces what the office says to guests about the day (null clears it) and raises the booking's work,
    /// so that the page follows. The caller has looked for amounts. False: there is no such booking.
    /// </summary>
    public async Task<bool> DayNote(BookingId id, string? text, Instant now, CancellationToken stop)
    {
        Require.That(text is null || (text.Length is > 0 and <= MostDayNote && !AmountDetector.Finds(text)));
        while (await BookingFile.Load(office, id, stop) is { Private: { } row } file)
        {
            if (row.DayNote == text) return true;
            var (key, work, raised) = (OfficeRows.Private(id), OfficeRows.Work(id), file.Work.Raised);
            RecordChange[] changes =
            [
                RecordChange.Put(key, file.Version(key), OfficeRows.Body(row with { DayNote = text })),
                RecordChange.Put(work, file.Version(work), OfficeRows.Body(raised), raised.Index(id, now)),
            ];
            if (await office.Commit(changes, stop) is null) return true;
        }

        return false;
    }

    private static LocalDate Past(LocalDate to) => new LocalDate(to.Year, to.Month, 1).PlusMonths(to.Day == 1 ? 0 : 1);

    private static (LocalDate Month, string? Inner) Resume(string? cursor, LocalDate first)
    {
        var start = new LocalDate(first.Year, first.Month, 1);
        if (cursor?.Split('!', 2) is not [var month, var inner]) return (start, null);
        var parsed = NodaTime.Text.LocalDatePattern.Iso.Parse(month + "-01");
        return parsed.Success && parsed.Value >= start ? (parsed.Value, inner.Length == 0 ? null : inner) : (start, null);
    }
}

/// <summary>One page of a list.</summary>
public sealed record BookingPage(IReadOnlyList<Booking> Items, string? Next);
