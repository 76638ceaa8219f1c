using System.Text.Json.Serialization;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Finance.Entries;

/// <summary>
/// An entry as the calendar API replies it: for the owner's eyes, with its amounts in major units as text.
/// </summary>
public sealed record EntryReply(
    string Id, long Generation, long Version, string Type, string Vessel, string Start, string End, string Zone, string? Captain,
    IReadOnlyList<string> Crew, string? Location, string? Source, MoneyReply? Money)
{
    /// <summary>Of a desk-only entry.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    /// <summary>From which facts a booked entry was made; left out of a desk-only entry.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EntryCountersReply? Counters { get; init; }

    /// <summary>True for a tombstone, else left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Cancelled { get; init; }

    /// <summary>
    /// Bookings that stand where this entry now stands, after a change of a desk-only entry; else left out.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Conflicts { get; init; }

    /// <summary>The reply for an entry.</summary>
    public static EntryReply Of(Entry entry) => new(
        entry.Id, entry.Trip?.Generation ?? 0, entry.Version, EntryRows.TypeWords[(int)entry.Type], entry.Span.Vessel.Text,
        HouseJson.Text(entry.Span.Start), HouseJson.Text(entry.Span.End), entry.Span.Zone, entry.Crew?.Captain,
        entry.Crew?.Names ?? [], entry.Location, entry.Trip?.Source.Text, MoneyReply.Of(entry.Money))
    {
        Title = entry.Trip is null ? entry.Title : null,
        Counters = entry.Trip is null ? null : EntryCountersReply.Of(entry.Counters),
        Cancelled = !entry.Live,
    };

    /// <summary>The counters of a booked entry; null for a desk-only one.</summary>
    [JsonIgnore]
    public EntryCounters? Booked => Counters is { } made && BookingId.TryParse(Id, out var id)
        ? new EntryCounters(id, made.Generation, made.Event, made.Money, !Cancelled)
        : null;

    /// <summary>The entry as what blocks its vessel; null for a booked one.</summary>
    [JsonIgnore]
    public DeskEntry? DeskOnly => Counters is null
        ? new DeskEntry(
            Id, Type, Texts.Parse<VesselId>(Vessel), new HarbourTime(HouseJson.Time(Start), Zone),
            new HarbourTime(HouseJson.Time(End), Zone), !Cancelled, Version)
        : null;
}

/// <summary>The counters of a booked entry, each 0 where that half was never put.</summary>
/// <param name="Generation">Of the booking.</param>
/// <param name="Event">The version of the crew event.</param>
/// <param name="Money">Of price and ledger.</param>
public sealed record EntryCountersReply(long Generation, long Event, long Money)
{
    /// <summary>As replied.</summary>
    public static EntryCountersReply Of(EntryCounters counters) =>
        new(counters.Generation, counters.EventVersion, counters.AnnexVersion);
}

/// <summary>The settlement of a charter; <c>gross - lines = net</c>, before fuel.</summary>
public sealed record MoneyReply(string Currency, string Gross, IReadOnlyList<MoneyLine> Lines, string Net)
{
    /// <summary>The reply for an entry's half; null where there is none.</summary>
    public static MoneyReply? Of(MoneyHalf? half) =>
        half is null ? null : new MoneyReply(half.Currency.Text, half.Gross, half.Lines, half.Net);
}

/// <summary>A page of entries.</summary>
public sealed record EntryListReply(IReadOnlyList<EntryReply> Items, string? Next);

/// <summary>Every desk-only entry with its version, tombstones included.</summary>
public sealed record DeskMarksReply(IReadOnlyList<DeskEntryMark> Items, string? Next);

/// <summary>
/// How replies of the calendar API are written: every field always, but those that say otherwise.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EntryReply))]
[JsonSerializable(typeof(EntryListReply))]
[JsonSerializable(typeof(DeskMarksReply))]
public sealed partial class EntryReplyJson : JsonSerializerContext;
