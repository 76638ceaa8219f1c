using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Purser.Embedded.Pictures;
using Purser.Outside;

namespace Purser.Tests.Pictures;

/// <summary>The children and their parent: deaths, lateness, idleness.</summary>
public sealed class PictureWorkersTests : IDisposable
{
    private const string Ready = """echo '{"id":0,"word":"ready","width":0,"height":0,"copies":[]}'""";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(77);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(66);
    private readonly string _folder = Directory.CreateTempSubdirectory("purser-workers-").FullName;
    private readonly WatchedTime _time = new();
    private readonly byte[] _picture = PictureFiles.Jpeg(60, 40);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Note => Path.Combine(_folder, "note");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_job_whose_child_dies_is_done_by_the_next()
    {
        await using var workers = Workers(
            $"echo start >> {Note}; [ $(wc -l < {Note}) = 1 ] && {{ {Ready}; read job; kill -9 $$; }}; exec \"$@\"");
        Assert.IsType<PictureReply.Made>(await workers.Make(File(), PictureLimits.Usual, Stop));
        Assert.Equal(2, System.IO.File.ReadAllLines(Note).Length);
    }

    [Fact]
    public async Task A_job_that_kills_two_children_is_refused_and_the_next_is_not()
    {
        await using var workers = Workers(
            $"echo start >> {Note}; [ $(wc -l < {Note}) -le 2 ] && {{ {Ready}; read job; kill -9 $$; }}; exec \"$@\"");
        var refused = Assert.IsType<PictureReply.Refused>(await workers.Make(File(), PictureLimits.Usual, Stop));
        Assert.Equal("the file could not be decoded", refused.Why);
        Assert.IsType<PictureReply.Made>(await workers.Make(File(), PictureLimits.Usual, Stop));
    }

    [Theory]
    [InlineData("""echo '{"id":1,"word":"made","width":6,"height":4,"copies":[{"file":"/etc/passwd","width":1,"height":1}]}'""")]
    [InlineData("""echo '{"id":1,"word":"made","width":6,"height":4,"copies":[]}'""")]
    [InlineData("""echo '{"id":2,"word":"refused","why":"another","width":0,"height":0,"copies":[]}'""")]
    [InlineData("echo nonsense")]
    [InlineData("head -c 200000 /dev/zero")]
    public async Task An_answer_that_is_none_is_not_believed(string answer)
    {
        await using var workers = Workers($"{Ready}; read job; {answer}; read more");
        var refused = Assert.IsType<PictureReply.Refused>(await workers.Make(File(), PictureLimits.Usual, Stop));
        Assert.Equal("the file could not be decoded", refused.Why);
    }

    [Fact]
    public async Task A_job_that_hangs_is_ended_after_its_time_with_its_child()
    {
        await using var workers = Workers($"echo $$ > {Note}; {Ready}; cat > /dev/null; exit");
        var making = workers.Make(File(), PictureLimits.Usual, Stop);
        await _time.Started(Limit);
        _time.Advance(Limit);
        Assert.Equal("it took too long to decode", Assert.IsType<PictureReply.Refused>(await making).Why);
        Assert.Empty(workers.Children);
        await Gone(int.Parse(System.IO.File.ReadAllText(Note), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_child_without_work_ends_and_another_takes_its_place()
    {
        await using var workers = Workers("exec \"$@\"");
        Assert.IsType<PictureReply.Made>(await workers.Make(File(), PictureLimits.Usual, Stop));
        var first = Assert.Single(workers.Children);
        Assert.IsType<PictureReply.Made>(await workers.Make(File(), PictureLimits.Usual, Stop));
        Assert.Equal([first], workers.Children);
        _time.Advance(Idle);
        Assert.Empty(workers.Children);
        await Gone(first);
        Assert.IsType<PictureReply.Made>(await workers.Make(File(), PictureLimits.Usual, Stop));
        Assert.NotEqual(first, Assert.Single(workers.Children));
    }

    [Fact]
    public async Task Nothing_is_left_in_the_scratch_folder_and_old_things_are_swept()
    {
        var old = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "scratch", "job-9")).FullName, "360.jpg");
        System.IO.File.WriteAllText(old, "left by a crash");
        await using var workers = Workers("exec \"$@\"");
        Assert.IsType<PictureReply.Made>(await workers.Make(File(), PictureLimits.Usual, Stop));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "scratch")));
    }

    [Fact]
    public async Task A_child_knows_nothing_of_its_parents_secrets()
    {
        Environment.SetEnvironmentVariable("PICTURES_TEST_SECRET", "Wanda");
        await using var workers = Workers($"env > {Note}; {Ready}; read job; exit 1");
        await workers.Make(File(), PictureLimits.Usual, Stop);
        var known = System.IO.File.ReadAllText(Note);
        Assert.DoesNotContain("PICTURES_TEST_SECRET", known, StringComparison.Ordinal);
        Assert.Contains("PATH=", known, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_start_is_not_the_guests_fault()
    {
        await using var workers = Workers("echo no library >&2; exit 1");
        var fault = await Assert.ThrowsAsync<OutsideUnavailable>(
            () => workers.Make(File(), PictureLimits.Usual, Stop));
        Assert.Contains("no library", fault.Message, StringComparison.Ordinal);
        await using var none = new PictureWorkers(Options(new PictureProgram("/nonexistent/purser", [])), _time);
        await Assert.ThrowsAsync<OutsideUnavailable>(() => none.Make(File(), PictureLimits.Usual, Stop));
    }

    [Fact]
    public async Task Who_gives_up_ends_the_child()
    {
        await using var workers = Workers($"echo $$ > {Note}; {Ready}; cat > /dev/null; exit");
        using var stop = new CancellationTokenSource();
        var making = workers.Make(File(), PictureLimits.Usual, stop.Token);
        await _time.Started(Limit);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => making);
        Assert.Empty(workers.Children);
    }

    [Fact]
    public async Task A_child_ends_when_its_parent_is_gone()
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet", Workshop.Program.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Contains("ready", await child.StandardOutput.ReadLineAsync(Stop), StringComparison.Ordinal);
        var limits = await System.IO.File.ReadAllTextAsync($"/proc/{child.Id}/limits", Stop);
        Assert.Matches(@"Max core file size\s+0\s+0", limits);
        Assert.DoesNotMatch(@"Max address space\s+unlimited", limits);
        Assert.DoesNotMatch(@"Max file size\s+unlimited", limits);
        child.StandardInput.Close();
        await child.WaitForExitAsync(Stop);
        Assert.NotEqual(0, child.ExitCode);
    }

    private string File()
    {
        var path = Path.Combine(_folder, "picture");
        System.IO.File.WriteAllBytes(path, _picture);
        return path;
    }

    private PictureWorkers Workers(string script) => new(
        Options(new PictureProgram(
            "/bin/sh", ["-c", script, "sh", Workshop.Program.Path, .. Workshop.Program.Arguments])),
        _time);

    private PictureOptions Options(PictureProgram program) => new(Path.Combine(_folder, "scratch"), program)
    {
        Children = 1,
        PictureTime = Limit,
        Idle = Idle,
    };

    private static async Task Gone(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            await found.WaitForExitAsync(Stop);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }

    /// <summary>A clock that stands, and tells when a timer of a length is set.</summary>
    private sealed class WatchedTime : FakeTimeProvider
    {
        private readonly TaskCompletionSource _limit = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started(TimeSpan due) => due == Limit ? _limit.Task.WaitAsync(Stop) : throw new BugException("not watched");

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == Limit) _limit.TrySetResult();
            return timer;
        }
    }
}
