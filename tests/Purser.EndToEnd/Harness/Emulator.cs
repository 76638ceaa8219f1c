using System.Diagnostics;

namespace Purser.EndToEnd.Harness;

/// <summary>
/// AWS as an emulator that was not written here plays it: one process for the whole run, and for each house names of its
/// own. The same journeys then run with records, files, hints and secrets there (<c>PURSER_TEST_MODE=aws</c>).
/// </summary>
internal static class Emulator
{
    private static readonly Lazy<Uri> Running = new(Start);

    // Kept: with its standard input it would end.
    private static Process? _process;
    private static int _houses;

    /// <summary>True if there is one on this machine.</summary>
    public static bool IsHere { get; } = Find();

    /// <summary>True if this run's houses lie on AWS.</summary>
    public static bool Wanted { get; } = Environment.GetEnvironmentVariable("PURSER_TEST_MODE") == "aws";

    /// <summary>Settings of a new house there.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> House(string data)
    {
        var settings = new Dictionary<string, string>
        {
            ["PURSER_MODE"] = "aws",
            ["PURSER_AWS_PREFIX"] = $"house{Interlocked.Increment(ref _houses)}-",
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ENDPOINT_URL"] = Running.Value.ToString(),
            ["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
        };
        var made = (await PublishedProgram.Run(["aws", "init", "--json", "--data", data], settings)).Well();
        var parts = System.Text.Json.Nodes.JsonNode.Parse(made.Output)!["parts"]!.AsArray();
        var queue = parts.Single(part => part!["kind"]!.GetValue<string>() == "queue")!;
        settings["PURSER_QUEUE_URL"] = queue["address"]!.GetValue<string>();
        return settings;
    }

    private static string Python => Environment.GetEnvironmentVariable("PURSER_TEST_PYTHON") ?? "python3";

    private static bool Find()
    {
        var look = new ProcessStartInfo(Python, ["-c", "import moto.server"]) { RedirectStandardError = true };
        try
        {
            using var process = Process.Start(look)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Uri Start()
    {
        var script = Path.Combine(PublishedProgram.Root, "tests", "Purser.Contracts", "Aws", "emulator.py");
        _process = Process.Start(new ProcessStartInfo(Python, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var port = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the emulator did not start");
        return new Uri($"http://127.0.0.1:{port}");
    }
}
