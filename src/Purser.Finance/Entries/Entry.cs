using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Finance.Entries;

/// <summary>
/// One entry of the internal calendar: the financial record of a charter, or a desk-only entry that blocks a
/// vessel.
/// </summary>
/// <param name="Id">The booking's id, or the caller's id of a desk-only entry: 1 to 60 of
/// <c>[a-z0-9-]</c>.</param>
/// <param name="Version">Raised by every write.</param>
/// <param name="Type">Charter for a booking.</param>
/// <param name="Live">False: a tombstone.</param>
/// <param name="Title">For the owner's eyes.</param>
/// <param name="Span">Vessel and times.</param>
/// <param name="Location">The dock, or null.</param>
/// <param name="Changed">When it was last written.</param>
/// <param name="Trip">The booked half; null for a desk-only entry.</param>
/// <param name="Crew">The crew half; null until put.</param>
/// <param name="Money">The annex's half; null until put.</param>
public sealed record Entry(
    string Id, long Version, EntryType Type, bool Live, string? Title, EntrySpan Span, string? Location, Instant Changed,
    TripHalf? Trip = null, CrewHalf? Crew = null, MoneyHalf? Money = null)
{
    /// <summary>The counters of a booked entry.</summary>
    [JsonIgnore]
    public EntryCounters Counters => new(
        Texts.Parse<BookingId>(Id), Trip?.Generation ?? 0, Crew?.EventVersion ?? 0, Money?.MoneyVersion ?? 0, Live);
}

/// <summary>Vessel and times of an entry, in the time of the vessel's harbour.</summary>
/// <param name="Vessel">Which vessel.</param>
/// <param name="Start">To the minute.</param>
/// <param name="End">To the minute, exclusive.</param>
/// <param name="Zone">IANA id.</param>
public sealed record EntrySpan(VesselId Vessel, LocalDateTime Start, LocalDateTime End, string Zone)
{
    /// <summary>The start as a harbour time.</summary>
    [JsonIgnore]
    public HarbourTime From => new(Start, Zone);

    /// <summary>The end as a harbour time.</summary>
    [JsonIgnore]
    public HarbourTime To => new(End, Zone);

    /// <summary>
    /// True if any part of it lies within the harbour dates, <paramref name="to"/> exclusive.
    /// </summary>
    public bool Touches(LocalDate from, LocalDate to) => Start < to.AtMidnight() && End > from.AtMidnight();
}

/// <summary>The booked half: owned by the booking.</summary>
/// <param name="Generation">Of the booking.</param>
/// <param name="Source">The channel.</param>
/// <param name="Reference">The channel's name for it.</param>
/// <param name="Roles">Who is needed aboard.</param>
public sealed record TripHalf(long Generation, ChannelId Source, ChannelReference Reference, IReadOnlyList<CrewRole> Roles);

/// <summary>The crew half: owned by the crew event.</summary>
/// <param name="EventVersion">Of the event.</param>
/// <param name="Captain">Who has said yes, or null.</param>
/// <param name="Names">Everybody who has said yes.</param>
public sealed record CrewHalf(long EventVersion, string? Captain, IReadOnlyList<string> Names);

/// <summary>The annex's half: what the charter brings and costs.</summary>
/// <param name="MoneyVersion">Of price and ledger.</param>
/// <param name="Generation">Of the trip it was computed for.</param>
/// <param name="RatesVersion">Of the rates it was computed with.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="Gross">Major units, as every amount here.</param>
/// <param name="Lines">The costs.</param>
/// <param name="Net">Gross less lines.</param>
public sealed record MoneyHalf(
    long MoneyVersion, long Generation, long RatesVersion, Currency Currency, string Gross, IReadOnlyList<MoneyLine> Lines,
    string Net);

/// <summary>One cost: kind, amount in major units, and the rule it came from.</summary>
public sealed record MoneyLine(string Kind, string Amount, string Rule);

/// <summary>What an entry is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EntryType>))]
public enum EntryType
{
    /// <summary>A booking sails.</summary>
    [JsonStringEnumMemberName("charter")]
    Charter,

    /// <summary>The vessel is kept free for something.</summary>
    [JsonStringEnumMemberName("hold")]
    Hold,

    /// <summary>The vessel is being worked on.</summary>
    [JsonStringEnumMemberName("maintenance")]
    Maintenance,

    /// <summary>The owner sails.</summary>
    [JsonStringEnumMemberName("private")]
    Private,
}

/// <summary>Where entries lie in the calendar compartment.</summary>
public static class EntryRows
{
    /// <summary>No entry is longer, so that a list need look back only so far.</summary>
    public const int MostDays = 31;

    /// <summary>The words of the types, in the order of the enumeration.</summary>
    public static readonly IReadOnlyList<string> TypeWords = ["charter", "hold", "maintenance", "private"];

    /// <summary>The place of an entry.</summary>
    public static RecordKey Key(string id) => new($"entry#{id}", "entry");

    /// <summary>The index partition of entries that start in a month.</summary>
    public static string Month(YearMonth month) => $"entries#{month.Year:D4}-{month.Month:D2}";

    /// <summary>The place in the index: by start, then id.</summary>
    public static string Sort(Entry entry) => $"{HouseJson.Text(entry.Span.Start)}#{entry.Id}";

    /// <summary>Reads the record, null if there is none.</summary>
    public static Entry? Read(StoredRecord? record) => record is null
        ? null
        : JsonSerializer.Deserialize(record.Body.Span, FinanceJson.Default.Entry)
            ?? throw new BugException($"no entry in {record.Key}");

    /// <summary>Writes the record over its version (0 = none yet).</summary>
    public static RecordChange Write(Entry entry, long expected) => RecordChange.Put(
        Key(entry.Id), expected, JsonSerializer.SerializeToUtf8Bytes(entry, FinanceJson.Default.Entry),
        new IndexKey(Month(entry.Span.Start.Date.ToYearMonth()), Sort(entry)));
}
