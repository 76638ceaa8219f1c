using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Purser.Aws.Lambda;

/// <summary>
/// Figures that alarms look at, as lines of the function's log: CloudWatch takes them from lines in its
/// embedded metric format, so no further right and no further request is needed.
/// </summary>
/// <param name="log">The function's log.</param>
/// <param name="installation">Whose figures these are, beside others of the same account.</param>
/// <param name="role">Which compartment's.</param>
/// <param name="time">The true time: CloudWatch refuses figures of another.</param>
public sealed class FunctionMeasures(TextWriter log, string installation, string role, TimeProvider time)
{
    /// <summary>The metrics' namespace.</summary>
    public const string Namespace = "Purser";

    /// <summary>Sweeps that ended well: an alarm looks for their absence.</summary>
    public const string Sweeps = "Sweeps";

    /// <summary>Pages that are not seen from outside as they were published.</summary>
    public const string UnverifiedPages = "UnverifiedPages";

    /// <summary>The dimensions of both.</summary>
    public static IReadOnlyList<string> Dimensions { get; } = ["Installation", "Role"];

    /// <summary>A sweep has ended well.</summary>
    /// <param name="unverifiedPages">What it found; null: it did not look.</param>
    public void Swept(int? unverifiedPages)
    {
        var figures = new List<(string Name, int Value)> { (Sweeps, 1) };
        if (unverifiedPages is { } pages) figures.Add((UnverifiedPages, pages));
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line)) Write(json, figures);
        // One call, so that no other line comes between: a line that is not JSON alone is no figure.
        log.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
    }

    private void Write(Utf8JsonWriter json, List<(string Name, int Value)> figures)
    {
        json.WriteStartObject();
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", time.GetUtcNow().ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString(nameof(Namespace), Namespace);
        json.WriteStartArray(nameof(Dimensions));
        json.WriteStartArray();
        foreach (var dimension in Dimensions) json.WriteStringValue(dimension);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        foreach (var (name, _) in figures)
        {
            json.WriteStartObject();
            json.WriteString("Name", name);
            json.WriteString("Unit", "Count");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString(Dimensions[0], installation);
        json.WriteString(Dimensions[1], role);
        foreach (var (name, value) in figures) json.WriteNumber(name, value);
        json.WriteEndObject();
    }
}
