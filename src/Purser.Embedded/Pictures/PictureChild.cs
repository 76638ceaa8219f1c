using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Purser.Outside;

namespace Purser.Embedded.Pictures;

/// <summary>
/// One process that decodes, seen from its parent. What it says is not trusted: lines have a limit, and a
/// line that is no answer to the question ends it.
/// </summary>
internal sealed class PictureChild : IDisposable
{
    private const int MostLineBytes = 64 * 1024;
    private const int MostErrorCharacters = 500;

    /// <summary>
    /// What a child gets of the parent's environment. Everything else is left out: passwords and keys are
    /// there.
    /// </summary>
    private static readonly string[] Inherited = ["PATH", "DOTNET_ROOT", "LD_LIBRARY_PATH", "NIX_LD"];

    private readonly Process _process;
    private readonly byte[] _line = new byte[MostLineBytes];
    private readonly Task<string> _errors;
    private int _held;
    private int _ended;

    private PictureChild(Process process)
    {
        _process = process;
        _errors = ReadErrors(process.StandardError);
    }

    /// <summary>Jobs that it has done.</summary>
    public int Jobs { get; private set; }

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>Starts one, and returns when it is ready.</summary>
    public static async Task<PictureChild> Start(
        PictureProgram program, string scratch, CancellationToken stop)
    {
        PictureChild child;
        try
        {
            child = new PictureChild(Process.Start(Prepared(program, scratch))!);
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException)
        {
            throw new OutsideUnavailable($"start {program.Path}", fault);
        }

        try
        {
            if (await child.Next(stop) is { Id: 0, Word: PictureWord.Ready }) return child;
            child.End();
            throw new OutsideUnavailable($"start of pictures: {await child._errors}");
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Asks for one job. Null: it died over it, or said something else. After that, or a cancellation, it
    /// must be disposed of.
    /// </summary>
    public async Task<PictureAnswer?> Ask(PictureJob job, CancellationToken stop)
    {
        Jobs++;
        try
        {
            var line = JsonSerializer.SerializeToUtf8Bytes(job, PictureMessages.Default.PictureJob);
            await _process.StandardInput.BaseStream.WriteAsync((byte[])[.. line, (byte)'\n'], stop);
            await _process.StandardInput.BaseStream.FlushAsync(stop);
        }
        catch (IOException)
        {
            stop.ThrowIfCancellationRequested();
            return null;
        }

        var answer = await Next(stop);
        return answer?.Id == job.Id && answer.Word != PictureWord.Ready ? answer : null;
    }

    /// <summary>Ends it at once, with the tools it runs.</summary>
    public void Dispose()
    {
        End();
        _process.Dispose();
    }

    private static ProcessStartInfo Prepared(PictureProgram program, string scratch)
    {
        var start = new ProcessStartInfo(program.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = scratch,
        };
        foreach (var argument in program.Arguments) start.ArgumentList.Add(argument);
        var kept = Inherited.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
        {
            if (value is not null) start.Environment[name] = value;
        }

        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["TMPDIR"] = scratch;
        // A heap for pictures would be libvips' own; what .NET needs here is small. No port for debuggers.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x8000000";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        return start;
    }

    private async Task<PictureAnswer?> Next(CancellationToken stop)
    {
        // To end it is what surely ends a read from it.
        await using var giveUp = stop.Register(End);
        var answer = await Read(stop);
        stop.ThrowIfCancellationRequested();
        return answer;
    }

    private async Task<PictureAnswer?> Read(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var end = Array.IndexOf(_line, (byte)'\n', 0, _held);
                if (end >= 0)
                {
                    var answer = JsonSerializer.Deserialize(
                        _line.AsSpan(0, end), PictureMessages.Default.PictureAnswer);
                    _held -= end + 1;
                    Buffer.BlockCopy(_line, end + 1, _line, 0, _held);
                    return answer;
                }

                if (_held == _line.Length) return null;
                var read = await _process.StandardOutput.BaseStream.ReadAsync(_line.AsMemory(_held), stop);
                if (read == 0) return null;
                _held += read;
            }
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return null;
        }
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1) return;
        ProcessGroup.End(_process.Id);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception fault)
            when (fault is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already.
        }
    }

    private static async Task<string> ReadErrors(StreamReader errors)
    {
        var kept = new StringBuilder();
        var buffer = new char[1024];
        while (await errors.ReadAsync(buffer) is > 0 and var read)
            kept.Append(buffer, 0, Math.Min(read, MostErrorCharacters - kept.Length));
        return kept.ToString().ReplaceLineEndings(" ").Trim();
    }
}
