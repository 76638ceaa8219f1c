using System.Diagnostics;
using System.Globalization;
using Purser.Bench;

// Usage: Purser.Bench NATIVE-BINARY JIT-DLL
string[] native = [args[0]];
string[] jit = ["dotnet", args[1]];
var folder = Directory.CreateTempSubdirectory("purser-bench-").FullName;
Console.WriteLine("| What | Ours | Baseline | Ratio | Aim |");
Console.WriteLine("|---|---|---|---|---|");
await Bookings(native, folder);
await Starts(native, jit, folder);
Directory.Delete(folder, recursive: true);

static async Task Bookings(string[] native, string folder)
{
    const int alone = 200;
    const int together = 400;
    var data = Path.Combine(folder, "bookings");
    var served = await Served.Start(native, data);
    await served.MakeKeys(16);
    for (var number = 0; number < 20; number++) await served.Settled(await served.Book(number));

    var times = new List<double>();
    for (var number = 20; number < 20 + alone; number++)
    {
        var clock = Stopwatch.StartNew();
        await served.Settled(await served.Book(number));
        times.Add(clock.Elapsed.TotalMilliseconds);
    }

    var rows = await BareLoop.Rows(data, 20 + alone);
    var bare = await BareLoop.Run(folder, rows, alone, served);
    Row($"trigger to all effects done, median ({rows.Count} rows)", $"{Median(times):F2} ms", $"{Median(bare):F2} ms",
        Median(times) / Median(bare), "<= 8");

    var rate = await Rate(served, 20 + alone, together);
    var bareRate = 1000 * bare.Count / bare.Sum();
    Row("bookings provisioned a second, 16 callers", $"{rate:F0}/s", $"{bareRate:F0}/s", rate / bareRate, ">= 0.33, then > 1");

    var first = await served.Settled(await served.Book(20 + alone + together));
    var page = await PageRace.Run(served, first["slug"]!.GetValue<string>(), folder);
    Row("guest page, 32 connections", $"{page.Host:F0}/s", $"nginx {page.Nginx:F0}/s", page.Host / page.Nginx, ">= 0.7, then 1");
    await served.DisposeAsync();

    await BareLoop.Multiply(data, first["id"]!.GetValue<string>(), first["reference"]!.GetValue<string>(), 100_000);
    await using var full = await Served.Start(native, data);
    await full.MakeKeys(16);
    var fullRate = await Rate(full, 21 + alone + together, together);
    Row("the same with 100,000 bookings stored", $"{fullRate:F0}/s", $"{rate:F0}/s with few", rate / fullRate, "<= 1.2");
}

static async Task<double> Rate(Served served, int from, int count)
{
    var clock = Stopwatch.StartNew();
    await Parallel.ForEachAsync(
        Enumerable.Range(from, count), new ParallelOptions { MaxDegreeOfParallelism = 16 },
        async (number, _) => await served.Settled(await served.Book(number)));
    return count / clock.Elapsed.TotalSeconds;
}

static async Task Starts(string[] native, string[] jit, string folder)
{
    var (ours, ourMemory) = await StartOf(native, Path.Combine(folder, "native"));
    var (theirs, theirMemory) = await StartOf(jit, Path.Combine(folder, "jit"));
    Row("start to first reply, median", $"{ours:F0} ms", $"JIT {theirs:F0} ms", ours / theirs, "<= 0.25");
    Row("idle resident memory", $"{ourMemory / 1024.0:F0} MB", $"JIT {theirMemory / 1024.0:F0} MB",
        (double)ourMemory / theirMemory, "<= 0.5");
}

static async Task<(double Milliseconds, long Memory)> StartOf(string[] program, string data)
{
    var times = new List<double>();
    long memory = 0;
    for (var turn = 0; turn < 8; turn++)
    {
        await using var served = await Served.Start(program, data);
        if (turn > 0) times.Add(served.FirstReply.TotalMilliseconds);
        using var idle = new PeriodicTimer(TimeSpan.FromSeconds(1));
        await idle.WaitForNextTickAsync();
        memory = served.Resident();
    }

    return (Median(times), memory);
}

static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

static void Row(string what, string ours, string baseline, double ratio, string aim) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {ours} | {baseline} | {ratio:F2} | {aim} |"));
