using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Fleet;
using Purser.Outside.Records;

namespace Purser.Bookings;

/// <summary>Where the office's records lie, and their JSON.</summary>
public static class OfficeRows
{
    /// <summary>The sort key of what a unique row claims.</summary>
    private const string Claim = "claim";

    /// <summary>Everything about one booking.</summary>
    public static string Partition(BookingId id) => $"booking#{id}";

    /// <summary>The booking's owned facts.</summary>
    public static RecordKey Booking(BookingId id) => new(Partition(id), "booking");

    /// <summary>Salt and office notes.</summary>
    public static RecordKey Private(BookingId id) => new(Partition(id), "private");

    /// <summary>Whether its surfaces lag.</summary>
    public static RecordKey Work(BookingId id) => new(Partition(id), "work");

    /// <summary>What was done.</summary>
    public static RecordKey Effects(BookingId id) => new(Partition(id), "effects");

    /// <summary>What was published.</summary>
    public static RecordKey Page(BookingId id) => new(Partition(id), "page");

    /// <summary>What the guest was last told.</summary>
    public static RecordKey Told(BookingId id) => new(Partition(id), "told#guest");

    /// <summary>The sort key of <see cref="PhotosTold"/>.</summary>
    public const string PhotosToldSort = "told#photos";

    /// <summary>Of which waiting photos the owner was told.</summary>
    public static RecordKey PhotosTold(BookingId id) => new(Partition(id), PhotosToldSort);

    /// <summary>What was erased, and whether all of it is; holds nothing of the person.</summary>
    public static RecordKey Erasure(BookingId id) => new(Partition(id), "erasure");

    /// <summary>What the daily clearing has done.</summary>
    public static readonly RecordKey Retention = new("settings", "retention");

    /// <summary>The claim on a channel's reference.</summary>
    public static RecordKey Reference(ChannelId channel, ChannelReference reference) =>
        new($"reference#{channel}#{reference}", Claim);

    /// <summary>What the source last said.</summary>
    public static RecordKey Sighting(ChannelId channel, ChannelReference reference) =>
        new($"reference#{channel}#{reference}", "sighting");

    /// <summary>The claim on a slug or alias; never given up.</summary>
    public static RecordKey Slug(Slug slug) => new($"slug#{slug}", Claim);

    /// <summary>
    /// The claim on an idempotency key, which a caller may make as long as a header is: its hash stands for
    /// it.
    /// </summary>
    public static RecordKey Idempotency(string key) =>
        new($"idempotency#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}", Claim);

    /// <summary>One harbour day of a vessel.</summary>
    public static RecordKey Day(VesselId vessel, LocalDate date) => new($"vessel#{vessel}", $"day#{date:uuuu'-'MM'-'dd}");

    /// <summary>A vessel's rules.</summary>
    public static RecordKey Rules(VesselId vessel) => new($"vessel#{vessel}", "rules");

    /// <summary>What a desk-only entry takes.</summary>
    public static RecordKey DeskEntry(string id) => new($"desk-entry#{id}", Claim);

    /// <summary>The epoch of the compartment.</summary>
    public static readonly RecordKey Epoch = new("settings", "epoch");

    /// <summary>The partition of everything that a person must look at.</summary>
    public const string ReviewPartition = "review";

    /// <summary>An item of the review list.</summary>
    public static RecordKey Review(string id) => new(ReviewPartition, id);

    /// <summary>The index by which bookings are listed: one partition a month of departure.</summary>
    public static IndexKey Listed(Booking booking) =>
        new($"bookings#{booking.Trip.Start:uuuu'-'MM}", $"{HouseJson.Text(booking.Trip.Start)}#{booking.Id}");

    /// <summary>Bytes of a body.</summary>
    public static ReadOnlyMemory<byte> Body<T>(T value)
        where T : class =>
        JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), OfficeJson.Default);

    /// <summary>The value of a record, or null where there is none.</summary>
    public static T? Read<T>(StoredRecord? record)
        where T : class =>
        record is null ? null : (T?)JsonSerializer.Deserialize(record.Body.Span, typeof(T), OfficeJson.Default);
}

/// <summary>What a unique row claims, and for whom.</summary>
public sealed record Claimed(BookingId Booking);

/// <summary>What an idempotency key stands for.</summary>
/// <param name="Booking">The booking that its request made or met.</param>
/// <param name="BodyHash">Of that request.</param>
/// <param name="Created">True if the booking was new.</param>
public sealed record IdempotencyClaim(BookingId Booking, string BodyHash, bool Created);

/// <summary>What only the office may see, besides the annex's facts.</summary>
/// <param name="Salt">16 random bytes; a new salt revokes the guest's link.</param>
/// <param name="OfficeNotes">Free text; never projected.</param>
/// <param name="DayNote">What the office says to guests about the day: everybody may read it.</param>
public sealed record PrivateRow(byte[] Salt, string? OfficeNotes = null, string? DayNote = null);

/// <summary>What the guest was last told.</summary>
/// <param name="Fingerprint">Of the facts told.</param>
/// <param name="Generation">Of the booking then.</param>
/// <param name="Facts">The facts themselves as JSON, to say what has changed since.</param>
public sealed record ToldRow(string Fingerprint, long Generation, string Facts);

/// <summary>Of which waiting photos the owner was told.</summary>
/// <param name="LastWaiting">When the last of them came.</param>
public sealed record ToldPhotos(Instant LastWaiting);

/// <summary>The counter epoch of a compartment.</summary>
public sealed record EpochRow(long Epoch);

/// <summary>The span that a desk-only entry takes.</summary>
public sealed record DeskEntrySpan(VesselId Vessel, Instant Start, Instant End, string Zone, bool Live, long Version);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [
        typeof(HouseJson.InstantConverter), typeof(HouseJson.LocalDateTimeConverter), typeof(HouseJson.LocalDateConverter),
        typeof(HouseJson.LocalTimeConverter),
    ])]
[JsonSerializable(typeof(Booking))]
[JsonSerializable(typeof(Sighting))]
[JsonSerializable(typeof(Work))]
[JsonSerializable(typeof(Effects))]
[JsonSerializable(typeof(PageRow))]
[JsonSerializable(typeof(PrivateRow))]
[JsonSerializable(typeof(ToldRow))]
[JsonSerializable(typeof(ToldPhotos))]
[JsonSerializable(typeof(EpochRow))]
[JsonSerializable(typeof(Claimed))]
[JsonSerializable(typeof(IdempotencyClaim))]
[JsonSerializable(typeof(VesselDay))]
[JsonSerializable(typeof(VesselRules))]
[JsonSerializable(typeof(ReviewItem))]
[JsonSerializable(typeof(DeskEntrySpan))]
[JsonSerializable(typeof(ErasureReceipt))]
[JsonSerializable(typeof(RetentionRow))]
internal sealed partial class OfficeJson : JsonSerializerContext;
