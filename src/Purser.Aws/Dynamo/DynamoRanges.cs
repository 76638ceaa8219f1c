using Amazon.DynamoDBv2.Model;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Aws.Dynamo;

/// <summary>
/// Reads ranges of one partition, of a table or of its index. A page of the port is as many pages of DynamoDB
/// as it takes to know whether anything follows. A page of a table that shows a part of a commit only is read
/// again.
/// </summary>
internal sealed class DynamoRanges(DynamoCalls calls)
{
    private const int MostTorn = 6;

    /// <summary>One page of a list that lies in one table or in several, which are merged.</summary>
    /// <param name="list">Names compartment and kind: a cursor of another list is refused.</param>
    /// <param name="tables">Where it lies.</param>
    /// <param name="index">Whether it is the index that is asked.</param>
    /// <param name="query">What for.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<RecordPage> Page(
        string list, IReadOnlyList<string> tables, bool index, RangeQuery query, CancellationToken stop)
    {
        Require.That(query.Most is > 0 and <= Limits.Page);
        var own = $"{list} {(query.Descending ? "down" : "up")} {query.Partition}";
        var after = Place.Open(query.Cursor, own, tables.Count);
        if (!after.All(place => place is null || Inside(place, index, query))) throw new CursorUnknown();
        if (query.To is { } to && ByteOrder.Instance.Compare(query.From, to) >= 0)
            return new RecordPage([], null);
        var found = await Task.WhenAll(
            tables.Select((table, i) => Read(table, index, query, after[i], stop)));
        var all = found.SelectMany((rows, table) => rows.Select(row => (Row: row, Table: table))).ToList();
        // Each table's rows are in order; a stable sort keeps those of equal places as the table gave them.
        if (tables.Count > 1)
            all = [.. query.Descending
                ? all.OrderByDescending(one => SortOf(one.Row, index), ByteOrder.Instance)
                : all.OrderBy(one => SortOf(one.Row, index), ByteOrder.Instance)];
        var page = all.Take(query.Most).ToList();
        foreach (var (row, table) in page) after[table] = new Place(SortOf(row, index), row.Key);
        return new RecordPage(
            [.. page.Select(one => one.Row)], all.Count > page.Count ? Place.Write(own, after) : null);
    }

    private async Task<List<StoredRecord>> Read(
        string table, bool index, RangeQuery query, Place? after, CancellationToken stop)
    {
        for (var tries = 0; ; tries++)
        {
            var items = await Items(table, index, query, after, stop);
            // What is still missing then was deleted since.
            var last = index || tries == MostTorn;
            if (last || !Together.IsTorn(items, Covered(items, query, after), calls.Now))
                return [.. items.Select(ItemLayout.Read)];
            await calls.Pause(tries, stop);
        }
    }

    /// <summary>At most one more than a page holds: then something follows.</summary>
    private async Task<List<Dictionary<string, AttributeValue>>> Items(
        string table, bool index, RangeQuery query, Place? after, CancellationToken stop)
    {
        var request = Request(table, index, query, after);
        var sort = index ? ItemLayout.IndexSort : ItemLayout.Sort;
        var items = new List<Dictionary<string, AttributeValue>>();
        do
        {
            request.Limit = query.Most + 1 - items.Count;
            var page = await calls.Ask(
                $"read {query.Partition}", table, client => client.QueryAsync(request, stop), stop);
            // BETWEEN has no end that is left out.
            items.AddRange((page.Items ?? []).Where(item => item[sort].S != query.To));
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 } && items.Count <= query.Most);
        return items;
    }

    /// <summary>Which sort keys would be among these items of a table if they were there.</summary>
    private static Func<string, bool> Covered(
        List<Dictionary<string, AttributeValue>> items, RangeQuery query, Place? after)
    {
        var order = ByteOrder.Instance;
        var sign = query.Descending ? -1 : 1;
        var last = items.Count > query.Most ? items[^1][ItemLayout.Sort].S : null;
        return sort => order.Compare(sort, query.From) >= 0
            && (query.To is null || order.Compare(sort, query.To) < 0)
            && (after is null || order.Compare(sort, after.Sort) * sign > 0)
            && (last is null || order.Compare(sort, last) * sign <= 0);
    }

    private static QueryRequest Request(string table, bool index, RangeQuery query, Place? after)
    {
        var values = new Dictionary<string, AttributeValue> { [":p"] = ItemLayout.Text(query.Partition) };
        if (query.From.Length > 0) values[":from"] = ItemLayout.Text(query.From);
        if (query.To is not null) values[":to"] = ItemLayout.Text(query.To);
        var between = (query.From.Length > 0, query.To is not null) switch
        {
            (false, false) => "",
            (false, true) => " AND #s < :to",
            (true, false) => " AND #s >= :from",
            (true, true) => " AND #s BETWEEN :from AND :to",
        };
        var names = new Dictionary<string, string>
        {
            ["#p"] = index ? ItemLayout.IndexPartition : ItemLayout.Partition,
        };
        if (between.Length > 0) names["#s"] = index ? ItemLayout.IndexSort : ItemLayout.Sort;
        return new QueryRequest
        {
            TableName = table,
            IndexName = index ? ItemLayout.IndexName : null,
            ConsistentRead = !index,
            KeyConditionExpression = $"#p = :p{between}",
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = values,
            ScanIndexForward = !query.Descending,
            ExclusiveStartKey = after is null ? null : Start(index, query, after),
        };
    }

    private static Dictionary<string, AttributeValue> Start(bool index, RangeQuery query, Place after)
    {
        var key = ItemLayout.Key(after.Key);
        if (!index) return key;
        key[ItemLayout.IndexPartition] = ItemLayout.Text(query.Partition);
        key[ItemLayout.IndexSort] = ItemLayout.Text(after.Sort);
        return key;
    }

    /// <summary>DynamoDB takes no start outside of what it is asked for.</summary>
    private static bool Inside(Place place, bool index, RangeQuery query) =>
        (index || place == new Place(place.Key.Sort, new RecordKey(query.Partition, place.Key.Sort)))
        && ByteOrder.Instance.Compare(place.Sort, query.From) >= 0
        && (query.To is null || ByteOrder.Instance.Compare(place.Sort, query.To) < 0);

    private static string SortOf(StoredRecord row, bool index) =>
        index ? row.Index!.Value.Sort : row.Key.Sort;
}
