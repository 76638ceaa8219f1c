using System.Text.Json;
using Purser.Outside.Records;

namespace Purser.Finance;

/// <summary>
/// The epoch of a compartment: set anew by every restore, so that what is made after it outranks all before.
/// </summary>
public static class Epochs
{
    /// <summary>Where it lies in its compartment.</summary>
    public static readonly RecordKey Key = new("settings", "epoch");

    /// <summary>The epoch; 0 where none was ever set.</summary>
    public static long Read(StoredRecord? record) => record is null
        ? 0
        : JsonSerializer.Deserialize(record.Body.Span, FinanceJson.Default.EpochRow)?.Epoch
            ?? throw new BugException($"no epoch in {record.Key}");
}

internal sealed record EpochRow(long Epoch);
