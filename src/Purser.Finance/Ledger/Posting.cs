using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Bookings;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Finance.Ledger;

/// <summary>
/// One row of a booking's ledger. Rows are appended and never changed; a mistake is put right by a further
/// row.
/// </summary>
/// <param name="Id">The reporter's own name for it, of <c>[a-z0-9-]</c>; the same again is written
/// once.</param>
/// <param name="At">When it happened.</param>
/// <param name="Type">What happened.</param>
/// <param name="Method">By which way.</param>
/// <param name="ReportedBy">A person or a channel; at most 100 characters.</param>
/// <param name="Amount">Major units, above zero except for a payout of nothing.</param>
/// <param name="Currency">Of the books.</param>
public sealed record Posting(
    string Id, Instant At, PostingType Type, PaymentMethod Method, string ReportedBy, string Amount, Currency Currency)
{
    /// <summary>The amount.</summary>
    [JsonIgnore]
    public Money Money => Money.Stored(Amount, Currency);
}

/// <summary>What a posting says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PostingType>))]
public enum PostingType
{
    /// <summary>The guest paid.</summary>
    [JsonStringEnumMemberName("payment")]
    Payment,

    /// <summary>Something went back to the guest.</summary>
    [JsonStringEnumMemberName("refund")]
    Refund,

    /// <summary>The channel will pay out so much; a later row of this type replaces an earlier one.</summary>
    [JsonStringEnumMemberName("payout-expected")]
    PayoutExpected,
}

/// <summary>By which way it was paid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentMethod>))]
public enum PaymentMethod
{
    /// <summary>Card.</summary>
    [JsonStringEnumMemberName("card")]
    Card,

    /// <summary>Zelle.</summary>
    [JsonStringEnumMemberName("zelle")]
    Zelle,

    /// <summary>Venmo.</summary>
    [JsonStringEnumMemberName("venmo")]
    Venmo,

    /// <summary>PayPal.</summary>
    [JsonStringEnumMemberName("paypal")]
    PayPal,

    /// <summary>Cash.</summary>
    [JsonStringEnumMemberName("cash")]
    Cash,

    /// <summary>A paper check.</summary>
    [JsonStringEnumMemberName("check")]
    Check,

    /// <summary>Through the channel that sold the charter.</summary>
    [JsonStringEnumMemberName("channel")]
    Channel,
}

/// <summary>Where postings lie: beside their booking, in the order of their time.</summary>
public static class PostingRows
{
    /// <summary>Sort keys of postings start so.</summary>
    public const string Prefix = "posting#";

    /// <summary>The end of their range.</summary>
    public const string PrefixEnd = "posting$";

    /// <summary>The place of a posting.</summary>
    public static RecordKey Key(BookingId id, Posting posting) =>
        new($"booking#{id}", $"{Prefix}{NoticeRows.Sortable(posting.At)}#{posting.Id}");

    /// <summary>Appends a posting that must not exist yet.</summary>
    public static RecordChange Write(BookingId id, Posting posting) => RecordChange.Put(
        Key(id, posting), 0, JsonSerializer.SerializeToUtf8Bytes(posting, FinanceJson.Default.Posting));

    /// <summary>Reads a posting's record.</summary>
    public static Posting Read(StoredRecord record) =>
        JsonSerializer.Deserialize(record.Body.Span, FinanceJson.Default.Posting)
        ?? throw new BugException($"no posting in {record.Key}");
}
