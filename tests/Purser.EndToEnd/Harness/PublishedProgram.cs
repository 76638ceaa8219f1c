using System.Diagnostics;

namespace Purser.EndToEnd.Harness;

/// <summary>The published native binary, as a user runs it.</summary>
internal static class PublishedProgram
{
    private static readonly string[] Keys =
        ["SERVICE_KEY_HASH", "DASHBOARD_TOKEN_HASH", "BOOKING_KEY_HASH", "OFFICE_KEY_HASH", "AWS_LAMBDA_RUNTIME_API"];

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The binary named by <c>PURSER_BINARY</c>; else the one that <c>./build</c> leaves in <c>out/native</c>.</summary>
    public static string Path { get; } = Find();

    /// <summary>Prepares a start of the program with nothing of this machine's settings.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo(Path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PURSER_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var name in Keys) start.Environment.Remove(name);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Ran> Run(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings = null, string input = "")
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Wait.Deadline);
        using var process = Process.Start(Start(arguments, settings))!;
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"purser {string.Join(' ', arguments)} did not end");
        }

        return new Ran(process.ExitCode, await output, await errors);
    }

    private static string Find()
    {
        var named = Environment.GetEnvironmentVariable("PURSER_BINARY");
        var path = named ?? System.IO.Path.Combine(Root, "out", "native", "purser");
        return File.Exists(path) ? path : throw new InvalidOperationException($"no program at {path}: run ./build first");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Purser.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("no Purser.slnx above the tests");
        return folder.FullName;
    }
}

/// <summary>How a command ended.</summary>
internal sealed record Ran(int Code, string Output, string Errors)
{
    /// <summary>The command must have worked.</summary>
    public Ran Well()
    {
        Assert.True(Code == 0, $"exit code {Code}\n{Output}\n{Errors}");
        return this;
    }

    /// <summary>All that it printed.</summary>
    public string Everything => Output + Errors;
}
