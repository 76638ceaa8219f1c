using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Bookings;
using Purser.Guests.Desk;
using Purser.Guests.Photos;
using Purser.Guests.Waivers;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Guests;

/// <summary>
/// Where the guest compartment's records lie. Everything about one charter is one partition, and only erasing
/// ever removes a record from it: so the sum of its records' versions rises with every change.
/// </summary>
public static class GuestRows
{
    /// <summary>The index partition of grants, by departure.</summary>
    public const string GrantIndex = "grants";

    /// <summary>Sort keys of photos start so.</summary>
    public const string PhotoPrefix = "photo#";

    /// <summary>Sort keys of waivers start so.</summary>
    public const string WaiverPrefix = "waiver#";

    /// <summary>Sort keys of passengers start so.</summary>
    public const string PassengerPrefix = "passenger#";

    /// <summary>Everything of one charter.</summary>
    public static string Partition(BookingId id) => $"page#{id}";

    /// <summary>Who may give what, and when.</summary>
    public static RecordKey Grant(BookingId id) => new(Partition(id), "grant");

    /// <summary>A signed waiver.</summary>
    public static RecordKey Waiver(BookingId id, string waiver) => new(Partition(id), WaiverPrefix + waiver);

    /// <summary>The exact text that waivers of any charter were signed on.</summary>
    public static RecordKey WaiverText(int version, string language, string hash) =>
        new("waiver-text", $"{version}#{language}#{hash}");

    /// <summary>Who comes aboard.</summary>
    public static RecordKey Passenger(BookingId id, PassengerName name) =>
        new(Partition(id), PassengerPrefix + name.Key);

    /// <summary>Written with every change of waivers and passengers.</summary>
    public static RecordKey Papers(BookingId id) => new(Partition(id), "papers");

    /// <summary>True for what <see cref="TokenMaking.Id"/> makes.</summary>
    public static bool IsId(string text) =>
        text.Length == 26 && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz234567");

    /// <summary>What was removed from a charter's records, so that their sum never falls.</summary>
    public static RecordKey Cleared(BookingId id) => new(Partition(id), "cleared");

    /// <summary>How often a charter's pages were opened, apart from its records: nobody follows it.</summary>
    public static string Visits(BookingId id) => $"visits#{id}";

    /// <summary>That a mail address, known by its hash, is not to be asked for anything.</summary>
    public static RecordKey Unsubscribed(string address) => new($"unsubscribed#{address}", "claim");

    /// <summary>Whose page an address is.</summary>
    public static RecordKey Slug(Slug slug) => new($"slug#{slug}", "claim");

    /// <summary>Where a grant is listed.</summary>
    public static IndexKey Listed(PageGrant grant) =>
        new(GrantIndex, $"{NoticeRows.Sortable(grant.Trip.Span.Start)}#{grant.Booking}");

    /// <summary>The grant of a record, or null where there is none.</summary>
    public static PageGrant? ReadGrant(StoredRecord? row) => Read<PageGrant>(row);

    /// <summary>Bytes of a body.</summary>
    public static ReadOnlyMemory<byte> Body<T>(T value)
        where T : class => JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), GuestJson.Default);

    /// <summary>The value of a record, or null where there is none.</summary>
    public static T? Read<T>(StoredRecord? row)
        where T : class =>
        row is null ? null : (T?)JsonSerializer.Deserialize(row.Body.Span, typeof(T), GuestJson.Default);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [
        typeof(HouseJson.InstantConverter), typeof(HouseJson.LocalDateTimeConverter),
            typeof(HouseJson.LocalDateConverter),
    ])]
[JsonSerializable(typeof(PageGrant))]
[JsonSerializable(typeof(Claimed))]
[JsonSerializable(typeof(Cleared))]
[JsonSerializable(typeof(VisitRow))]
[JsonSerializable(typeof(UnsubscribedRow))]
[JsonSerializable(typeof(Photo))]
[JsonSerializable(typeof(PhotoBatch))]
[JsonSerializable(typeof(PhotoReceipt))]
[JsonSerializable(typeof(PhotoShelf))]
[JsonSerializable(typeof(PhotoAsked))]
[JsonSerializable(typeof(WrongCodes))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(Waiver))]
[JsonSerializable(typeof(WaiverText))]
[JsonSerializable(typeof(Passenger))]
[JsonSerializable(typeof(PapersTurn))]
internal sealed partial class GuestJson : JsonSerializerContext;
