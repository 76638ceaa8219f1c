using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Bookings;

/// <summary>
/// Everything the office holds about one booking, read at once, with the versions that the next commit
/// expects.
/// </summary>
public sealed record BookingFile(Booking Booking, IReadOnlyDictionary<string, StoredRecord> Records)
{
    /// <summary>Whether surfaces lag.</summary>
    public Work Work { get; private init; } = Work.None;

    /// <summary>What was done.</summary>
    public Effects Effects { get; private init; } = Effects.None;

    /// <summary>What was published.</summary>
    public PageRow? Page { get; private init; }

    /// <summary>Salt and notes.</summary>
    public PrivateRow? Private { get; private init; }

    /// <summary>What the guest was last told.</summary>
    public ToldRow? Told { get; private init; }

    /// <summary>The annex's one word.</summary>
    public Clearance Clearance { get; private init; } = Clearance.None;

    /// <summary>Its notices, by name.</summary>
    public IReadOnlyList<Notice> Notices { get; private init; } = [];

    /// <summary>The version of one of its records; 0 if there is none.</summary>
    public long Version(RecordKey key) => Records.TryGetValue(key.Sort, out var record) ? record.Version : 0;

    /// <summary>The file as it would be with these effects.</summary>
    public BookingFile WithEffects(Effects effects) => this with { Effects = effects };

    /// <summary>Reads the whole file, or null if there is no such booking.</summary>
    public static async Task<BookingFile?> Load(IRecords office, BookingId id, CancellationToken stop) =>
        Of(await office.Whole(OfficeRows.Partition(id), stop, most: int.MaxValue));

    /// <summary>The file from all records of the booking's partition; null if there is no booking.</summary>
    public static BookingFile? Of(IReadOnlyList<StoredRecord> all)
    {
        var rows = all.ToDictionary(row => row.Key.Sort);
        var booking = OfficeRows.Read<Booking>(rows.GetValueOrDefault("booking"));
        if (booking is null) return null;
        return new BookingFile(booking, rows)
        {
            Work = OfficeRows.Read<Work>(rows.GetValueOrDefault("work")) ?? Work.None,
            Effects = OfficeRows.Read<Effects>(rows.GetValueOrDefault("effects")) ?? Effects.None,
            Page = OfficeRows.Read<PageRow>(rows.GetValueOrDefault("page")),
            Private = OfficeRows.Read<PrivateRow>(rows.GetValueOrDefault("private")),
            Told = OfficeRows.Read<ToldRow>(rows.GetValueOrDefault("told#guest")),
            Clearance = Clearance.Read(rows.GetValueOrDefault("clearance")),
            Notices = [.. rows.Values.Where(row => row.Key.Sort.StartsWith(NoticeRows.Prefix, StringComparison.Ordinal))
                .OrderBy(row => row.Key.Sort, StringComparer.Ordinal).Select(NoticeRows.Read)],
        };
    }
}
