using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Outside.Records;

namespace Purser.Outside.Outbox;

/// <summary>
/// Where notices lie: beside the record of their subject, and in an index by due time while they wait for
/// their sending, in another while they wait for a person.
/// </summary>
public static class NoticeRows
{
    /// <summary>The index partition of notices that still wait.</summary>
    public const string DueIndex = "notices-due";

    /// <summary>The index partition of notices that a person has to send by hand.</summary>
    public const string DraftIndex = "notices-draft";

    /// <summary>Sort keys of notices start so.</summary>
    public const string Prefix = "notice#";

    /// <summary>The end of the range of notices in a partition.</summary>
    public const string PrefixEnd = "notice$";

    /// <summary>Queues a notice that must not exist yet.</summary>
    public static RecordChange Queue(string partition, Notice notice) => Write(partition, notice, 0);

    /// <summary>Writes a notice over its version.</summary>
    public static RecordChange Write(string partition, Notice notice, long expected)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(notice, OutboxJson.Default.Notice);
        return RecordChange.Put(new RecordKey(partition, Prefix + notice.Key.Name), expected, body, Index(notice));
    }

    /// <summary>Reads a notice's record.</summary>
    public static Notice Read(StoredRecord record) =>
        JsonSerializer.Deserialize(record.Body.Span, OutboxJson.Default.Notice)
        ?? throw new BugException($"no notice in {record.Key}");

    /// <summary>An instant as text that sorts by time, to the millisecond.</summary>
    public static string Sortable(Instant instant) =>
        NodaTime.Text.InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'").Format(instant);

    private static IndexKey? Index(Notice notice) => notice.State switch
    {
        NoticeState.Queued or NoticeState.Sending or NoticeState.Unsure => new IndexKey(DueIndex, $"{Sortable(notice.Due)}#{notice.Key.Name}"),
        NoticeState.Draft => new IndexKey(DraftIndex, $"{Sortable(notice.Due)}#{notice.Key.Name}"),
        _ => null,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(HouseJson.InstantConverter)])]
[JsonSerializable(typeof(Notice))]
internal sealed partial class OutboxJson : JsonSerializerContext;
