using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Purser.Bench;

/// <summary>
/// Copies of 12-megapixel JPEGs by the program's own children, and the same copies of the same files by libvips' own
/// tool, in whichever of two ways it is faster: one process with all threads, or one with one thread for each core.
/// </summary>
internal static class PictureRace
{
    private const int Turns = 3;
    private const string WebP = "[Q=78,effort=4,strip]";
    private const string Jpeg = "[Q=82,optimize_coding,interlace,strip]";
    private static readonly int[] Cells = [256, 64, 24];

    /// <summary>How many of our processes work at once.</summary>
    public static readonly int Cores = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Both rows; returns the files, for what else is measured with them.</summary>
    public static async Task<string[]> Run(string[] program, string folder)
    {
        var files = await Files(Directory.CreateDirectory(Path.Combine(folder, "pictures")).FullName, 40);
        await Row("thumbnails (360, 720)", program, folder, files, [720, 360]);
        await Row("all copies (360, 720, 2,048)", program, folder, files[..12], [2048, 720, 360]);
        return files;
    }

    private static async Task Row(string what, string[] program, string folder, string[] files, int[] sides)
    {
        var pairs = new List<(double Ours, double Theirs)>();
        for (var turn = 0; turn < Turns; turn++)
        {
            var ours = await Timed(() => Ours(program, folder, files, sides));
            var whole = await Timed(() => Theirs(files, sides, 1));
            var split = await Timed(() => Theirs(files, sides, Cores));
            pairs.Add((ours, Math.Min(whole, split)));
        }

        var (time, baseline) = (pairs.Select(pair => pair.Ours).Median(), pairs.Select(pair => pair.Theirs).Median());
        Table.Row(
            $"{what} of 12-megapixel JPEGs, WebP and JPEG",
            string.Create(CultureInfo.InvariantCulture, $"{files.Length / time:F1} files/s"),
            string.Create(CultureInfo.InvariantCulture, $"vipsthumbnail {files.Length / baseline:F1} files/s"),
            time / baseline, "<= 1.2");
    }

    /// <summary>Seconds that it takes.</summary>
    public static async Task<double> Timed(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>A child for each core, each given the next file when it has answered.</summary>
    private static async Task Ours(string[] program, string folder, string[] files, int[] sides)
    {
        var waiting = new ConcurrentQueue<(int Id, string File)>(files.Select((file, index) => (index + 1, file)));
        await Task.WhenAll(Enumerable.Range(0, Cores).Select(async _ =>
        {
            using var child = Process.Start(new ProcessStartInfo(program[0], [.. program[1..], "pictures"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            await Answer(child, "ready");
            while (waiting.TryDequeue(out var next))
            {
                var place = Directory.CreateDirectory(Path.Combine(folder, $"job-{next.Id}")).FullName;
                var job = new JsonObject
                {
                    ["id"] = next.Id,
                    ["file"] = next.File,
                    ["folder"] = place,
                    ["kind"] = "jpeg",
                    ["mostPixels"] = 120_000_000,
                    ["mostSide"] = 20_000,
                    ["mostVideoSeconds"] = 0,
                    ["mostBytes"] = 100_000_000,
                    ["toolSeconds"] = 100,
                    ["sides"] = new JsonArray([.. sides.Select(side => JsonValue.Create(side))]),
                };
                await child.StandardInput.WriteLineAsync(job.ToJsonString());
                await Answer(child, "made");
                Directory.Delete(place, recursive: true);
            }

            child.StandardInput.Close();
            await child.WaitForExitAsync();
        }));
    }

    private static async Task Answer(Process child, string word)
    {
        var line = await child.StandardOutput.ReadLineAsync() ?? "";
        if (!line.Contains($"\"word\":\"{word}\"", StringComparison.Ordinal)) throw new InvalidOperationException(line);
    }

    /// <summary>Copies by libvips' own tool, in so many processes.</summary>
    public static async Task Theirs(string[] files, int[] sides, int processes)
    {
        foreach (var side in sides)
        {
            foreach (var ending in (string[])[$".webp{WebP}", $".jpg{Jpeg}"])
            {
                await Task.WhenAll(files.Chunk((files.Length + processes - 1) / processes).Select(part => Tool(
                    "vipsthumbnail", processes == 1 ? null : "1",
                    [.. part, "--size", $"{side}x{side}", "--output", $"out/%s-{side}{ending}"])));
            }
        }
    }

    /// <summary>Four pictures with detail of all sizes and some grain, each so many times.</summary>
    private static async Task<string[]> Files(string folder, int count)
    {
        Directory.CreateDirectory(Path.Combine(folder, "out"));
        var files = new List<string>();
        for (var number = 0; number < 4; number++)
        {
            foreach (var (band, cell) in Cells.Index())
            {
                var seed = $"{(number * 3) + band}";
                await Vips("perlin", At($"{band}.v"), "4000", "3000", "--cell-size", $"{cell}", "--seed", seed);
            }

            await Vips("bandjoin", $"{At("0.v")} {At("1.v")} {At("2.v")}", At("all.v"));
            await Vips(
                "gaussnoise", At("grain.v"), "4000", "3000", "--sigma", "6", "--mean", "128", "--seed", $"{number}");
            await Vips("linear", At("all.v"), At("wide.v"), "110", "0");
            await Vips("add", At("wide.v"), At("grain.v"), At("sum.v"));
            await Vips("cast", At("sum.v"), At("bytes.v"), "uchar");
            await Vips("copy", At("bytes.v"), At($"{number}.jpg[Q=92]"), "--interpretation", "srgb");
        }

        for (var number = 0; number < count; number++)
        {
            files.Add(At($"picture-{number}.jpg"));
            File.Copy(At($"{number % 4}.jpg"), files[^1]);
        }

        return [.. files];

        string At(string name) => Path.Combine(folder, name);
    }

    private static Task Vips(params string[] arguments) => Tool("vips", null, arguments);

    private static async Task Tool(string tool, string? threads, string[] arguments)
    {
        // As patient as our children are, or what else runs would meet one side only.
        var start = new ProcessStartInfo("nice", ["-n", "10", tool, .. arguments]) { RedirectStandardError = true };
        if (threads is not null) start.Environment["VIPS_CONCURRENCY"] = threads;
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{tool}: {errors}");
    }
}
