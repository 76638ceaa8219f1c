using System.Diagnostics;
using System.Text;
using NodaTime;
using Purser.Outside;

namespace Purser.Tests.Pictures;

/// <summary>Videos and HEIC pictures, which the system's own tools decode where they are found.</summary>
public sealed class VideoTests : IDisposable
{
    private const string Secret = "Wanda Harborlight";
    private readonly string _folder = Directory.CreateTempSubdirectory("purser-video-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mov", "libx264", 1600, 900, 1280, 720)]
    [InlineData("mp4", "mpeg4", 640, 360, 640, 360)]
    [InlineData("webm", "libvpx", 320, 240, 320, 240)]
    [InlineData("avi", "mjpeg", 240, 320, 240, 320)]
    public async Task A_video_is_made_anew_with_a_poster_and_without_its_remarks(
        string format, string codec, int width, int height, int playWidth, int playHeight)
    {
        Needs("ffmpeg");
        var made = await Workshop.Made(await Video(
            format, "-f", "lavfi", "-i", $"testsrc2=s={width}x{height}:r=10:d=1", "-f", "lavfi", "-i", "sine=d=1",
            "-c:v", codec, "-pix_fmt", codec == "mjpeg" ? "yuvj420p" : "yuv420p", "-metadata", $"title={Secret}",
            "-metadata", "location=+32.7-117.1/", "-metadata", "creation_time=2026-05-30T17:11:12Z",
            "-metadata:s:v", $"handler_name={Secret}", "-shortest"));
        Assert.Equal((PictureKind.Video, width, height), (made.Kind, made.Width, made.Height));
        if (format != "avi") Assert.Equal(Instant.FromUtc(2026, 5, 30, 17, 11, 12), made.Taken.Gps);
        SafeCopies.Check(made, "Wanda", "Harborlight", "+32.7");
        var play = Assert.Single(made.Copies, copy => copy.Size == PictureSize.Play);
        Assert.Equal(("video/mp4", playWidth, playHeight), (play.ContentType, play.Width, play.Height));
        var text = Encoding.Latin1.GetString(play.Body.Span);
        Assert.InRange(text.IndexOf("moov", StringComparison.Ordinal), 1, text.IndexOf("mdat", StringComparison.Ordinal));
        Assert.Equal(7, made.Copies.Count);
        Assert.Contains($"h264,{playWidth},{playHeight}", await Probe(play.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_video_that_is_longer_than_shown_is_kept()
    {
        var reply = await Workshop.Reply(TinyVideo.Body, PictureLimits.Usual with { MostVideoSeconds = 1 });
        Assert.Equal(PictureKind.Video, Assert.IsType<PictureReply.Kept>(reply).Kind);
    }

    [Fact]
    public async Task A_video_of_a_rare_kind_is_kept()
    {
        Needs("ffmpeg");
        var body = await Video("avi", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=10:d=1", "-c:v", "msmpeg4v2");
        Assert.Contains("no decoder", Assert.IsType<PictureReply.Kept>(await Workshop.Reply(body)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_video_of_which_a_part_is_missing_is_refused()
    {
        var body = TinyVideo.Body;
        Assert.Equal("the video is broken: a part of it is missing", await Workshop.Why(body[..^50]));
        Assert.Equal("the video is broken: a part of it is missing", await Workshop.Why(body[..60]));
    }

    [Fact]
    public async Task A_playlist_that_begins_like_a_video_opens_no_other_file()
    {
        Needs("ffmpeg");
        byte[] list = [0, 0, 0, 20, .. "ftypisom"u8, .. new byte[8], .. "#EXTM3U\nfile:///etc/passwd\n"u8];
        Assert.StartsWith("the video is broken", await Workshop.Why(list), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_heic_picture_is_decoded_where_its_tool_is_found()
    {
        Needs("heif-convert");
        Needs("heif-enc");
        var (source, heic) = (Path.Combine(_folder, "in.jpg"), Path.Combine(_folder, "out.heic"));
        var exif = new ExifBlock().Secret(Secret).At("2026:05:30 10:11:12", "-07:00");
        await File.WriteAllBytesAsync(source, PictureFiles.Jpeg(800, 600, PictureFiles.Exif(exif)), Stop);
        await Run("heif-enc", source, "-o", heic);
        var made = await Workshop.Made(await File.ReadAllBytesAsync(heic, Stop));
        Assert.Equal((800, 600, 6), (made.Width, made.Height, made.Copies.Count));
        Assert.Equal(Instant.FromUtc(2026, 5, 30, 17, 11, 12), made.Taken.Original);
        SafeCopies.Check(made, "Wanda", "Harborlight");
    }

    [Fact]
    public async Task An_avif_picture_needs_no_tool()
    {
        using var image = PictureFiles.Corners(400, 300);
        var body = image.HeifsaveBuffer(q: 60, compression: NetVips.Enums.ForeignHeifCompression.Av1, effort: 0);
        var made = await Workshop.Made(body);
        Assert.Equal((400, 300), (made.Width, made.Height));
        SafeCopies.Check(made);
    }

    private static void Needs(string tool) => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, tool))),
        $"this machine has no {tool}");

    private async Task<byte[]> Video(string format, params string[] arguments)
    {
        var path = Path.Combine(_folder, "made." + format);
        await Run("ffmpeg", ["-v", "error", .. arguments, path]);
        return await File.ReadAllBytesAsync(path, Stop);
    }

    private async Task<string> Probe(ReadOnlyMemory<byte> body)
    {
        var path = Path.Combine(_folder, "play.mp4");
        await File.WriteAllBytesAsync(path, body.ToArray(), Stop);
        return await Run(
            "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=codec_name,width,height",
            "-of", "csv=p=0", path);
    }

    private static async Task<string> Run(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(Stop);
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
