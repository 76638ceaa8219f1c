using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests.Desk;

/// <summary>Everything the guest compartment holds of one charter, read at once.</summary>
/// <param name="Grant">Who may give what, and when.</param>
/// <param name="Rows">Every record, by sort key.</param>
internal sealed record GuestReading(PageGrant Grant, IReadOnlyDictionary<string, StoredRecord> Rows)
{
    private const int MostRows = 20_000;

    /// <summary>What the office is told.</summary>
    public GuestSummary Summary => new(
        Grant.Booking, Rows.Values.Sum(row => row.Version) + Cleared.Versions, PapersVersion, [], [],
        Photos.Tally);

    /// <summary>Its photos.</summary>
    public PhotoReading Photos => field ??= PhotoReading.Of(Rows.Values);

    /// <summary>The version of a record; 0 if there is none.</summary>
    public long Version(RecordKey key) => Rows.TryGetValue(key.Sort, out var row) ? row.Version : 0;

    /// <summary>Reads a charter's records; null if no grant was ever put.</summary>
    public static async Task<GuestReading?> Load(IRecords records, BookingId id, CancellationToken stop)
    {
        var rows = await records.Whole(GuestRows.Partition(id), stop, most: MostRows);
        var all = rows.ToDictionary(row => row.Key.Sort, StringComparer.Ordinal);
        return GuestRows.ReadGrant(all.GetValueOrDefault("grant")) is { } grant ? new GuestReading(grant, all)
            : null;
    }

    private long PapersVersion => Rows.Values
        .Where(row => row.Key.Sort.StartsWith(GuestRows.WaiverPrefix, StringComparison.Ordinal)
            || row.Key.Sort.StartsWith(GuestRows.PassengerPrefix, StringComparison.Ordinal))
        .Sum(row => row.Version) + Cleared.OfPapers;

    private Cleared Cleared => GuestRows.Read<Cleared>(Rows.GetValueOrDefault("cleared")) ?? Cleared.Nothing;
}
