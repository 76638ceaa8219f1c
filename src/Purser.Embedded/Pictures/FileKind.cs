using System.Text.Json.Serialization;

namespace Purser.Embedded.Pictures;

/// <summary>What a file is by its first bytes: the kinds that are decoded.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FileKind>))]
internal enum FileKind
{
    /// <summary>JPEG.</summary>
    [JsonStringEnumMemberName("jpeg")]
    Jpeg,

    /// <summary>PNG; of an animated one the first picture.</summary>
    [JsonStringEnumMemberName("png")]
    Png,

    /// <summary>WebP; of an animated one the first picture.</summary>
    [JsonStringEnumMemberName("webp")]
    WebP,

    /// <summary>HEIC, HEIF or AVIF.</summary>
    [JsonStringEnumMemberName("heif")]
    Heif,

    /// <summary>MP4, MOV and their like.</summary>
    [JsonStringEnumMemberName("mp4")]
    Mp4,

    /// <summary>AVI.</summary>
    [JsonStringEnumMemberName("avi")]
    Avi,

    /// <summary>WebM or Matroska.</summary>
    [JsonStringEnumMemberName("webm")]
    WebM,
}
