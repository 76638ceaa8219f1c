using System.Globalization;

namespace Purser.Embedded.Pictures.Worker;

/// <summary>
/// Videos, made anew by the system's <c>ffmpeg</c>, where there is one: H.264 and AAC in an MP4 that begins
/// to play before it is all there. Without it a whole video is kept.
/// </summary>
internal static class Videos
{
    private const int PlaySide = 1280;
    private const int MostVideoBits = 4_000_000;
    private const int AudioBits = 128_000;

    /// <summary>The decoders that cameras and phones need. The others of some hundreds stay shut.</summary>
    private const string Decoders =
        "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,mjpeg,"
        + "aac,mp3,mp3float,opus,libopus,vorbis,ac3,amrnb,amrwb,"
        + "pcm_s16le,pcm_s16be,pcm_u8,pcm_mulaw,pcm_alaw";

    /// <summary>What of it is asked before anything is decoded.</summary>
    private const string Asked = "format=duration:format_tags=creation_time:stream=codec_type,width,height";

    private static readonly string[] NoDecoder =
        ["not on whitelist", "not found", "Unknown decoder", "Unknown encoder", "no decoder"];

    /// <summary>Does a job.</summary>
    public static PictureAnswer Make(PictureJob job)
    {
        long? made = null;
        if (job.Kind == FileKind.Mp4)
        {
            using var file = File.OpenRead(job.File);
            var header = MovieHeader.Read(file);
            if (!header.Whole) return Refused(job, "the video is broken: a part of it is missing");
            made = header.Made;
        }

        if (Tool.Find("ffmpeg") is not { } ffmpeg || Tool.Find("ffprobe") is not { } ffprobe)
            return Kept(job, made, "this machine has no decoder for videos: it is kept for the owner");
        var probe = ffprobe.Run(
            ["-v", "error", .. Input(job), "-show_entries", Asked, "-of", "json"], job.ToolSeconds);
        var facts = probe.Well ? VideoFacts.Read(probe.Said) : null;
        if (facts is null) return Failed(job, made, probe);
        made ??= facts.Made;
        if (TooMuch(job, facts) is { } why) return Refused(job, why);
        if (facts.Seconds is not { } seconds || seconds > job.MostVideoSeconds)
        {
            return Kept(job, made, string.Create(
                CultureInfo.InvariantCulture,
                $"the video is longer than {job.MostVideoSeconds} seconds: it is kept for the owner"));
        }

        return Encode(job, ffmpeg, seconds, made);
    }

    private static PictureAnswer Encode(PictureJob job, Tool ffmpeg, double seconds, long? made)
    {
        var poster = Path.Combine(job.Folder, "poster.png");
        var still = ffmpeg.Run(
        [
            .. Quiet, "-ss", Number(Math.Min(1, seconds / 3)), .. Input(job), "-map", "0:v:0",
            "-frames:v", "1", "-pix_fmt", "rgb24", "-y", poster,
        ], job.ToolSeconds);
        if (!still.Well || !File.Exists(poster)) return Failed(job, made, still);
        var play = Path.Combine(job.Folder, CopyNames.Play);
        var video = ffmpeg.Run([.. Quiet, .. Input(job), .. Output(job, seconds), play], job.ToolSeconds);
        if (!video.Well) return Failed(job, made, video);
        if (new FileInfo(play).Length > job.MostBytes)
            return Kept(job, made, "the video is too large to be shown: it is kept for the owner");
        using var head = StillPictures.Header(poster, FileKind.Png);
        var stills = StillPictures.Make(job, head, poster);
        var scale = Math.Min(1.0, (double)PlaySide / Math.Max(stills.Width, stills.Height));
        var copy = new CopyMade(CopyNames.Play, Even(stills.Width * scale), Even(stills.Height * scale));
        return stills with { Gps = made, Copies = [.. stills.Copies, copy] };
    }

    private static string[] Quiet => ["-hide_banner", "-nostdin", "-v", "error"];

    /// <summary>
    /// The demuxer is named, so that no playlist can pass for a video, and only files can be opened.
    /// </summary>
    private static string[] Input(PictureJob job) =>
    [
        "-protocol_whitelist", "file", "-codec_whitelist", Decoders, "-threads", "2", "-f",
        job.Kind switch { FileKind.Avi => "avi", FileKind.WebM => "matroska", _ => "mov" },
        "-i", "file:" + job.File,
    ];

    private static IReadOnlyList<string> Output(PictureJob job, double seconds)
    {
        // A tenth of the room is left for the container and for the encoder's own swings.
        var room = (long)(job.MostBytes * 8 * 0.9 / Math.Max(1, seconds)) - AudioBits;
        var most = Math.Clamp(room, 100_000, MostVideoBits);
        var scale = $"min(1,{PlaySide}/max(iw,ih))";
        return
        [
            "-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn",
            "-t", Number(job.MostVideoSeconds + 1),
            "-vf", $"scale=w='max(2,trunc({scale}*iw/2)*2)':h='max(2,trunc({scale}*ih/2)*2)'",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-fpsmax", "30",
            "-pix_fmt", "yuv420p", "-profile:v", "high",
            "-maxrate", Number(most), "-bufsize", Number(most * 2),
            "-c:a", "aac", "-b:a", Number(AudioBits), "-ac", "2",
            "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
            "-movflags", "+faststart", "-threads", "2", "-f", "mp4", "-y",
        ];
    }

    private static string? TooMuch(PictureJob job, VideoFacts facts) =>
        facts.Width is 0 || facts.Height is 0
            ? "the file has no moving picture"
            : Math.Max(facts.Width, facts.Height) > job.MostSide
                || (long)facts.Width * facts.Height > job.MostPixels
                ? FormattableString.Invariant(
                    $"the video is {facts.Width:N0} x {facts.Height:N0} pixels: more than is decoded")
                : null;

    private static PictureAnswer Failed(PictureJob job, long? made, ToolOutcome outcome)
    {
        if (outcome.Late)
            return Kept(job, made, "the video takes too long to decode here: it is kept for the owner");
        return NoDecoder.Any(words => outcome.Errors.Contains(words, StringComparison.OrdinalIgnoreCase))
            ? Kept(job, made, "this machine has no decoder for this video: it is kept for the owner")
            : Refused(job, "the video is broken: it cannot be decoded");
    }

    private static PictureAnswer Refused(PictureJob job, string why) =>
        new(job.Id, PictureWord.Refused) { Why = why };

    private static PictureAnswer Kept(PictureJob job, long? made, string why) =>
        new(job.Id, PictureWord.Kept) { Why = why, Gps = made };

    private static int Even(double pixels) => Math.Max(2, (int)(Math.Truncate(pixels / 2) * 2));

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
