using NodaTime;
using NodaTime.Text;
using Purser.Outside;

namespace Purser.Embedded.Pictures;

/// <summary>
/// Pictures, decoded in processes of their own: what a hostile file breaks is its own job. This process loads
/// no decoder.
/// </summary>
internal sealed class PictureWorkers : IPictures, IAsyncDisposable
{
    private const string Undecodable = "the file could not be decoded";
    private static readonly Instant Earliest = Instant.FromUtc(1990, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2100, 1, 1, 0, 0);
    private readonly PictureOptions _options;
    private readonly PicturePool _pool;
    private long _jobs;

    /// <param name="options">How.</param>
    /// <param name="time">For limits and for the end of idle children.</param>
    public PictureWorkers(PictureOptions options, TimeProvider time)
    {
        _options = options;
        _pool = new PicturePool(options, time);
    }

    /// <summary>Children that live now, for tests.</summary>
    public IReadOnlyList<int> Children => _pool.Children;

    /// <inheritdoc />
    public async Task<PictureReply> Make(string file, PictureLimits limits, CancellationToken stop)
    {
        var (kind, why) = await Look(file, stop);
        if (kind is null) return new PictureReply.Refused(why);
        var video = kind.Value.IsVideo();
        using var place = await _pool.Enter(video, stop);
        var id = Interlocked.Increment(ref _jobs);
        var folder = Path.Combine(_options.Scratch, $"job-{id}");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                Directory.CreateDirectory(
                    folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                var job = new PictureJob(
                    id, Path.GetFullPath(file), folder, kind.Value, limits.MostPixels, limits.MostSide,
                    limits.MostVideoSeconds, ObjectContent.MostBytes, ToolSeconds(video), CopyNames.Sides);
                var limit = video ? _options.VideoTime : _options.PictureTime;
                var (answer, late) = await _pool.Ask(job, limit, stop);
                if (late) return new PictureReply.Refused("it took too long to decode");
                if (answer is null) continue;
                if (await ReplyOf(answer, video, folder, stop) is { } reply) return reply;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new OutsideUnavailable($"pictures in {_options.Scratch}", fault);
            }
            finally
            {
                if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            }
        }

        return new PictureReply.Refused(Undecodable);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _pool.Dispose();
        return ValueTask.CompletedTask;
    }

    private int ToolSeconds(bool video) => video
        ? (int)Math.Max(60, _options.VideoTime.TotalSeconds - 60)
        : (int)Math.Max(10, _options.PictureTime.TotalSeconds - 10);

    private static async Task<(FileKind? Kind, string Why)> Look(string file, CancellationToken stop)
    {
        try
        {
            await using var content = File.OpenRead(file);
            var head = new byte[FileContent.HeadBytes];
            var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
            return FileContent.Look(head.AsSpan(0, read));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable($"read {file}", fault);
        }
    }

    /// <summary>The reply; null if the child's answer is not one that it may give.</summary>
    private static async Task<PictureReply?> ReplyOf(
        PictureAnswer answer, bool video, string folder, CancellationToken stop)
    {
        var kind = video ? PictureKind.Video : PictureKind.Picture;
        var why = answer.Why is { Length: > 0 and <= 300 } said ? said : Undecodable;
        var taken = new CaptureTime(InstantOf(answer.Original), InstantOf(answer.Gps), LocalOf(answer.Local));
        switch (answer.Word)
        {
            case PictureWord.Refused:
                return new PictureReply.Refused(why);
            case PictureWord.Kept:
                return new PictureReply.Kept(kind, taken, why);
            default:
                var count = (CopyNames.Sides.Length * 2) + (video ? 1 : 0);
                var copies = await Copies(answer.Copies, folder, stop);
                return copies?.Count == count && answer is { Width: > 0, Height: > 0 }
                    ? new PictureReply.Made(kind, answer.Width, answer.Height, taken, copies)
                    : null;
        }
    }

    private static async Task<List<PictureCopy>?> Copies(
        IReadOnlyList<CopyMade> said, string folder, CancellationToken stop)
    {
        var copies = new List<PictureCopy>();
        foreach (var made in said.DistinctBy(made => made.File))
        {
            if (CopyNames.Of(made.File) is not { } name || made.Width < 1 || made.Height < 1) return null;
            var file = new FileInfo(Path.Combine(folder, made.File));
            if (file is not { Exists: true, Length: <= ObjectContent.MostBytes }) return null;
            var body = await File.ReadAllBytesAsync(file.FullName, stop);
            if (!CopyNames.Fits(name.ContentType, body)) return null;
            copies.Add(new PictureCopy(name.Size, name.ContentType, made.Width, made.Height, body));
        }

        return copies;
    }

    private static Instant? InstantOf(long? milliseconds) =>
        milliseconds is { } value
        && value >= Earliest.ToUnixTimeMilliseconds() && value < Latest.ToUnixTimeMilliseconds()
            ? Instant.FromUnixTimeMilliseconds(value)
            : null;

    private static LocalDateTime? LocalOf(string? text) =>
        text is not null
        && LocalDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var value }
        && value.Year is >= 1990 and < 2100
            ? value
            : null;
}
