using System.Globalization;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Guests.Photos;

/// <summary>What somebody wants to send.</summary>
/// <param name="Contributor">A name to be shown: 1 to 60 printable characters.</param>
/// <param name="Consent">What was agreed.</param>
/// <param name="Language">In which language it was asked; null: unsaid.</param>
/// <param name="Files">In the order in which they were chosen.</param>
public sealed record BatchRequest(
    string Contributor, PhotoConsent Consent, string? Language, IReadOnlyList<FileRequest> Files);

/// <summary>A file to be sent.</summary>
/// <param name="Name">Where it comes from it is called so; never used but to tell it to the owner.</param>
/// <param name="Type">The media type, as its sender's browser says.</param>
/// <param name="Size">In bytes.</param>
public sealed record FileRequest(string Name, string Type, long Size);

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Pointer">JSON pointer into the request.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Remedy">What to send instead.</param>
public sealed record PhotoFlaw(string Pointer, string Detail, string Remedy);

/// <summary>Which files may be announced.</summary>
public static class BatchRules
{
    /// <summary>Characters of a contributor's name.</summary>
    public const int ContributorCharacters = 60;

    /// <summary>Characters of a caption.</summary>
    public const int CaptionCharacters = 300;

    /// <summary>Characters of a file's own name.</summary>
    public const int NameCharacters = 255;

    private const long Megabyte = 1024 * 1024;

    private static readonly string[] Pictures =
        ["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"];

    private static readonly string[] Videos =
        ["video/mp4", "video/quicktime", "video/x-msvideo", "video/avi", "video/webm"];

    /// <summary>Everything that is wrong; nothing if it may be sent.</summary>
    public static IReadOnlyList<PhotoFlaw> Check(BatchRequest request, PhotoRules rules)
    {
        if (request.Files.Count is 0 or > UploadLimits.BatchFiles)
        {
            var count = request.Files.Count;
            return [new PhotoFlaw(
                "/files", $"There are {count} files.", $"Send 1 to {UploadLimits.BatchFiles} at a time.")];
        }

        return [.. request.Files.SelectMany((file, at) => Check(file, $"/files/{at}", rules))];
    }

    /// <summary>True for the media types of videos that are taken.</summary>
    public static bool IsVideo(string type) => Videos.Contains(type, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<PhotoFlaw> Check(FileRequest file, string place, PhotoRules rules)
    {
        if (file.Name.Length is 0 or > NameCharacters || file.Name.Any(char.IsControl))
            yield return new PhotoFlaw(
                $"{place}/name", "The name is empty, too long, or has control characters.",
                $"Give 1 to {NameCharacters} printable characters.");
        var video = IsVideo(file.Type);
        if (!video && !Pictures.Contains(file.Type, StringComparer.OrdinalIgnoreCase))
            yield return new PhotoFlaw(
                $"{place}/type", "Files of this kind are not taken.",
                "Send JPEG, PNG, WebP, HEIC, HEIF, MP4, MOV, AVI or WebM.");
        var most = video ? rules.MostVideoBytes : rules.MostBytes;
        if (file.Size < 1 || file.Size > most)
            yield return new PhotoFlaw(
                $"{place}/size", file.Size < 1 ? "The file is empty." : "The file is too large.",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Send at most {most / Megabyte} MB for a {(video ? "video" : "picture")}."));
    }
}
