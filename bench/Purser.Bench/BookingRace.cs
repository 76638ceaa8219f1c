using System.Diagnostics;

namespace Purser.Bench;

/// <summary>Bookings: alone and together, against the bare loop, with few and with many stored; and a guest's page.</summary>
internal static class BookingRace
{
    private const int Warm = 40;
    private const int Alone = 80;
    private const int Rounds = 3;
    private const int AtOnce = 192;
    private const int Callers = 16;
    private const int Many = 100_000;

    /// <summary>All rows, or, quickly, those that need no full store.</summary>
    public static async Task Run(string[] native, string folder, bool quick)
    {
        await using var few = await Warmed(native, Path.Combine(folder, "few"));
        await using var bare = await BareLoop.Make(folder, few, Warm);
        await Speed(few, bare);
        await Together(few, bare);
        await Page(few, folder);
        if (quick) return;
        await using var many = await Filled(native, Path.Combine(folder, "many"));
        await AloneFewMany(few, many);
        await TogetherFewMany(few, many);
    }

    private static async Task Speed(Served few, BareLoop bare)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Alone; turn++)
        {
            theirs.Add(await bare.Turn());
            ours.Add(await One(few));
        }

        Table.Row(
            $"trigger to all effects done, one at a time ({bare.Rows} rows, {bare.Bytes / 1024.0:F1} KB)",
            $"{ours.Median():F2} ms", $"{theirs.Median():F2} ms", ours.Median() / theirs.Median(), "<= 8");
    }

    private static async Task AloneFewMany(Served few, Served many)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Alone; turn++)
        {
            theirs.Add(await One(few));
            ours.Add(await One(many));
        }

        Table.Row(
            $"one at a time with {Many:N0} stored", $"{ours.Median():F2} ms", $"{theirs.Median():F2} ms with few",
            ours.Median() / theirs.Median(), "<= 1.2");
    }

    private static async Task Together(Served few, BareLoop bare)
    {
        var rounds = new List<(double Ours, double Bare)>();
        for (var round = 0; round < Rounds; round++) rounds.Add((await Rate(few), await Rate(bare)));
        var (ours, loop) = (rounds.Select(round => round.Ours).Median(), rounds.Select(round => round.Bare).Median());
        Table.Row(
            $"bookings provisioned a second, {Callers} callers", $"{ours:F0}/s", $"{loop:F0}/s",
            rounds.Select(round => round.Ours / round.Bare).Median(), ">= 0.33, then > 1");
    }

    private static async Task TogetherFewMany(Served few, Served many)
    {
        var rounds = new List<(double Few, double Many)>();
        for (var round = 0; round < Rounds; round++) rounds.Add((await Rate(few), await Rate(many)));
        var (ours, full) = (rounds.Select(round => round.Few).Median(), rounds.Select(round => round.Many).Median());
        Table.Row(
            $"the same {Callers} callers with {Many:N0} stored, time", $"{full:F0}/s", $"{ours:F0}/s with few",
            rounds.Select(round => round.Few / round.Many).Median(), "<= 1.2");
    }

    private static async Task Page(Served few, string folder)
    {
        var booking = await few.Settled(await few.Book());
        var page = await PageRace.Run(few, booking["slug"]!.GetValue<string>(), folder);
        Table.Row(
            "guest page, 32 connections", $"{page.Host:F0}/s", $"nginx {page.Nginx:F0}/s", page.Host / page.Nginx,
            ">= 0.7, then 1");
    }

    private static async Task<Served> Warmed(string[] native, string data)
    {
        var served = await Served.Start(native, data);
        try
        {
            await served.MakeKeys(2 * Callers);
            for (var number = 0; number < Warm; number++) await One(served);
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    /// <summary>A program with many bookings stored, as warm as the other.</summary>
    private static async Task<Served> Filled(string[] native, string data)
    {
        var first = await Warmed(native, data);
        await using (first)
        {
            var booking = await first.Settled(await first.Book());
            await first.DisposeAsync();
            await Stored.Multiply(
                data, booking["id"]!.GetValue<string>(), booking["reference"]!.GetValue<string>(),
                booking["slug"]!.GetValue<string>(), Many);
        }

        var served = await Served.Start(native, data, first);
        for (var number = 0; number < Warm; number++) await One(served);
        Console.Error.WriteLine($"{await Stored.Count(data):N0} records in the full one");
        return served;
    }

    private static async Task<double> One(Served served)
    {
        var clock = Stopwatch.StartNew();
        await served.Settled(await served.Book());
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<double> Rate(Served served)
    {
        var ids = new string[AtOnce];
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(
            0, AtOnce, new ParallelOptions { MaxDegreeOfParallelism = Callers },
            async (number, _) => ids[number] = await served.Book());
        foreach (var id in ids) await served.Settled(id, lookEach: 10);
        var rate = AtOnce / clock.Elapsed.TotalSeconds;
        // The letters are still on their way: whoever is measured next must not pay for them.
        foreach (var id in ids) await served.Settled(id, lookEach: 50, letters: true);
        return rate;
    }

    private static async Task<double> Rate(BareLoop bare)
    {
        var clock = Stopwatch.StartNew();
        for (var turn = 0; turn < AtOnce; turn++) await bare.Turn();
        return AtOnce / clock.Elapsed.TotalSeconds;
    }
}
