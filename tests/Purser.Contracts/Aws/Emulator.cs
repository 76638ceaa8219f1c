using System.Diagnostics;
using System.Globalization;
using Amazon.Runtime;
using Purser.Aws;

namespace Purser.Contracts.Aws;

/// <summary>
/// The emulator of AWS that was not written here: one process for all tests, started by the first that asks. Each
/// fixture makes what it needs under a name of its own.
/// </summary>
internal static class Emulator
{
    public const string Region = "us-east-1";

    private static readonly Lazy<Process?> Running = new(Start);
    private static readonly Lazy<Uri> Place = new(() => new Uri($"http://127.0.0.1:{Running.Value!.StandardOutput.ReadLine()}"));
    private static int _fixtures;

    /// <summary>Any will do: the emulator does not check signatures.</summary>
    public static AWSCredentials Credentials { get; } = new BasicAWSCredentials("AKIAEXAMPLE", "secret");

    /// <summary>Where it listens; skips the test where the emulator is not installed.</summary>
    public static Uri Address
    {
        get
        {
            Assert.SkipWhen(Running.Value is null, "the AWS emulator is not installed: pip install 'moto[server]==5.2.1'");
            return Place.Value;
        }
    }

    /// <summary>Options whose names nobody else uses.</summary>
    public static AwsOptions Fresh(Uri? queue = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _fixtures)}-");
        return new AwsOptions(
            Region, Address, TableNames.Under(name), $"{name}site", $"{name}quarantine", queue, $"/{name}purser/",
            Distribution: null);
    }

    /// <summary>Clients of an installation.</summary>
    public static AwsClients Clients(AwsOptions options) => new(options, Credentials);

    private static Process? Start()
    {
        var own = Path.Combine(AppContext.BaseDirectory, "Aws", "emulator.py");
        var python = Environment.GetEnvironmentVariable("PURSER_TEST_PYTHON") ?? "python3";
        using (var look = Process.Start(new ProcessStartInfo(python, ["-c", "import moto.server"]) { RedirectStandardError = true })!)
        {
            look.WaitForExit();
            if (look.ExitCode != 0) return null;
        }

        return Process.Start(new ProcessStartInfo(python, [own])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["MOTO_ALLOW_NONEXISTENT_REGION"] = "false" },
        });
    }
}
