using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Guests.Waivers;

/// <summary>
/// A signature drawn by finger, pen or mouse: strokes of points <c>x,y,x,y...</c> on a pad of 1000 by 400.
/// </summary>
/// <param name="Strokes">In the order in which they were drawn.</param>
public sealed record DrawnSignature(IReadOnlyList<IReadOnlyList<int>> Strokes)
{
    /// <summary>Bytes of the longest text that is taken.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>The pad's width.</summary>
    public const int Width = 1000;

    /// <summary>The pad's height.</summary>
    public const int Height = 400;

    private const int MostStrokes = 200;
    private const int LeastInk = 60;

    /// <summary>Takes a JSON array of strokes as the page's script writes it.</summary>
    public static DrawnFault Read(string text, out DrawnSignature? drawn)
    {
        drawn = null;
        if (Encoding.UTF8.GetByteCount(text) > MostBytes) return DrawnFault.TooLarge;
        IReadOnlyList<IReadOnlyList<int>>? strokes;
        try
        {
            strokes = JsonSerializer.Deserialize(text, DrawnJson.Default.IReadOnlyListIReadOnlyListInt32);
        }
        catch (JsonException)
        {
            return DrawnFault.Unreadable;
        }

        if (strokes is null || strokes.Any(stroke => stroke is null)) return DrawnFault.Unreadable;
        if (strokes.Count > MostStrokes) return DrawnFault.TooLarge;
        if (!strokes.All(IsStroke)) return DrawnFault.Unreadable;
        if (strokes.Sum(Ink) < LeastInk) return DrawnFault.Empty;
        drawn = new DrawnSignature(strokes);
        return DrawnFault.None;
    }

    /// <summary>The strokes as an SVG path: digits, letters and spaces only.</summary>
    [JsonIgnore]
    public string Path
    {
        get
        {
            var path = new StringBuilder();
            foreach (var stroke in Strokes)
            {
                for (var at = 0; at < stroke.Count; at += 2)
                    path.Append(CultureInfo.InvariantCulture,
                        $"{(at == 0 ? 'M' : 'L')}{stroke[at]} {stroke[at + 1]}");
                // A dot has no length; a line of none shows it, by its round ends.
                if (stroke.Count == 2) path.Append("h0");
            }

            return path.ToString();
        }
    }

    /// <summary>The strokes as the page's script reads them.</summary>
    [JsonIgnore]
    public string Json =>
        JsonSerializer.Serialize(Strokes, DrawnJson.Default.IReadOnlyListIReadOnlyListInt32);

    /// <summary>True if both have the same strokes.</summary>
    public bool Equals(DrawnSignature? other) => other is not null && Json == other.Json;

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Json);

    private static bool IsStroke(IReadOnlyList<int> stroke)
    {
        if (stroke.Count < 2 || stroke.Count % 2 != 0) return false;
        for (var at = 0; at < stroke.Count; at += 2)
        {
            if (stroke[at] is < 0 or > Width || stroke[at + 1] is < 0 or > Height) return false;
        }

        return true;
    }

    private static long Ink(IReadOnlyList<int> stroke)
    {
        var ink = 0L;
        for (var at = 2; at < stroke.Count; at += 2)
            ink += Math.Abs(stroke[at] - stroke[at - 2]) + Math.Abs(stroke[at + 1] - stroke[at - 1]);
        return ink;
    }
}

/// <summary>Why a drawing is not taken.</summary>
public enum DrawnFault
{
    /// <summary>It is taken.</summary>
    None,

    /// <summary>Nothing that could be a signature.</summary>
    Empty,

    /// <summary>More than 64 KB or 200 strokes.</summary>
    TooLarge,

    /// <summary>No strokes, or points outside the pad.</summary>
    Unreadable,
}

[JsonSourceGenerationOptions(MaxDepth = 4)]
[JsonSerializable(typeof(IReadOnlyList<IReadOnlyList<int>>))]
internal sealed partial class DrawnJson : JsonSerializerContext;
