using System.Text;
using System.Text.Json.Nodes;

namespace Purser.Bench.Aws;

/// <summary>
/// Write units as DynamoDB's documentation counts them: one for each begun kilobyte of an item, two in a transaction, also
/// for a check or a delete; and for an index one for each begun kilobyte of an entry that comes, goes or changes, where a new
/// key is one that goes and one that comes. The emulator does not count them. It remembers what was written, so it must see
/// every write; items of other tables than ours are not counted.
/// </summary>
internal sealed class WriteUnits
{
    private const string IndexPartition = "ip";
    private const string IndexSort = "is";
    private readonly Lock guard = new();
    private readonly Dictionary<string, Written> known = [];

    /// <summary>Of a request that succeeded.</summary>
    public int Of(string action, JsonNode body)
    {
        lock (guard)
        {
            return action switch
            {
                "PutItem" => Put(body, times: 1),
                "DeleteItem" => Delete(body, times: 1),
                "TransactWriteItems" => body["TransactItems"]!.AsArray().Sum(One),
                "UpdateItem" or "BatchWriteItem" => throw new NotSupportedException($"{action} is not counted here"),
                _ => 0,
            };
        }
    }

    private int One(JsonNode? item) => item switch
    {
        _ when item!["Put"] is { } put => Put(put, times: 2),
        _ when item["Delete"] is { } delete => Delete(delete, times: 2),
        _ when item["ConditionCheck"] is { } check => 2 * Kilobytes(known.GetValueOrDefault(KeyOf(check, check["Key"]!))?.Size ?? 0),
        _ => throw new NotSupportedException("an unknown part of a transaction"),
    };

    private int Put(JsonNode put, int times)
    {
        if (put["Item"]!["p"] is null) return 0;
        var (key, now) = (KeyOf(put, put["Item"]!), new Written(SizeOf(put["Item"]!), IndexOf(put["Item"]!)));
        var before = known.GetValueOrDefault(key);
        known[key] = now;
        return (times * Kilobytes(Math.Max(now.Size, before?.Size ?? 0))) + Entries(before, now);
    }

    private int Delete(JsonNode delete, int times)
    {
        if (delete["Key"]!["p"] is null) return 0;
        known.Remove(KeyOf(delete, delete["Key"]!), out var before);
        return (times * Kilobytes(before?.Size ?? 0)) + Entries(before, null);
    }

    /// <summary>An index entry carries the whole item.</summary>
    private static int Entries(Written? before, Written? now)
    {
        var gone = before?.Index is null ? 0 : Kilobytes(before.Size);
        var come = now?.Index is null ? 0 : Kilobytes(now.Size);
        return before?.Index == now?.Index ? Math.Max(gone, come) : gone + come;
    }

    private static int Kilobytes(int bytes) => Math.Max(1, (bytes + 1023) / 1024);

    private static string KeyOf(JsonNode request, JsonNode item) =>
        $"{request["TableName"]}|{item["p"]!["S"]}|{item["s"]!["S"]}";

    private static string? IndexOf(JsonNode item) =>
        item[IndexPartition] is { } partition ? $"{partition["S"]}|{item[IndexSort]!["S"]}" : null;

    /// <summary>Names and values in UTF-8; a number a byte for two digits and one more; binary as it is.</summary>
    private static int SizeOf(JsonNode item) =>
        item.AsObject().Sum(one => Encoding.UTF8.GetByteCount(one.Key) + ValueOf(one.Value!.AsObject().Single()));

    private static int ValueOf(KeyValuePair<string, JsonNode?> value) => value.Key switch
    {
        "S" => Encoding.UTF8.GetByteCount(value.Value!.GetValue<string>()),
        "N" => (value.Value!.GetValue<string>().Length / 2) + 1,
        "B" => Convert.FromBase64String(value.Value!.GetValue<string>()).Length,
        "M" => 3 + value.Value!.AsObject().Sum(
            one => 1 + Encoding.UTF8.GetByteCount(one.Key) + ValueOf(one.Value!.AsObject().Single())),
        _ => throw new NotSupportedException($"a value of type {value.Key}"),
    };

    private sealed record Written(int Size, string? Index);
}
