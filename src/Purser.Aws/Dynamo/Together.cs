using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.DynamoDBv2.Model;
using Purser.Outside.Records;

namespace Purser.Aws.Dynamo;

/// <summary>
/// A query of DynamoDB may meet a transaction half way: some of its items new, some as they were, for as long
/// as it takes to write them. So what a commit writes to one partition carries the list of what was written
/// with it, and who reads a page sees from any of these items whether the others are missing.
/// </summary>
internal static class Together
{
    /// <summary>All lists of one commit: with its bodies and keys it stays under 4 MB.</summary>
    private const int MostBytes = 512 * 1024;

    /// <summary>
    /// A commit is over long before. What is missing from an older one was deleted since, or has expired.
    /// </summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(2);

    /// <summary>The lists of a commit by partition; none where one change stands alone.</summary>
    public static Dictionary<string, AttributeValue> Of(IReadOnlyList<RecordChange> changes)
    {
        var lists = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        var bytes = 0;
        foreach (var partition in changes.Where(Changes).GroupBy(change => change.Key.Partition))
        {
            var all = partition.ToList();
            if (all.Count == 1) continue;
            var puts = all.Count(change => change.Kind == ChangeKind.Put);
            bytes += puts * all.Sum(change => Encoding.UTF8.GetByteCount(change.Key.Sort) + 8);
            if (bytes > MostBytes) break;
            var marks = all.ToDictionary(change => change.Key.Sort, Mark, StringComparer.Ordinal);
            var text = JsonSerializer.SerializeToUtf8Bytes(marks, TogetherJson.Default.DictionaryStringInt64);
            lists[partition.Key] = ItemLayout.Bytes(Packed.Of(text));
        }

        return lists;
    }

    /// <summary>Whether a page shows a part of a commit only.</summary>
    /// <param name="items">The page.</param>
    /// <param name="covered">Whether a sort key would be in the page if it were there.</param>
    /// <param name="now">The time: commits are looked at for two minutes.</param>
    public static bool IsTorn(
        IReadOnlyList<Dictionary<string, AttributeValue>> items, Func<string, bool> covered,
        DateTimeOffset now)
    {
        var lists = items.Where(item => IsRecent(item, now))
            .SelectMany(Marks).Select(pair => (Sort: pair.Key, Mark: pair.Value)).Distinct().ToList();
        if (lists.Count == 0) return false;
        var found = items.ToDictionary(
            item => item[ItemLayout.Sort].S, ItemLayout.VersionOf, StringComparer.Ordinal);
        var gone = lists.Where(one => one.Mark < 0).ToLookup(one => one.Sort, one => -one.Mark);
        return lists.Exists(one => covered(one.Sort) && Misses(one.Sort, one.Mark));

        bool Misses(string sort, long mark)
        {
            var version = found.GetValueOrDefault(sort);
            return mark < 0 ? version == -mark : version < mark && !gone[sort].Any(last => last >= mark);
        }
    }

    private static bool Changes(RecordChange change) =>
        change.Kind == ChangeKind.Put || change is { Kind: ChangeKind.Delete, Expected: > 0 };

    /// <summary>The version that was written; below zero: the one that was deleted.</summary>
    private static long Mark(RecordChange change) =>
        change.Kind == ChangeKind.Put ? change.Expected + 1 : -change.Expected;

    private static Dictionary<string, long> Marks(Dictionary<string, AttributeValue> item) =>
        JsonSerializer.Deserialize(
            Packed.Open(item[ItemLayout.Together].B.ToArray()), TogetherJson.Default.DictionaryStringInt64)
        ?? [];

    private static bool IsRecent(Dictionary<string, AttributeValue> item, DateTimeOffset now)
    {
        if (!item.TryGetValue(ItemLayout.Written, out var written)) return false;
        var seconds = long.Parse(written.N, CultureInfo.InvariantCulture);
        return now - DateTimeOffset.FromUnixTimeSeconds(seconds) < Recent;
    }
}

/// <summary>Sort keys, and to which version each was written.</summary>
[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class TogetherJson : JsonSerializerContext;
