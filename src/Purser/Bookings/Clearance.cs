using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Outside.Records;

namespace Purser.Bookings;

/// <summary>
/// The annex's one word for the house: how far a charter is paid. Written by the annex, beside its own rows.
/// </summary>
/// <param name="Word">Null while the annex has said nothing.</param>
/// <param name="Version">The counter of the annex's facts.</param>
public sealed record Clearance(PaymentWord? Word, long Version)
{
    /// <summary>Nothing said.</summary>
    public static readonly Clearance None = new(null, 0);

    /// <summary>Where it lies, in the office compartment.</summary>
    public static RecordKey Key(BookingId id) => new(OfficeRows.Partition(id), "clearance");

    /// <summary>Its bytes.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Body => JsonSerializer.SerializeToUtf8Bytes(this, ClearanceJson.Default.Clearance);

    /// <summary>Reads its record; <see cref="None"/> where there is none.</summary>
    public static Clearance Read(StoredRecord? record) =>
        record is null ? None : JsonSerializer.Deserialize(record.Body.Span, ClearanceJson.Default.Clearance) ?? None;

    /// <summary>Writes the record over its version (0 = none yet).</summary>
    public static RecordChange Write(BookingId id, Clearance clearance, long expected) =>
        RecordChange.Put(Key(id), expected, clearance.Body);
}

/// <summary>How far a charter is paid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentWord>))]
public enum PaymentWord
{
    /// <summary>Nothing received.</summary>
    [JsonStringEnumMemberName("tentative")]
    Tentative,

    /// <summary>A part received.</summary>
    [JsonStringEnumMemberName("deposit_received")]
    DepositReceived,

    /// <summary>All received.</summary>
    [JsonStringEnumMemberName("paid_in_full")]
    PaidInFull,

    /// <summary>More received than is owed.</summary>
    [JsonStringEnumMemberName("refund_due")]
    RefundDue,

    /// <summary>Given back.</summary>
    [JsonStringEnumMemberName("refunded")]
    Refunded,
}

/// <summary>The words as they travel.</summary>
public static class PaymentWords
{
    extension(PaymentWord word)
    {
        /// <summary>For example <c>paid_in_full</c>.</summary>
        public string Text => word switch
        {
            PaymentWord.Tentative => "tentative",
            PaymentWord.DepositReceived => "deposit_received",
            PaymentWord.PaidInFull => "paid_in_full",
            PaymentWord.RefundDue => "refund_due",
            PaymentWord.Refunded => "refunded",
            _ => throw new BugException("an unknown word"),
        };
    }

    /// <summary>The word as it travels, or null if it is none of them.</summary>
    public static PaymentWord? Parse(string text)
    {
        foreach (var word in Enum.GetValues<PaymentWord>())
        {
            if (word.Text == text) return word;
        }

        return null;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Clearance))]
internal sealed partial class ClearanceJson : JsonSerializerContext;
