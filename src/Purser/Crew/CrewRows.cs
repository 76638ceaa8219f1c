using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Crew;

/// <summary>Where the crew desk's records lie, and their form.</summary>
public static class CrewRows
{
    /// <summary>The partition of the people.</summary>
    public const string RosterPartition = "roster";

    /// <summary>The record of the event itself, in the event's partition.</summary>
    public const string EventSort = "event";

    internal const string AssignmentPrefix = "assignment#";
    internal const string ToldPrefix = "told#";
    private const string MemberPrefix = "member#";

    /// <summary>Everything of one event, its notices too.</summary>
    public static string EventPartition(EventId id) => $"event#{id}";

    /// <summary>The notices to one person that are about no event.</summary>
    public static string PersonPartition(MemberId id) => $"person#{id}";

    /// <summary>The index partition of all events, sorted by departure.</summary>
    public const string EventsIndex = "events";

    internal static RecordKey Event(EventId id) => new(EventPartition(id), EventSort);

    internal static RecordKey Assignment(EventId id, Assignment item) =>
        new(EventPartition(id), $"{AssignmentPrefix}{item.Role.Key}#{item.Member}");

    internal static RecordKey Told(EventId id, MemberId member) => new(EventPartition(id), $"{ToldPrefix}{member}");

    internal static RecordKey Member(MemberId id) => new(RosterPartition, $"{MemberPrefix}{id}");

    internal static RecordChange Put(CrewEvent value, long expected) => RecordChange.Put(
        Event(value.Id), expected, JsonSerializer.SerializeToUtf8Bytes(value, CrewJson.Default.CrewEvent), Index(value));

    internal static RecordChange Put(EventId id, Assignment value, long expected) => RecordChange.Put(
        Assignment(id, value), expected, JsonSerializer.SerializeToUtf8Bytes(value, CrewJson.Default.Assignment));

    internal static RecordChange Put(EventId id, Told value, long expected) => RecordChange.Put(
        Told(id, value.Member), expected, JsonSerializer.SerializeToUtf8Bytes(value, CrewJson.Default.Told));

    internal static RecordChange Put(CrewMember value, long expected) => RecordChange.Put(
        Member(value.Id), expected, JsonSerializer.SerializeToUtf8Bytes(value, CrewJson.Default.CrewMember));

    internal static CrewEvent ReadEvent(StoredRecord record) => Read(record, CrewJson.Default.CrewEvent);

    internal static Assignment ReadAssignment(StoredRecord record) => Read(record, CrewJson.Default.Assignment);

    internal static Told ReadTold(StoredRecord record) => Read(record, CrewJson.Default.Told);

    internal static CrewMember ReadMember(StoredRecord record) => Read(record, CrewJson.Default.CrewMember);

    internal static string IndexSort(CrewEvent value) => $"{HouseJson.Text(value.Trip.Trip.Start)}#{value.Id}";

    private static IndexKey Index(CrewEvent value) =>
        new(EventsIndex, IndexSort(value));

    private static T Read<T>(StoredRecord record, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class =>
        JsonSerializer.Deserialize(record.Body.Span, type) ?? throw new BugException($"nothing in {record.Key}");
}

/// <summary>An event as it was read, with what is needed to write it back.</summary>
/// <param name="Sheet">Null: there is no such event yet.</param>
/// <param name="Versions">The version of every record of the event's partition, by sort key.</param>
/// <param name="Notices">The notices of the event.</param>
internal sealed record EventReading(
    EventSheet? Sheet, IReadOnlyDictionary<string, long> Versions, IReadOnlyList<Notice> Notices)
{
    public long VersionOf(RecordKey key) => Versions.GetValueOrDefault(key.Sort);

    public static async Task<EventReading> Load(IRecords records, EventId id, CancellationToken stop) =>
        Of(await records.Whole(CrewRows.EventPartition(id), stop, most: int.MaxValue));

    /// <summary>From all records of the event's partition.</summary>
    public static EventReading Of(IReadOnlyList<StoredRecord> rows)
    {
        CrewEvent? found = null;
        var assignments = new List<Assignment>();
        var told = new List<Told>();
        var notices = new List<Notice>();
        foreach (var row in rows)
        {
            if (row.Key.Sort == CrewRows.EventSort) found = CrewRows.ReadEvent(row);
            else if (row.Key.Sort.StartsWith(CrewRows.AssignmentPrefix, StringComparison.Ordinal))
                assignments.Add(CrewRows.ReadAssignment(row));
            else if (row.Key.Sort.StartsWith(CrewRows.ToldPrefix, StringComparison.Ordinal))
                told.Add(CrewRows.ReadTold(row));
            else if (row.Key.Sort.StartsWith(NoticeRows.Prefix, StringComparison.Ordinal))
                notices.Add(NoticeRows.Read(row));
        }

        return new EventReading(
            found is null ? null : new EventSheet(found, assignments, told),
            rows.ToDictionary(row => row.Key.Sort, row => row.Version, StringComparer.Ordinal), notices);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(HouseJson.InstantConverter), typeof(HouseJson.LocalDateConverter), typeof(HouseJson.LocalDateTimeConverter),
        typeof(HouseJson.LocalTimeConverter),
    ])]
[JsonSerializable(typeof(CrewEvent))]
[JsonSerializable(typeof(Assignment))]
[JsonSerializable(typeof(Told))]
[JsonSerializable(typeof(CrewMember))]
[JsonSerializable(typeof(TripHalf))]
[JsonSerializable(typeof(EpochBody))]
internal sealed partial class CrewJson : JsonSerializerContext;

/// <summary>The compartment's epoch, raised by a restore.</summary>
internal sealed record EpochBody(long Epoch)
{
    public static readonly RecordKey Key = new("settings", "epoch");

    public static async Task<long> Read(IRecords records, CancellationToken stop)
    {
        var row = await records.Get(Key, stop);
        return row is null ? 0 : JsonSerializer.Deserialize(row.Body.Span, CrewJson.Default.EpochBody)?.Epoch ?? 0;
    }
}
