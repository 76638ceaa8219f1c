namespace Purser.Outside.Records;

/// <summary>Reading whole ranges.</summary>
public static class RecordReading
{
    /// <summary>Every record of a partition, page after page, up to <paramref name="most"/>.</summary>
    public static async Task<IReadOnlyList<StoredRecord>> Whole(
        this IRecords records, string partition, CancellationToken stop, string from = "", string? to = null, int most = 1000)
    {
        var all = new List<StoredRecord>();
        string? cursor = null;
        do
        {
            var page = await records.Range(new RangeQuery(partition, from, to, Math.Min(100, most), cursor), stop);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null && all.Count < most);
        return all;
    }
}
