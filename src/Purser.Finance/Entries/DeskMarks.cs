using System.Text.Json;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Finance.Entries;

/// <summary>
/// A mark beside each desk-only entry, written in the same commit. All lie in one partition, so that whoever
/// follows the desk finds every one of them, wherever in time it was moved, without reading bookings'
/// entries.
/// </summary>
internal static class DeskMarks
{
    /// <summary>Of the calendar compartment.</summary>
    public const string Partition = "desk-entries";

    /// <summary>The place of an entry's mark.</summary>
    public static RecordKey Key(string id) => new(Partition, id);

    /// <summary>Writes the mark over its version (0 = none yet).</summary>
    public static RecordChange Write(Entry entry, long expected)
    {
        var mark = new DeskEntryMark(entry.Id, entry.Version);
        var body = JsonSerializer.SerializeToUtf8Bytes(mark, FinanceJson.Default.DeskEntryMark);
        return RecordChange.Put(Key(entry.Id), expected, body);
    }

    /// <summary>Reads a mark's record.</summary>
    public static DeskEntryMark Read(StoredRecord record) =>
        JsonSerializer.Deserialize(record.Body.Span, FinanceJson.Default.DeskEntryMark)
        ?? throw new BugException($"no mark in {record.Key}");
}
