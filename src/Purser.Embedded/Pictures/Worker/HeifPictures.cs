using NetVips;

namespace Purser.Embedded.Pictures.Worker;

/// <summary>
/// HEIC, HEIF and AVIF. libvips decodes what it can; the rest, HEVC above all, the system's own tool, where
/// there is one.
/// </summary>
internal static class HeifPictures
{
    private const string ToolName = "heif-convert";

    /// <summary>Does a job. Throws <see cref="VipsException"/> if the file is broken.</summary>
    public static PictureAnswer Make(PictureJob job)
    {
        using var head = StillPictures.Header(job.File, FileKind.Heif);
        if (StillPictures.TooLarge(job, head) is { } refusal) return refusal;
        try
        {
            return StillPictures.Make(job, head, job.File);
        }
        catch (VipsException) when (!IsAv1(head))
        {
            foreach (var file in Directory.EnumerateFiles(job.Folder)) File.Delete(file);
            return ByTool(job, head);
        }
    }

    private static bool IsAv1(Image head) =>
        head.Contains("heif-compression") && head.Get("heif-compression") is "av1";

    private static PictureAnswer ByTool(PictureJob job, Image head)
    {
        if (Tool.Find(ToolName) is not { } tool)
        {
            return CaptureTimes.Of(head, new PictureAnswer(job.Id, PictureWord.Kept)
            {
                Why = "this machine has no decoder for HEIC pictures: it is kept for the owner",
            });
        }

        var decoded = Path.Combine(job.Folder, "decoded.jpg");
        var outcome = tool.Run(["-q", "95", job.File, decoded], job.ToolSeconds);
        // Of several pictures each has a number, and the first is shown.
        var first = File.Exists(decoded) ? decoded : Path.Combine(job.Folder, "decoded-1.jpg");
        if (!outcome.Well || !File.Exists(first))
        {
            return new PictureAnswer(job.Id, PictureWord.Refused)
            {
                Why = outcome.Late
                    ? "the picture took too long to decode"
                    : "the picture is broken: it cannot be decoded",
            };
        }

        return StillPictures.Make(job, head, first);
    }
}
