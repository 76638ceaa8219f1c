using Purser.Embedded.Pictures;
using Purser.Outside;

namespace Purser.Tests.Pictures;

/// <summary>
/// The real children, shared by all tests of pictures: what one file does must not matter to the next.
/// </summary>
internal static class Workshop
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("purser-pictures-").FullName;
    private static int _files;

    /// <summary>This build's own program.</summary>
    public static PictureProgram Program { get; } =
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "purser.dll"), PictureProgram.Command]);

    /// <summary>The maker.</summary>
    public static PictureWorkers Pictures { get; } = new(
        new PictureOptions(Path.Combine(Folder, "scratch"), Program)
        {
            // A loaded machine is slow, and what is tested here is not how fast it is.
            StartTime = TimeSpan.FromMinutes(5),
            PictureTime = TimeSpan.FromMinutes(10),
        },
        TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Writes a file, and returns its path.</summary>
    public static string File(byte[] body, string ending = "")
    {
        var path = Path.Combine(Folder, $"file-{Interlocked.Increment(ref _files)}{ending}");
        System.IO.File.WriteAllBytes(path, body);
        return path;
    }

    /// <summary>What becomes of a file.</summary>
    public static Task<PictureReply> Reply(byte[] body, PictureLimits? limits = null) =>
        Pictures.Make(File(body), limits ?? PictureLimits.Usual, Stop);

    /// <summary>The copies of a file that must be made.</summary>
    public static async Task<PictureReply.Made> Made(byte[] body, PictureLimits? limits = null)
    {
        var reply = await Reply(body, limits);
        Assert.False(reply is PictureReply.Refused, (reply as PictureReply.Refused)?.Why);
        return Assert.IsType<PictureReply.Made>(reply);
    }

    /// <summary>Why a file is refused.</summary>
    public static async Task<string> Why(byte[] body, PictureLimits? limits = null) =>
        Assert.IsType<PictureReply.Refused>(await Reply(body, limits)).Why;
}
