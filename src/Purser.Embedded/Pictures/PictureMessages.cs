using System.Text.Json.Serialization;

namespace Purser.Embedded.Pictures;

/// <summary>One file to be decoded: a line to the child.</summary>
/// <param name="Id">Repeated in the answer.</param>
/// <param name="File">Absolute path.</param>
/// <param name="Folder">Absolute path of an empty folder of this job's own.</param>
/// <param name="Kind">By its content.</param>
/// <param name="MostPixels">Width times height.</param>
/// <param name="MostSide">In pixels.</param>
/// <param name="MostVideoSeconds">Of a video that is shown.</param>
/// <param name="MostBytes">Of one copy.</param>
/// <param name="ToolSeconds">For each run of a tool of the system.</param>
/// <param name="Sides">The longer sides of the copies, largest first.</param>
internal sealed record PictureJob(
    long Id, string File, string Folder, FileKind Kind, long MostPixels, int MostSide, int MostVideoSeconds,
    long MostBytes, int ToolSeconds, int[] Sides);

/// <summary>What a child answers: a line.</summary>
/// <param name="Id">Of the job; 0 when it says that it is ready.</param>
/// <param name="Word">What became of it.</param>
internal sealed record PictureAnswer(long Id, PictureWord Word)
{
    /// <summary>Why, unless it is made.</summary>
    public string? Why { get; init; }

    /// <summary>Of the upright picture.</summary>
    public int Width { get; init; }

    /// <summary>Of the upright picture.</summary>
    public int Height { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long? Original { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long? Gps { get; init; }

    /// <summary>ISO 8601 without an offset.</summary>
    public string? Local { get; init; }

    /// <summary>Files in the job's folder.</summary>
    public IReadOnlyList<CopyMade> Copies { get; init; } = [];
}

/// <summary>A copy in the job's folder.</summary>
/// <param name="File">See <see cref="CopyNames"/>.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record CopyMade(string File, int Width, int Height);

/// <summary>What became of a job.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PictureWord>))]
internal enum PictureWord
{
    /// <summary>The child has started and waits.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>Copies lie in the folder.</summary>
    [JsonStringEnumMemberName("made")]
    Made,

    /// <summary>Genuine, and not to be shown.</summary>
    [JsonStringEnumMemberName("kept")]
    Kept,

    /// <summary>Not taken.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PictureJob))]
[JsonSerializable(typeof(PictureAnswer))]
internal sealed partial class PictureMessages : JsonSerializerContext;
