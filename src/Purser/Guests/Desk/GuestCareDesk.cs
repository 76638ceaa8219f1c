using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Guests.Photos;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests.Desk;

/// <summary>Forgets what guests gave, and counts how often their pages are opened.</summary>
/// <param name="photos">What the photo desk looks out of.</param>
public sealed partial class GuestCareDesk(PhotoWindows photos) : IGuestCare
{
    private readonly IRecords records = photos.Records;
    private readonly Func<FleetFacts> fleet = photos.Fleet;
    private readonly PhotoDesk desk = new(photos);
    private const int AtOnce = 90;
    private const int MostRows = 20_000;
    private const int Tries = 20;

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, int>> Erase(BookingId id, CancellationToken stop)
    {
        var removed = new Dictionary<string, int>(StringComparer.Ordinal);
        await Close(id, stop);
        await desk.Forget(id, stop);
        foreach (var row in await Clear(id, _ => true, stop))
        {
            var kind = Kind(row.Key.Sort);
            removed[kind] = removed.GetValueOrDefault(kind) + 1;
        }

        await Empty(PhotoRows.Guesses(id), stop);
        removed["visits"] = await Empty(GuestRows.Visits(id), stop);
        return removed;
    }

    /// <inheritdoc />
    public Task<int> Forget(BookingId id, GuestThing kind, CancellationToken stop) => kind switch
    {
        GuestThing.Photos => desk.Forget(id, stop),
        GuestThing.Originals => desk.ForgetOriginals(id, stop),
        GuestThing.Waivers => Waivers(id, stop),
        GuestThing.Visits => Empty(GuestRows.Visits(id), stop),
        _ => throw new BugException("an unknown kind"),
    };

    /// <inheritdoc />
    public async Task Unsubscribe(string address, Instant now, CancellationToken stop)
    {
        // It is there already if the commit is refused.
        var body = GuestRows.Body(new UnsubscribedRow(now));
        await records.Commit([RecordChange.Put(GuestRows.Unsubscribed(address), 0, body)], stop);
    }

    /// <inheritdoc />
    public async Task<bool> IsUnsubscribed(string address, CancellationToken stop) =>
        await records.Get(GuestRows.Unsubscribed(address), stop) is not null;

    private async Task<int> Waivers(BookingId id, CancellationToken stop)
    {
        var gone = await Clear(id, IsPaper, stop);
        return gone.Count(row => row.Key.Sort.StartsWith(GuestRows.WaiverPrefix, StringComparison.Ordinal));
    }

    /// <summary>From now on nothing is taken for the charter, whatever link or code is shown.</summary>
    private async Task Close(BookingId id, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            var row = await records.Get(GuestRows.Grant(id), stop);
            if (GuestRows.ReadGrant(row) is not { } grant) return;
            if (grant is { Live: false, GrantHash: PageGrant.NoProof, CodeHash: PageGrant.NoProof }) return;
            var closed = grant with { Live = false, GrantHash = PageGrant.NoProof, CodeHash = PageGrant.NoProof };
            var put = RecordChange.Put(row!.Key, row.Version, GuestRows.Body(closed),
                GuestRows.Listed(closed));
            if (await records.Commit([put], stop) is null) return;
        }

        throw new OutsideUnavailable($"close {GuestRows.Grant(id)}");
    }

    /// <summary>
    /// Removes records of a charter, some at once; what their versions counted counts on. The grant and that
    /// count stay.
    /// </summary>
    private async Task<IReadOnlyList<StoredRecord>> Clear(
        BookingId id, Func<StoredRecord, bool> which, CancellationToken stop)
    {
        var (gone, place) = (new List<StoredRecord>(), GuestRows.Cleared(id));
        for (var failed = 0; failed < Tries;)
        {
            var rows = await records.Whole(GuestRows.Partition(id), stop, most: MostRows);
            var next = rows.Where(row => row.Key != place && row.Key != GuestRows.Grant(id) && which(row))
                .Take(AtOnce).ToList();
            if (next.Count == 0) return gone;
            var before = rows.FirstOrDefault(row => row.Key == place);
            var known = GuestRows.Read<Cleared>(before) ?? Cleared.Nothing;
            var after = new Cleared(
                known.Versions + next.Sum(row => row.Version),
                known.OfPapers + next.Where(IsPaper).Sum(row => row.Version));
            var changes = next.Select(row => RecordChange.Delete(row.Key, row.Version))
                .Append(RecordChange.Put(place, before?.Version ?? 0, GuestRows.Body(after))).ToList();
            if (await records.Commit(changes, stop) is null) gone.AddRange(next);
            else failed++;
        }

        throw new OutsideUnavailable($"clear {GuestRows.Partition(id)}");
    }

    private async Task<int> Empty(string partition, CancellationToken stop)
    {
        var count = 0;
        for (var failed = 0; failed < Tries;)
        {
            var rows = (await records.Whole(partition, stop, most: MostRows)).Take(AtOnce).ToList();
            if (rows.Count == 0) return count;
            var deletes = rows.Select(row => RecordChange.Delete(row.Key, row.Version)).ToList();
            if (await records.Commit(deletes, stop) is null) count += rows.Count;
            else failed++;
        }

        throw new OutsideUnavailable($"empty {partition}");
    }

    private static bool IsPaper(StoredRecord row) =>
        row.Key.Sort.StartsWith(GuestRows.WaiverPrefix, StringComparison.Ordinal)
        || row.Key.Sort.StartsWith(GuestRows.PassengerPrefix, StringComparison.Ordinal);

    private static string Kind(string sort) => sort.Split('#')[0] switch
    {
        "photo" => "photos",
        "waiver" => "waivers",
        "passenger" => "passengers",
        _ => "records",
    };
}
