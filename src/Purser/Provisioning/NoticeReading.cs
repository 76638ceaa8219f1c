using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>Reads what waits in an outbox.</summary>
public static class NoticeReading
{
    /// <summary>
    /// The newest drafts of an outbox. The index may lag: what is a draft no more is left out.
    /// </summary>
    /// <param name="outbox">Whose.</param>
    /// <param name="most">About so many.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<IReadOnlyList<StoredRecord>> Drafts(
        IRecords outbox, int most, CancellationToken stop)
    {
        var all = new List<StoredRecord>();
        string? cursor = null;
        do
        {
            var page = await outbox.RangeIndex(
                new RangeQuery(NoticeRows.DraftIndex, Most: 100, Cursor: cursor, Descending: true), stop);
            all.AddRange(page.Items.Where(row => NoticeRows.Read(row).State == NoticeState.Draft));
            cursor = page.Next;
        }
        while (cursor is not null && all.Count < most);
        return all;
    }
}
