using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using NodaTime;
using Purser.Outside.Records;

namespace Purser.Host.Moving.Parts;

/// <summary>A record as a line of a part.</summary>
/// <param name="P">Partition.</param>
/// <param name="S">Sort key.</param>
/// <param name="V">Version.</param>
/// <param name="B">The body, if it is text.</param>
/// <param name="X">The body, if it is not.</param>
/// <param name="Ip">Partition of the index.</param>
/// <param name="Is">Sort key of the index.</param>
/// <param name="E">When the store may drop it: ticks of 100 ns since 1970.</param>
internal sealed record RecordLine(
    string P, string S, long V, string? B, byte[]? X, string? Ip, string? Is, long? E)
{
    public static RecordLine Of(StoredRecord record)
    {
        var text = Utf8.IsValid(record.Body.Span);
        return new RecordLine(
            record.Key.Partition, record.Key.Sort, record.Version,
            text ? Encoding.UTF8.GetString(record.Body.Span) : null, text ? null : record.Body.ToArray(),
            record.Index?.Partition, record.Index?.Sort, record.Expires?.ToUnixTimeTicks());
    }

    public StoredRecord Record()
    {
        var body = X ?? Encoding.UTF8.GetBytes(B ?? "");
        var right = P is { Length: > 0 and <= 256 } && S is { Length: > 0 and <= 256 } && V > 0
            && body.Length is > 0 and <= Limits.RecordBytes && (Ip is null) == (Is is null);
        if (!right)
            throw new InvalidDataException($"the export is broken: no store keeps the record {P}/{S}");
        return new StoredRecord(
            new RecordKey(P, S), V, body, Ip is null ? null : new IndexKey(Ip, Is!),
            E is { } ticks ? Instant.FromUnixTimeTicks(ticks) : null);
    }
}

/// <summary>What is known of a published object beside its bytes.</summary>
internal sealed record ObjectLine(
    string Key, string Type, string Cache, long Revision, long Size, string Sha256);

/// <summary>What is known of a guest's file beside its bytes.</summary>
internal sealed record FileLine(string Name, long Size, string Sha256);

/// <summary>JSON values, one a line.</summary>
internal static class Lines
{
    private const int Newline = '\n';
    private const int BufferBytes = 64 * 1024;

    /// <summary>As UTF-8 with its line end.</summary>
    public static byte[] Write<T>(T value, JsonTypeInfo<T> type)
    {
        using var bytes = new MemoryStream();
        // A body is JSON itself: with the usual escapes it would be twice as long, and nobody could read it.
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(bytes, options)) JsonSerializer.Serialize(json, value, type);
        bytes.WriteByte(Newline);
        return bytes.ToArray();
    }

    /// <summary>Every line of a stream.</summary>
    /// <param name="stream">It stays open.</param>
    /// <param name="type">Of the values.</param>
    /// <param name="most">Bytes of the longest line.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="InvalidDataException">A line is too long, no JSON, or of another kind.</exception>
    public static async IAsyncEnumerable<T> Read<T>(
        Stream stream, JsonTypeInfo<T> type, int most,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var pipe = PipeReader.Create(
            stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        // Bytes in which there is no line end: a long line comes in many reads, and is looked through once.
        var searched = 0L;
        while (true)
        {
            var read = await pipe.ReadAsync(stop);
            var buffer = read.Buffer;
            while (buffer.Slice(searched).PositionOf((byte)Newline) is { } end)
            {
                yield return Parse(buffer.Slice(0, end), type);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                searched = 0;
            }

            if (buffer.Length > most)
                throw new InvalidDataException("the export is broken: a line is too long");
            if (read.IsCompleted && buffer.Length > 0)
                throw new InvalidDataException("the export is broken: its last line has no end");
            searched = buffer.Length;
            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) break;
        }

        await pipe.CompleteAsync();
    }

    private static T Parse<T>(ReadOnlySequence<byte> line, JsonTypeInfo<T> type)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            return JsonSerializer.Deserialize(ref json, type)
                ?? throw new InvalidDataException("the export is broken: a line says nothing");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException("the export is broken: a line is not as it must be", fault);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(RecordLine))]
[JsonSerializable(typeof(ObjectLine))]
[JsonSerializable(typeof(FileLine))]
[JsonSerializable(typeof(Sealing.SealedLine))]
internal sealed partial class LineJson : JsonSerializerContext;
