using NodaTime;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests.Desk;

/// <summary>How often pages are opened: counts by the hour, and nothing about who it was.</summary>
public sealed partial class GuestCareDesk
{
    private static readonly LocalDateTimePattern Hour =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH");

    /// <inheritdoc />
    public async Task<IReadOnlyList<Visits>> Opened(BookingId id, CancellationToken stop)
    {
        var rows = await records.Whole(GuestRows.Visits(id), stop, most: MostRows);
        return
        [
            .. from row in rows
               let parts = row.Key.Sort.Split('#')
               select new Visits(
                   Hour.Parse(parts[0]).Value, Kinds.First(kind => Word(kind) == parts[1]),
                   GuestRows.Read<VisitRow>(row)!.Count),
        ];
    }

    /// <inheritdoc />
    public async Task Count(IReadOnlyList<VisitCount> counts, CancellationToken stop)
    {
        foreach (var page in counts.GroupBy(count => count.Slug))
        {
            var claim = GuestRows.Read<Claimed>(await records.Get(GuestRows.Slug(page.Key), stop));
            if (claim is null) continue;
            var grant = GuestRows.ReadGrant(await records.Get(GuestRows.Grant(claim.Booking), stop));
            // An earlier address only forwards; a page that is no longer kept is nobody's.
            if (grant is null || grant.Slugs[0] != page.Key || grant.GrantHash == PageGrant.NoProof) continue;
            var kept = grant.Trip.Span.End + Duration.FromDays(fleet().Retention.Visits);
            var hours = page.Where(count => count.At < kept).GroupBy(count => Sort(count, grant.Trip));
            foreach (var hour in hours)
                await Add(grant.Booking, hour.Key, hour.Sum(count => count.Count), stop);
        }
    }

    private async Task Add(BookingId id, string sort, int more, CancellationToken stop)
    {
        var key = new RecordKey(GuestRows.Visits(id), sort);
        for (var i = 0; i < Tries; i++)
        {
            var row = await records.Get(key, stop);
            var next = new VisitRow((GuestRows.Read<VisitRow>(row)?.Count ?? 0) + more);
            var put = RecordChange.Put(key, row?.Version ?? 0, GuestRows.Body(next));
            if (await records.Commit([put], stop) is null) return;
        }
    }

    private static string Sort(VisitCount count, Trip trip) =>
        $"{Hour.Format(count.At.InZone(trip.Departure.Rules).LocalDateTime)}#{Word(count.Kind)}";

    private static readonly VisitKind[] Kinds = Enum.GetValues<VisitKind>();

    private static string Word(VisitKind kind) => kind switch
    {
        VisitKind.Page => "page",
        VisitKind.Waiver => "waiver",
        VisitKind.Gallery => "gallery",
        VisitKind.Archive => "archive",
        _ => throw new BugException("an unknown kind"),
    };
}
