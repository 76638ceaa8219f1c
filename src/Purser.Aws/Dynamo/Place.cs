using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Aws.Dynamo;

/// <summary>A place in the order of a list: after it the next page goes on.</summary>
/// <param name="Sort">In the list's own order.</param>
/// <param name="Key">Which record of those with the same <paramref name="Sort"/>.</param>
internal sealed record Place(string Sort, RecordKey Key)
{
    private const int Fields = 3;

    /// <summary>The cursor: which list, and the place in each of its tables.</summary>
    public static string Write(string list, IEnumerable<Place?> places)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            json.WriteStringValue(list);
            foreach (var place in places)
            {
                json.WriteStringValue(place?.Sort);
                json.WriteStringValue(place?.Key.Partition);
                json.WriteStringValue(place?.Key.Sort);
            }

            json.WriteEndArray();
        }

        return Base64Url.EncodeToString(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    /// <summary>The places in the tables, all null at the beginning.</summary>
    /// <exception cref="CursorUnknown">The text is none that this list gave.</exception>
    public static Place?[] Open(string? text, string list, int tables)
    {
        var places = new Place?[tables];
        if (text is null) return places;
        var parts = Parts(text);
        if (parts.Length != 1 + (tables * Fields) || parts[0] != list) throw new CursorUnknown();
        for (var i = 0; i < tables; i++)
        {
            var at = 1 + (i * Fields);
            if (parts[at] is null) continue;
            if (parts[at + 1] is not { Length: > 0 } partition || parts[at + 2] is not { Length: > 0 } sort)
                throw new CursorUnknown();
            places[i] = new Place(parts[at]!, new RecordKey(partition, sort));
        }

        return places;
    }

    private static string?[] Parts(string text)
    {
        if (!Base64Url.IsValid(text)) throw new CursorUnknown();
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(text));
            return [.. json.RootElement.EnumerateArray().Select(part => part.GetString())];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new CursorUnknown();
        }
    }
}

/// <summary>
/// DynamoDB's order of texts: by their bytes in UTF-8. It differs from the ordinal order of .NET only where a
/// character outside the basic plane meets one of U+E000 to U+FFFF, which no key of the product has.
/// </summary>
internal sealed class ByteOrder : IComparer<string>
{
    public static readonly ByteOrder Instance = new();

    public int Compare(string? x, string? y) =>
        Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
}
