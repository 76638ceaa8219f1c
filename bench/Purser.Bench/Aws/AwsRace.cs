using System.Diagnostics;
using System.Globalization;

namespace Purser.Bench.Aws;

/// <summary>A booking on AWS: what it asks for and writes there, and how long it takes beside an operator's script.</summary>
internal static class AwsRace
{
    private const int Counted = 9;
    private const int Stored = 500;
    private const int Callers = 3;
    private const int Turns = 15;
    private static readonly TimeSpan Way = TimeSpan.FromMilliseconds(50);

    /// <summary>All rows.</summary>
    public static async Task Run(string[] native, string folder)
    {
        await Counts(native, Path.Combine(folder, "aws-counts"));
        await Times(native, Path.Combine(folder, "aws-times"));
    }

    private static async Task Counts(string[] native, string data)
    {
        await using var aws = await Emulated.Start(TimeSpan.Zero);
        await using var served = await aws.Serve(native, data, 2 * Callers);
        var few = await Middle(aws.Proxy, served);
        Listed(few);
        await Parallel.ForAsync(
            0, Stored, new ParallelOptions { MaxDegreeOfParallelism = Callers },
            async (_, _) => await served.Settled(await served.Book(), lookEach: 100));
        await aws.Proxy.Quiet();
        var many = await Middle(aws.Proxy, served);
        Listed(many);
        Compared("requests to AWS for a booking", few.Count, many.Count, "<= 45, equal");
        Compared(
            "write units for a booking", few.Sum(call => call.WriteUnits), many.Sum(call => call.WriteUnits),
            "<= 90, equal");
    }

    private static void Listed(IReadOnlyList<Call> calls)
    {
        foreach (var one in calls.GroupBy(call => (call.Service, call.Action)).OrderBy(one => one.Key))
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Key.Service,-12}{one.Key.Action,-20}{one.Count(),4} requests{one.Sum(call => call.WriteUnits),4} units"));
        }
    }

    /// <summary>What waits for what: the requests of one booking in the order of their coming.</summary>
    private static void Told(IReadOnlyList<Call> calls, long start)
    {
        foreach (var one in calls.OrderBy(call => call.Began)) Console.Error.WriteLine(one.After(start));
    }

    /// <summary>The booking in the middle by its requests; some meet a sweep.</summary>
    private static async Task<IReadOnlyList<Call>> Middle(Proxy proxy, Served served)
    {
        var all = new List<IReadOnlyList<Call>>();
        for (var turn = 0; turn < Counted; turn++)
        {
            // No look while it is counted: it would be counted, too.
            var id = await served.Book();
            all.Add(await proxy.Quiet());
            await served.Settled(id, letters: true);
            await proxy.Quiet();
        }

        return all.OrderBy(calls => calls.Count).ElementAt(Counted / 2);
    }

    private static async Task Times(string[] native, string data)
    {
        await using var aws = await Emulated.Start(Way);
        await using var served = await aws.Serve(native, data, 2);
        var page = "";
        var ours = new List<double>();
        for (var turn = 0; turn < Turns; turn++)
        {
            // Nobody looks meanwhile: looks are requests, too.
            var start = Stopwatch.GetTimestamp();
            var id = await served.Book();
            var calls = (await aws.Proxy.Quiet()).Where(call => call.Service != "sqs").ToList();
            ours.Add(Stopwatch.GetElapsedTime(start, calls.Max(call => call.Ended)).TotalSeconds);
            if (turn == Turns / 2) Told(calls, start);
            var booking = await served.Settled(id, letters: true);
            await aws.Proxy.Quiet();
            page = booking["links"]!["guestPage"]!.GetValue<string>();
        }

        var file = Path.Combine(data, "page.html");
        using (var client = new HttpClient()) await File.WriteAllBytesAsync(file, await client.GetByteArrayAsync(new Uri(page)));
        var theirs = (await aws.Script("bookings", $"{Turns}", file)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToList();
        Table.Row(
            "a booking on AWS, 50 ms to each service", Milliseconds(ours.Median()),
            $"an operator's script {Milliseconds(theirs.Median())}", ours.Median() / theirs.Median(), "<= 1");
    }

    private static void Compared(string what, int few, int many, string aim) =>
        Table.Row(what, $"{few}", $"{many} with {Stored} stored", (double)many / few, aim);

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:F0} ms");
}
