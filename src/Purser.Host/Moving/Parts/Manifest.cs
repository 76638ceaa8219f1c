using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Purser.Host.Moving.Parts;

/// <summary>What an export holds: the last thing that is written, the first that is read.</summary>
/// <param name="Format">Of the whole archive; another one is refused.</param>
/// <param name="Id">Random; the sealed file names it too.</param>
/// <param name="Made">When.</param>
/// <param name="From"><c>embedded</c> or <c>aws</c>.</param>
/// <param name="Digest">Over the content, as <see cref="ContentDigest"/> makes it.</param>
/// <param name="Counts">How many of each kind.</param>
/// <param name="Secrets">Names of the secrets that the installation had.</param>
/// <param name="Parts">Every part but the bytes of objects and files, whose hashes are in
/// <c>objects.jsonl</c> and <c>files.jsonl</c>.</param>
internal sealed record Manifest(
    int Format, string Id, Instant Made, string From, string Digest, Counts Counts,
    IReadOnlyList<string> Secrets, IReadOnlyList<Part> Parts)
{
    /// <summary>The format that this program writes and reads.</summary>
    public const int Current = 1;

    /// <summary>Its name in the archive.</summary>
    public const string Name = "purser-export.json";

    /// <summary>What is known of each object.</summary>
    public const string Objects = "objects.jsonl";

    /// <summary>What is known of each guest's file.</summary>
    public const string Files = "files.jsonl";

    /// <summary>Above the operator's files.</summary>
    public const string Operator = "operator/";

    private const int MostBytes = 1024 * 1024;

    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.Manifest);

    /// <summary>The part of a compartment's records.</summary>
    public static string RecordsOf(Outside.Records.Compartment compartment) =>
        $"records/{compartment.ToString().ToLowerInvariant()}.jsonl";

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none, or of another format.</exception>
    public static async Task<Manifest> Read(Stream stream, CancellationToken stop)
    {
        var bytes = new byte[MostBytes];
        var count = await stream.ReadAtLeastAsync(bytes, MostBytes, throwOnEndOfStream: false, stop);
        try
        {
            var head = JsonSerializer.Deserialize(bytes.AsSpan(0, count), ManifestJson.Default.ManifestHead);
            if (head is not null && head.Format != Current)
                throw new InvalidDataException(
                    $"the export has the format {head.Format}, this program reads {Current}: use the version "
                    + "of purser that wrote it, or a later one");
            return JsonSerializer.Deserialize(bytes.AsSpan(0, count), ManifestJson.Default.Manifest)
                ?? throw new InvalidDataException($"the export is broken: {Name} says nothing");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"the export is broken: {Name} is not as it must be", fault);
        }
    }
}

/// <summary>A part of the archive.</summary>
/// <param name="Name">Its place.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Sha256">Of its bytes.</param>
internal sealed record Part(string Name, long Bytes, string Sha256);

/// <summary>How many of each kind.</summary>
/// <param name="Records">All of them.</param>
/// <param name="Expiring">Those among them that a store may drop on its own.</param>
/// <param name="Objects">Published files.</param>
/// <param name="Files">Guests' files as they came.</param>
/// <param name="Operator">The operator's files.</param>
public sealed record Counts(long Records, long Expiring, long Objects, long Files, long Operator);

internal sealed record ManifestHead(int Format);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(HouseJson.InstantConverter)])]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(ManifestHead))]
internal sealed partial class ManifestJson : JsonSerializerContext;
