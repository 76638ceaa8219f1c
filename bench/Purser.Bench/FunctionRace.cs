using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Purser.Bench;

/// <summary>The crew function, native and under the JIT: from its start to its first reply, and when it is warm.</summary>
internal static class FunctionRace
{
    private const int Turns = 7;
    private const int Calls = 200;
    private const string Key = "pk_crew_of-the-bench";

    private static readonly string Event = $$"""
        {
          "resource": "/{proxy+}", "path": "/api/events", "httpMethod": "GET",
          "multiValueHeaders": { "Host": [ "id.execute-api.us-east-1.amazonaws.com" ], "X-API-Key": [ "{{Key}}" ] },
          "requestContext": {
            "domainName": "id.execute-api.us-east-1.amazonaws.com", "identity": { "sourceIp": "203.0.113.7" },
            "path": "/prod/api/events", "protocol": "HTTP/1.1", "stage": "prod"
          },
          "body": null, "isBase64Encoded": false
        }
        """;

    public static async Task Run(string[] native, string[] jit)
    {
        await One(native);
        await One(jit);
        var pairs = new List<(Turn Ours, Turn Theirs)>();
        for (var turn = 0; turn < Turns; turn++) pairs.Add((await One(native), await One(jit)));
        Row("a function's cold start to its first reply", turn => turn.Cold, "ms", "<= 0.25");
        Row("the same function's warm reply", turn => turn.Warm, "ms", "");
        Row("its resident memory after 200 replies", turn => turn.Memory, "MB", "");

        void Row(string what, Func<Turn, double> figure, string unit, string aim)
        {
            var (ours, theirs) = (pairs.Select(pair => figure(pair.Ours)).Median(), pairs.Select(pair => figure(pair.Theirs)).Median());
            Table.Row(what, Text(ours, unit), $"JIT {Text(theirs, unit)}", ours / theirs, aim);
        }
    }

    private static string Text(double figure, string unit) =>
        figure.ToString(figure < 10 ? "F2" : "F0", CultureInfo.InvariantCulture) + " " + unit;

    private static async Task<Turn> One(string[] program)
    {
        using var stand = new FunctionStand();
        var start = new ProcessStartInfo(program[0]) { UseShellExecute = false, RedirectStandardError = true };
        foreach (var argument in program[1..]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in Settings(stand.Port)) start.Environment[name] = value;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        await Call(stand, process);
        var cold = clock.Elapsed.TotalMilliseconds;
        var warm = new List<double>();
        for (var call = 0; call < Calls; call++)
        {
            clock.Restart();
            await Call(stand, process);
            warm.Add(clock.Elapsed.TotalMilliseconds);
        }

        var memory = Served.Resident(process.Id) / 1024.0;
        process.Kill();
        await process.WaitForExitAsync();
        return new Turn(cold, warm.Median(), memory);
    }

    private static async Task Call(FunctionStand stand, Process process)
    {
        var said = stand.Invoke(Event);
        if (await Task.WhenAny(said, process.WaitForExitAsync()) != said)
            throw new InvalidOperationException($"the function ended with {process.ExitCode}");
        if (!(await said).Contains("\"statusCode\":200", StringComparison.Ordinal))
            throw new InvalidOperationException(await said);
    }

    private static Dictionary<string, string> Settings(int port) => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = $"127.0.0.1:{port}",
        ["AWS_ENDPOINT_URL"] = $"http://127.0.0.1:{port}",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
        ["PURSER_ROLE"] = "crew",
        ["PURSER_OPERATOR"] = Path.GetFullPath("samples/operator"),
        ["PURSER_CREW_URL"] = "https://crew.example.com",
        ["PURSER_OFFICE_URL"] = "https://office.example.com",
        ["PURSER_QUEUE_URL"] = $"http://127.0.0.1:{port}/office",
        ["PURSER_CREW_QUEUE_URL"] = $"http://127.0.0.1:{port}/crew",
        ["PURSER_SMTP_URL"] = "smtp://127.0.0.1:2525",
        ["SERVICE_KEY_HASH"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key))),
    };

    /// <summary>One start, and what followed it.</summary>
    private sealed record Turn(double Cold, double Warm, double Memory);
}
