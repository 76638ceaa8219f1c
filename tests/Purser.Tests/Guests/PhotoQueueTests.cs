using System.Diagnostics;
using System.Text.Json;

namespace Purser.Tests.Guests;

/// <summary>The page's upload queue, run in Node against a server that loses replies and cuts lines.</summary>
public sealed class PhotoQueueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Sixty_files_arrive_once_over_a_bad_line_and_a_reload(int seed)
    {
        var told = Run(seed);
        Assert.Equal((60, 60, 60), (Number(told, "kept"), Number(told, "done"), Number(told, "distinct")));
        Assert.InRange(Number(told, "keptBefore"), 25, 59);
        Assert.Equal(Number(told, "keptBefore"), Number(told, "keptAtOnce"));
        Assert.Equal((0, 3), (Number(told, "resent"), Number(told, "most")));
    }

    private static int Number(JsonElement told, string name) => told.GetProperty(name).GetInt32();

    private static JsonElement Run(int seed)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        var script = Path.Combine(TemplateSource.Find("tests"), "Purser.Tests", "Guests", "photo-queue.test.mjs");
        foreach (var argument in (string[])[script, Path.Combine(TemplateSource.Root, "assets", "photos"), $"{seed}"])
            start.ArgumentList.Add(argument);
        using var node = Process.Start(start)!;
        var (said, wrong) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, wrong.Result);
        return JsonDocument.Parse(said.Result).RootElement.Clone();
    }
}
