using System.Diagnostics;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Published;

/// <summary>The published program as the child that decodes, and as the parent that does not.</summary>
public sealed class Pictures
{
    /// <summary>A JPEG of 24 x 16 pixels.</summary>
    private const string Picture = """
        /9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/
        2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAAR
        CAAQABgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAA
        AAAAAAAAAAAAAAQF/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AgBE0QAH/2Q==
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_has_no_decoder_in_its_memory()
    {
        await using var house = await House.Start();
        var maps = await File.ReadAllTextAsync($"/proc/{house.ProcessId}/maps", Stop);
        Assert.Contains("libe_sqlite3", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("libvips", maps, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hidden_command_decodes_and_ends_with_its_input()
    {
        var folder = Directory.CreateTempSubdirectory("purser-e2e-").FullName;
        var file = Path.Combine(folder, "picture");
        await File.WriteAllBytesAsync(file, Convert.FromBase64String(Picture.ReplaceLineEndings("")), Stop);
        using var child = Process.Start(PublishedProgram.Start(["pictures"]))!;
        Assert.Contains("ready", await child.StandardOutput.ReadLineAsync(Stop), StringComparison.Ordinal);
        var job = new JsonObject
        {
            ["id"] = 7,
            ["file"] = file,
            ["folder"] = folder,
            ["kind"] = "jpeg",
            ["mostPixels"] = 1000,
            ["mostSide"] = 100,
            ["mostVideoSeconds"] = 1,
            ["mostBytes"] = 9999,
            ["toolSeconds"] = 60,
            ["sides"] = new JsonArray(2048, 720, 360),
        };
        await child.StandardInput.WriteLineAsync(job.ToJsonString());
        Assert.Contains(
            "\"word\":\"made\",\"width\":24,\"height\":16", await child.StandardOutput.ReadLineAsync(Stop),
            StringComparison.Ordinal);
        Assert.Equal(7, Directory.GetFiles(folder).Length);
        child.StandardInput.Close();
        await child.WaitForExitAsync(Stop);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Help_does_not_name_the_hidden_command()
    {
        var help = (await PublishedProgram.Run(["--help"])).Well();
        Assert.Contains("serve", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("pictures", help.Output, StringComparison.Ordinal);
    }
}
