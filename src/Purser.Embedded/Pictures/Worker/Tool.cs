using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Purser.Embedded.Pictures.Worker;

/// <summary>
/// A program of the system, run on a guest's file: without a shell's eyes, and within limits.
/// </summary>
internal sealed class Tool(string path)
{
    private const int MostCharacters = 64 * 1024;
    private const int MemoryKilobytes = 2 * 1024 * 1024;

    /// <summary>
    /// The limits are set between fork and exec, which the shell can; it reads nothing of the file.
    /// </summary>
    private static readonly string Limited = string.Create(
        CultureInfo.InvariantCulture,
        $"ulimit -c 0; ulimit -v {MemoryKilobytes}; ulimit -t \"$1\"; shift; exec \"$@\"");

    /// <summary>The first of this name on the path, or null.</summary>
    public static Tool? Find(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var found = folders.Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        return found is null ? null : new Tool(found);
    }

    /// <summary>Runs it to its end, or ends it after so many seconds.</summary>
    public ToolOutcome Run(IReadOnlyList<string> arguments, int seconds)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var line = (IEnumerable<string>)
            ["-c", Limited, "sh", (seconds * 2).ToString(CultureInfo.InvariantCulture), path, .. arguments];
        foreach (var argument in line) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var (said, errors) = (Gather(process.StandardOutput), Gather(process.StandardError));
            var late = !process.WaitForExit(TimeSpan.FromSeconds(seconds));
            if (late) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return new ToolOutcome(late ? -1 : process.ExitCode, late, said.Result, errors.Result);
        }
        catch (Win32Exception fault)
        {
            return new ToolOutcome(-1, false, "", fault.Message);
        }
    }

    private static Task<string> Gather(StreamReader reader) => Task.Run(() =>
    {
        var kept = new StringBuilder();
        var buffer = new char[4096];
        while (reader.Read(buffer) is > 0 and var read)
            kept.Append(buffer, 0, Math.Min(read, MostCharacters - kept.Length));
        return kept.ToString();
    });
}

/// <summary>How a tool ended.</summary>
/// <param name="Code">0 is well.</param>
/// <param name="Late">It was ended.</param>
/// <param name="Said">The first of its output.</param>
/// <param name="Errors">The first of its errors.</param>
internal sealed record ToolOutcome(int Code, bool Late, string Said, string Errors)
{
    /// <summary>It did what it was asked.</summary>
    public bool Well => Code == 0;
}
