using System.Globalization;
using System.Text.Json;
using NodaTime.Text;

namespace Purser.Embedded.Pictures.Worker;

/// <summary>What <c>ffprobe</c> says of a video.</summary>
/// <param name="Seconds">How long; null if it does not know.</param>
/// <param name="Width">Of its first moving picture; 0: it has none.</param>
/// <param name="Height">Of its first moving picture.</param>
/// <param name="Made">Milliseconds since 1970.</param>
internal sealed record VideoFacts(double? Seconds, int Width, int Height, long? Made)
{
    /// <summary>Reads its JSON; null if it is none.</summary>
    public static VideoFacts? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var (width, height) = (0, 0);
            foreach (var stream in root.GetProperty("streams").EnumerateArray())
            {
                if (width > 0 || stream.GetProperty("codec_type").GetString() != "video") continue;
                if (stream.TryGetProperty("width", out var wide) && wide.TryGetInt32(out var w)) width = w;
                if (stream.TryGetProperty("height", out var high) && high.TryGetInt32(out var h)) height = h;
            }

            var format = root.GetProperty("format");
            double? seconds = format.TryGetProperty("duration", out var text)
                ? SecondsOf(text.GetString())
                : null;
            return new VideoFacts(seconds, width, height, MadeOf(format));
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static double? SecondsOf(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0
            ? value
            : null;

    private static long? MadeOf(JsonElement format) =>
        format.TryGetProperty("tags", out var tags) && tags.TryGetProperty("creation_time", out var time)
        && time.GetString() is { } text
        && InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var made }
            ? made.ToUnixTimeMilliseconds()
            : null;
}
