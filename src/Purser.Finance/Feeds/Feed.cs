using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Fleet;
using Purser.Outside.Records;

namespace Purser.Finance.Feeds;

/// <summary>
/// One address at which a calendar can be subscribed to. Of the address only its hash is kept.
/// </summary>
/// <param name="Id">Names it in lists and when it is revoked.</param>
/// <param name="Kind">What it shows.</param>
/// <param name="Vessel">Of one vessel only; null for all.</param>
/// <param name="Made">When.</param>
/// <param name="Revoked">Since when it opens nothing, or null.</param>
public sealed record Feed(string Id, FeedKind Kind, VesselId? Vessel, Instant Made, Instant? Revoked = null)
{
    /// <summary>The partition of all feeds in the calendar compartment.</summary>
    internal const string Partition = "feeds";

    internal static RecordKey Key(string secret) =>
        new(Partition, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))));

    internal static Feed FromRecord(StoredRecord record) =>
        JsonSerializer.Deserialize(record.Body.Span, FinanceJson.Default.Feed) ?? throw new BugException($"no feed in {record.Key}");

    internal RecordChange Write(RecordKey key, long expected) =>
        RecordChange.Put(key, expected, JsonSerializer.SerializeToUtf8Bytes(this, FinanceJson.Default.Feed));
}

/// <summary>What a feed shows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FeedKind>))]
public enum FeedKind
{
    /// <summary>A vessel's busy times and nothing else, for marketplaces.</summary>
    [JsonStringEnumMemberName("vessel")]
    Vessel,

    /// <summary>Every entry with its title, for the owner.</summary>
    [JsonStringEnumMemberName("owner")]
    Owner,
}

/// <summary>A new feed. The secret is here and nowhere else.</summary>
public sealed record NewFeed(Feed Feed, string Secret)
{
    /// <summary>Its address on the office site.</summary>
    public string Path => $"/feeds/{Secret}.ics";
}
