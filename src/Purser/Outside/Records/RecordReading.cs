namespace Purser.Outside.Records;

/// <summary>Reading whole ranges.</summary>
public static class RecordReading
{
    /// <summary>
    /// Every record of a partition up to <paramref name="most"/>. A page is as large as stores take it:
    /// within one nothing is half committed.
    /// </summary>
    public static async Task<IReadOnlyList<StoredRecord>> Whole(
        this IRecords records, string partition, CancellationToken stop, string from = "", string? to = null, int most = 1000)
    {
        var all = new List<StoredRecord>();
        string? cursor = null;
        do
        {
            var query = new RangeQuery(partition, from, to, Math.Min(Limits.Page, most), cursor);
            var page = await records.Range(query, stop);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null && all.Count < most);
        return all;
    }
}
