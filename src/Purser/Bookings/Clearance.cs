using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Outside.Records;

namespace Purser.Bookings;

/// <summary>Whether a charter may depart, in one word: all that the house ever reads of how it is paid.</summary>
/// <param name="Word">The word.</param>
/// <param name="Version">The counter of the annex's facts from which the word was made.</param>
public sealed record Clearance(PaymentWord Word, long Version)
{
    /// <summary>Where the word of a booking lies, in the office compartment.</summary>
    public static RecordKey Key(BookingId id) => new($"booking#{id}", "clearance");

    /// <summary>Reads the record, null if there is none: nothing was ever agreed.</summary>
    public static Clearance? Read(StoredRecord? record) => record is null
        ? null
        : JsonSerializer.Deserialize(record.Body.Span, ClearanceJson.Default.Clearance)
            ?? throw new BugException($"no clearance in {record.Key}");

    /// <summary>Writes the record over its version (0 = none yet).</summary>
    public static RecordChange Write(BookingId id, Clearance clearance, long expected) =>
        RecordChange.Put(Key(id), expected, JsonSerializer.SerializeToUtf8Bytes(clearance, ClearanceJson.Default.Clearance));
}

/// <summary>The words of a clearance, as crew and pages show them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentWord>))]
public enum PaymentWord
{
    /// <summary>Nothing has come in.</summary>
    [JsonStringEnumMemberName("tentative")]
    Tentative,

    /// <summary>A part has come in.</summary>
    [JsonStringEnumMemberName("deposit_received")]
    DepositReceived,

    /// <summary>All has come in: it may depart.</summary>
    [JsonStringEnumMemberName("paid_in_full")]
    PaidInFull,

    /// <summary>More has come in than is owed.</summary>
    [JsonStringEnumMemberName("refund_due")]
    RefundDue,

    /// <summary>What had come in has gone back.</summary>
    [JsonStringEnumMemberName("refunded")]
    Refunded,
}

/// <summary>The text of the words.</summary>
public static class PaymentWords
{
    extension(PaymentWord word)
    {
        /// <summary>As in JSON: <c>paid_in_full</c>.</summary>
        public string Text => word switch
        {
            PaymentWord.Tentative => "tentative",
            PaymentWord.DepositReceived => "deposit_received",
            PaymentWord.PaidInFull => "paid_in_full",
            PaymentWord.RefundDue => "refund_due",
            PaymentWord.Refunded => "refunded",
            _ => throw new BugException("an unknown payment word"),
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Clearance))]
internal sealed partial class ClearanceJson : JsonSerializerContext;
