using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Outside.Records;

namespace Purser.Host.Doors.Keys;

/// <summary>A key as it is kept: never the key itself.</summary>
/// <param name="Id">Names it in lists and when it is retired.</param>
/// <param name="Scope">The word of its scope.</param>
/// <param name="Hash">Lower-case hex SHA-256 of the key's text.</param>
/// <param name="Made">When.</param>
/// <param name="Retires">From then on it opens nothing; null: it stands.</param>
public sealed record StoredKey(string Id, string Scope, string Hash, Instant Made, Instant? Retires = null)
{
    /// <summary>The partition of keys in each compartment.</summary>
    public const string Partition = "keys";

    /// <summary>Where it is kept.</summary>
    [JsonIgnore]
    public RecordKey Key => new(Partition, "key#" + Id);

    /// <summary>True while it opens its scope.</summary>
    public bool Stands(Instant now) => Retires is null || Retires > now;

    /// <summary>Reads a record.</summary>
    public static StoredKey Read(StoredRecord record) =>
        JsonSerializer.Deserialize(record.Body.Span, KeyJson.Default.StoredKey)
        ?? throw new BugException($"no key in {record.Key}");

    /// <summary>The change that writes it.</summary>
    public RecordChange Write(long expected) =>
        RecordChange.Put(Key, expected, JsonSerializer.SerializeToUtf8Bytes(this, KeyJson.Default.StoredKey));
}

/// <summary>A key just made: the only moment at which its text is known.</summary>
public sealed record NewKey(string Scope, string Id, string Key, string Hash);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(HouseJson.InstantConverter)])]
[JsonSerializable(typeof(StoredKey))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(KeyTurnReply))]
[JsonSerializable(typeof(RetiredKeys))]
internal sealed partial class KeyJson : JsonSerializerContext;

internal sealed record KeyList(IReadOnlyList<StoredKey> Items, string? Next = null);

/// <summary>Keys that open nothing any more.</summary>
internal sealed record RetiredKeys(string Scope, IReadOnlyList<string> Retired);
