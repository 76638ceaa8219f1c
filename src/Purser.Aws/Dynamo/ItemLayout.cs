using System.Globalization;
using Amazon.DynamoDBv2.Model;
using NodaTime;
using Purser.Outside.Records;

namespace Purser.Aws.Dynamo;

/// <summary>How a record lies in a table. Names are short: they are paid for with every item.</summary>
internal static class ItemLayout
{
    /// <summary>Hash key.</summary>
    public const string Partition = "p";

    /// <summary>Range key.</summary>
    public const string Sort = "s";

    /// <summary>The record's version, a number.</summary>
    public const string Version = "v";

    /// <summary>The body, binary, where packing makes it no smaller.</summary>
    public const string Body = "b";

    /// <summary>The body as <see cref="Dynamo.Packed"/> has it.</summary>
    public const string PackedBody = "z";

    /// <summary>Hash key of the index; absent where the record is not listed.</summary>
    public const string IndexPartition = "ip";

    /// <summary>Range key of the index.</summary>
    public const string IndexSort = "is";

    /// <summary>
    /// Unix seconds after which DynamoDB drops the item, within days. The part of a second is cut off.
    /// </summary>
    public const string Expires = "ttl";

    /// <summary>The id of the commit that wrote the item: by it a commit knows its own work again.</summary>
    public const string Commit = "c";

    /// <summary>What was written to the partition in the same commit, itself too, packed: see
    /// <see cref="Dynamo.Together"/>.</summary>
    public const string Together = "w";

    /// <summary>Unix seconds of the commit; only beside <see cref="Together"/>.</summary>
    public const string Written = "t";

    /// <summary>The name of the index.</summary>
    public const string IndexName = "index";

    /// <summary>The key of an item.</summary>
    public static Dictionary<string, AttributeValue> Key(RecordKey key) => new()
    {
        [Partition] = Text(key.Partition),
        [Sort] = Text(key.Sort),
    };

    /// <summary>The item that a put writes.</summary>
    public static Dictionary<string, AttributeValue> Of(RecordChange put, string commit)
    {
        var item = Key(put.Key);
        item[Version] = Number(put.Expected + 1);
        var packed = Packed.Of(put.Body.Span);
        if (packed.Length < put.Body.Length) item[PackedBody] = Bytes(packed);
        else item[Body] = Bytes(put.Body.ToArray());
        item[Commit] = Text(commit);
        if (put.Expires is { } expires) item[Expires] = Number(expires.ToUnixTimeSeconds());
        if (put.Index is not { } index) return item;
        item[IndexPartition] = Text(index.Partition);
        item[IndexSort] = Text(index.Sort);
        return item;
    }

    /// <summary>The record that an item is.</summary>
    public static StoredRecord Read(Dictionary<string, AttributeValue> item) => new(
        KeyOf(item), VersionOf(item), BodyOf(item),
        item.TryGetValue(IndexPartition, out var partition)
            ? new IndexKey(partition.S, item[IndexSort].S) : null,
        item.TryGetValue(Expires, out var expires) ? Instant.FromUnixTimeSeconds(Long(expires)) : null);

    /// <summary>The key of a read item.</summary>
    public static RecordKey KeyOf(Dictionary<string, AttributeValue> item) =>
        new(item[Partition].S, item[Sort].S);

    /// <summary>The version of a read item.</summary>
    public static long VersionOf(Dictionary<string, AttributeValue> item) => Long(item[Version]);

    /// <summary>Whether this commit wrote the item.</summary>
    public static bool Wrote(string commit, Dictionary<string, AttributeValue>? item) =>
        item?.GetValueOrDefault(Commit)?.S == commit;

    /// <summary>Bytes.</summary>
    public static AttributeValue Bytes(byte[] bytes) =>
        new() { B = new MemoryStream(bytes, writable: false) };

    /// <summary>A text.</summary>
    public static AttributeValue Text(string text) => new() { S = text };

    /// <summary>A number.</summary>
    public static AttributeValue Number(long number) =>
        new() { N = number.ToString(CultureInfo.InvariantCulture) };

    private static byte[] BodyOf(Dictionary<string, AttributeValue> item) =>
        item.TryGetValue(PackedBody, out var packed)
            ? Packed.Open(packed.B.ToArray())
            : item[Body].B.ToArray();

    private static long Long(AttributeValue value) => long.Parse(value.N, CultureInfo.InvariantCulture);
}
