using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Purser.Bench.Aws;

/// <summary>The emulator of AWS that the tests use, and before it a proxy.</summary>
internal sealed class Emulated : IAsyncDisposable
{
    private readonly Process process;

    private Emulated(Process process, Proxy proxy) => (this.process, Proxy) = (process, proxy);

    /// <summary>What stands before it.</summary>
    public Proxy Proxy { get; }

    /// <summary>The environment of a program that works on it.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["PURSER_MODE"] = "aws",
        ["PURSER_AWS_PREFIX"] = "bench-",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_ENDPOINT_URL"] = Proxy.Address.ToString(),
        ["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
    };

    /// <summary>Starts both.</summary>
    /// <param name="delay">How long the proxy keeps each request.</param>
    public static async Task<Emulated> Start(TimeSpan delay)
    {
        var python = Environment.GetEnvironmentVariable("PURSER_TEST_PYTHON") ?? "python3";
        var process = Process.Start(new ProcessStartInfo(python, ["tests/Purser.Contracts/Aws/emulator.py"])
        {
            // Kept open: with its standard input the emulator ends.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var port = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("the emulator did not start: python3 with moto[server] is needed");
        return new Emulated(process, await Proxy.Start(new Uri($"http://127.0.0.1:{port}"), delay));
    }

    /// <summary>Starts the program on it, with tables, buckets, queue and a distribution of its own.</summary>
    public async Task<Served> Serve(string[] native, string data, int keys)
    {
        var settings = Settings;
        settings["PURSER_DISTRIBUTION_ID"] = await Script("distribution");
        var made = JsonNode.Parse(await Served.Output([.. native, "aws", "init", "--json", "--data", data], settings))!;
        settings["PURSER_QUEUE_URL"] =
            made["parts"]!.AsArray().Single(part => part!["kind"]!.GetValue<string>() == "queue")!["address"]!.GetValue<string>();
        var served = await Served.Start(native, data, settings: settings);
        await served.MakeKeys(keys);
        await Proxy.Quiet();
        return served;
    }

    /// <summary>Runs the operator's script.</summary>
    public Task<string> Script(params string[] arguments)
    {
        var python = Environment.GetEnvironmentVariable("PURSER_TEST_PYTHON") ?? "python3";
        return Served.Output([python, "bench/operator.py", .. arguments], Settings);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
