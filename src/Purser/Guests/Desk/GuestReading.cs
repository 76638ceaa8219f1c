using Purser.Bookings;
using Purser.Guests.Waivers;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests.Desk;

/// <summary>Everything the guest compartment holds of one charter, read at once.</summary>
/// <param name="Grant">Who may give what, and when.</param>
/// <param name="Rows">Every record, by sort key.</param>
internal sealed record GuestReading(PageGrant Grant, IReadOnlyDictionary<string, StoredRecord> Rows)
{
    private const int MostRows = 20_000;
    private const string GrantSort = "grant";

    /// <summary>What the office is told.</summary>
    public GuestSummary Summary => new(
        Grant.Booking, Given.Sum(row => row.Version) + Cleared.Versions, PapersVersion, Marks(),
        [.. Passengers.Where(one => !one.Gone).Select(one => one.Name.Text)], Photos.Tally);

    /// <summary>All but the grant, which is the office's own word.</summary>
    private IEnumerable<StoredRecord> Given => Rows.Values.Where(row => row.Key.Sort != GrantSort);

    /// <summary>Its photos.</summary>
    public PhotoReading Photos => field ??= PhotoReading.Of(Rows.Values);

    /// <summary>Every waiver, the replaced ones too, by the time of signing.</summary>
    public IReadOnlyList<Waiver> Waivers => [.. All<Waiver>(GuestRows.WaiverPrefix)
        .OrderBy(waiver => waiver.Signed).ThenBy(waiver => waiver.Id, StringComparer.Ordinal)];

    /// <summary>Who was ever said to come aboard.</summary>
    public IReadOnlyList<Passenger> Passengers => [.. All<Passenger>(GuestRows.PassengerPrefix)
        .OrderBy(one => one.Name.Same, StringComparer.Ordinal)];

    /// <summary>The value of a record, or null.</summary>
    public T? Read<T>(RecordKey key)
        where T : class => GuestRows.Read<T>(Rows.GetValueOrDefault(key.Sort));

    /// <summary>The version of a record; 0 if there is none.</summary>
    public long Version(RecordKey key) => Rows.TryGetValue(key.Sort, out var row) ? row.Version : 0;

    /// <summary>Reads a charter's records; null if no grant was ever put.</summary>
    public static async Task<GuestReading?> Load(IRecords records, BookingId id, CancellationToken stop)
    {
        var rows = await records.Whole(GuestRows.Partition(id), stop, most: MostRows);
        var all = rows.ToDictionary(row => row.Key.Sort, StringComparer.Ordinal);
        return GuestRows.ReadGrant(all.GetValueOrDefault(GrantSort)) is { } grant
            ? new GuestReading(grant, all)
            : null;
    }

    private IEnumerable<T> All<T>(string prefix)
        where T : class => Rows.Values
        .Where(row => row.Key.Sort.StartsWith(prefix, StringComparison.Ordinal))
        .Select(row => GuestRows.Read<T>(row)!);

    private WaiverMark[] Marks() => [.. Waivers.Where(waiver => waiver.Replaced is null)
        .Select(waiver => new WaiverMark(
            waiver.Id, waiver.Given.Passenger.Text, waiver.Given.Minor is not null, waiver.Signed,
            waiver.Expires, waiver.Given.Mail))];

    private long PapersVersion => Rows.Values
        .Where(row => row.Key.Sort.StartsWith(GuestRows.WaiverPrefix, StringComparison.Ordinal)
            || row.Key.Sort.StartsWith(GuestRows.PassengerPrefix, StringComparison.Ordinal))
        .Sum(row => row.Version) + Cleared.OfPapers;

    private Cleared Cleared => GuestRows.Read<Cleared>(Rows.GetValueOrDefault("cleared")) ?? Cleared.Nothing;
}
