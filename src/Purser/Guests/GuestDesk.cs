using NodaTime;
using Purser.Bookings;
using Purser.Guests.Desk;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Guests;

/// <summary>
/// The guest compartment's only writer: what guests give for a charter, within the grant that the office has
/// put.
/// </summary>
/// <param name="windows">What it works with.</param>
public sealed partial class GuestDesk(GuestDeskWindows windows) : IGuestDesk
{
    private const int Tries = 10;

    /// <inheritdoc />
    public async Task<PutOutcome> Put(PageGrant grant, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            var key = GuestRows.Grant(grant.Booking);
            var slugs = grant.Slugs.Select(GuestRows.Slug).ToList();
            var rows = await windows.Records.GetMany([key, .. slugs], stop);
            var row = rows[0];
            var body = GuestRows.Body(grant);
            if (GuestRows.ReadGrant(row) is { } now && now.Revision >= grant.Revision)
            {
                if (now.Revision > grant.Revision) return PutOutcome.Stale;
                return row!.Body.Span.SequenceEqual(body.Span) ? PutOutcome.Same : PutOutcome.Diverged;
            }

            var claims = Claims(grant, slugs.Zip(rows.Skip(1)));
            if (claims is null) return PutOutcome.Diverged;
            var put = RecordChange.Put(key, row?.Version ?? 0, body, GuestRows.Listed(grant));
            if (await windows.Records.Commit([put, .. claims], stop) is null) return PutOutcome.Stored;
        }

        throw new OutsideUnavailable($"put grant {grant.Booking}");
    }

    /// <inheritdoc />
    public async Task<GuestSummary?> Read(BookingId id, CancellationToken stop) =>
        (await GuestReading.Load(windows.Records, id, stop))?.Summary;

    /// <inheritdoc />
    public async Task<IReadOnlyList<BookingId>> List(Instant from, Instant to, CancellationToken stop)
    {
        var all = new List<BookingId>();
        string? cursor = null;
        do
        {
            var page = await windows.Records.RangeIndex(
                new RangeQuery(GuestRows.GrantIndex, NoticeRows.Sortable(from), NoticeRows.Sortable(to), 100,
                cursor), stop);
            all.AddRange(page.Items.Select(row => GuestRows.ReadGrant(row)!.Booking));
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>
    /// Claims of the addresses that are new; null if another charter's page has one of them.
    /// </summary>
    private static List<RecordChange>? Claims(
        PageGrant grant, IEnumerable<(RecordKey Key, StoredRecord? Row)> slugs)
    {
        var claims = new List<RecordChange>();
        foreach (var (key, row) in slugs)
        {
            if (row is null) claims.Add(RecordChange.Put(key, 0, GuestRows.Body(new Claimed(grant.Booking))));
            else if (GuestRows.Read<Claimed>(row)!.Booking != grant.Booking) return null;
        }

        return claims;
    }
}
