using System.Globalization;
using Purser.Outside.Records;

namespace Purser.Contracts.Memory;

internal sealed class KeyOrder : IComparer<RecordKey>
{
    public static readonly KeyOrder Instance = new();

    public int Compare(RecordKey x, RecordKey y)
    {
        var order = string.CompareOrdinal(x.Partition, y.Partition);
        return order != 0 ? order : string.CompareOrdinal(x.Sort, y.Sort);
    }
}

internal readonly record struct Placed(string Sort, StoredRecord Record);

/// <summary>The order of an index: its sort key, then the record's own place.</summary>
internal sealed class PlacedOrder : IComparer<Placed>
{
    public static readonly PlacedOrder Instance = new();

    public static int Compare(string sort, RecordKey key, string otherSort, RecordKey other)
    {
        var order = string.CompareOrdinal(sort, otherSort);
        return order != 0 ? order : KeyOrder.Instance.Compare(key, other);
    }

    public int Compare(Placed x, Placed y) => Compare(x.Sort, x.Record.Key, y.Sort, y.Record.Key);
}

/// <summary>A cursor says after which place to go on: three texts, each with its length before it.</summary>
internal static class Cursors
{
    public const string Start = "start";

    public static string After(string sort, RecordKey key) =>
        Part(sort) + Part(key.Partition) + Part(key.Sort);

    public static (string Sort, RecordKey Key)? Open(string? cursor)
    {
        if (cursor is null or Start) return null;
        var at = 0;
        var sort = Next(cursor, ref at);
        var partition = Next(cursor, ref at);
        return (sort, new RecordKey(partition, Next(cursor, ref at)));
    }

    private static string Part(string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}");

    private static string Next(string cursor, ref int at)
    {
        var colon = cursor.IndexOf(':', at);
        var length = int.Parse(cursor.AsSpan(at, colon - at), CultureInfo.InvariantCulture);
        at = colon + 1 + length;
        return cursor.Substring(colon + 1, length);
    }
}
