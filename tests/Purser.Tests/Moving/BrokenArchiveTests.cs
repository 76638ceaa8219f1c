using System.Text.Json.Nodes;
using Purser.Host.Commands;
using Purser.Host.Moving;
using Purser.Host.Moving.Parts;
using Purser.Outside;

namespace Purser.Tests.Moving;

/// <summary>What an import refuses, and how far it reads until it does.</summary>
public sealed class BrokenArchiveTests : MovingPlace
{
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_file_of_the_operator_that_is_not_as_declared_is_not_there(int more)
    {
        await Filled("from");
        await Export("e/");
        var fleet = new FileInfo(Path.Combine(At("e"), "operator", "fleet.json"));
        var part = new Part("operator/fleet.json", fleet.Length + more, new string('0', 64));
        using var source = ArchiveSource.Open(At("e"));
        await using var into = await Opened("to");
        var import = new Import(into.Installation, source, new Progress(TextWriter.Null, TimeProvider.System));
        await using (var stream = source.Part(Manifest.Name))
        {
            var whole = await Manifest.Read(stream, Stop);
            var broken = whole with { Parts = [part] };
            await Assert.ThrowsAsync<InvalidDataException>(() => import.Operator(broken, Stop));
            Assert.False(File.Exists(into.Folder.Fleet));
            Assert.False(File.Exists(Path.Combine(into.Folder.Path, ".import-file")));
            await import.RefuseOtherOperator(whole, Stop);
            await import.Operator(whole, Stop);
        }

        var came = await File.ReadAllBytesAsync(into.Folder.Fleet, Stop);
        Assert.Equal(await File.ReadAllBytesAsync(fleet.FullName, Stop), came);
    }

    [Fact]
    public async Task A_part_that_is_named_twice_is_refused_and_is_no_bug()
    {
        await Filled("from");
        await Export("e/");
        await Changed(parts => parts.Add(parts[0]!.DeepClone()));
        await Refused("e", "has records/office.jsonl twice");
    }

    [Theory]
    [InlineData("records/office.jsonl")]
    [InlineData("files.jsonl")]
    [InlineData("operator/fleet.json")]
    public async Task A_part_that_is_longer_than_its_manifest_says_is_read_no_further(string name)
    {
        await Filled("from");
        await Export("e/");
        await Changed(parts => parts.Single(one => one!["name"]!.ToString() == name)!["bytes"] = 3);
        await Refused("e", $"{name} has more than the 3 bytes");
    }

    [Theory]
    [InlineData("objects.jsonl", "\"size\":11", "\"size\":100663297", "no store keeps the object g/a.html")]
    [InlineData("objects.jsonl", "\"size\":11", "\"size\":-1", "no store keeps the object g/a.html")]
    [InlineData("files.jsonl", "\"size\":10", "\"size\":4294967297", "no store keeps the file booking/one")]
    [InlineData("files.jsonl", "\"size\":10", "\"size\":-1", "no store keeps the file booking/one")]
    [InlineData("files.jsonl", "booking/one", "booking/../one", "no store keeps the file booking/../one")]
    [InlineData("files.jsonl", "booking/one", "/booking/one", "no store keeps the file /booking/one")]
    [InlineData("objects.jsonl", "g/a.html", "g/../a.html", "no store keeps the object g/../a.html")]
    [InlineData("objects.jsonl", "g/a.html", "/g/a.html", "no store keeps the object /g/a.html")]
    public async Task What_no_store_keeps_is_refused_before_any_of_it_is_read(
        string name, string was, string becomes, string why)
    {
        await Filled("from");
        await Export("e/");
        var path = Path.Combine(At("e"), name);
        var lines = await File.ReadAllTextAsync(path, Stop);
        Assert.Contains(was, lines, StringComparison.Ordinal);
        lines = lines.Replace(was, becomes, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, lines, Stop);
        await Changed(parts => parts.Single(one => one!["name"]!.ToString() == name)!["bytes"] = lines.Length);
        await Refused("e", why);
    }

    [Theory]
    [InlineData(16 * 1024 * 1024 + 1)]
    [InlineData(-1)]
    public async Task A_file_of_an_operator_has_a_largest_size(long bytes)
    {
        await Filled("from");
        await Export("e/");
        const string Fleet = "operator/fleet.json";
        await Changed(parts => parts.Single(one => one!["name"]!.ToString() == Fleet)!["bytes"] = bytes);
        await Refused("e", "fleet.json is too large for a file of an operator");
    }

    [Fact]
    public async Task What_no_import_takes_is_not_exported()
    {
        await Filled("from");
        Directory.CreateDirectory(Path.Combine(At("from"), "channels"));
        await using (var film = File.Create(Path.Combine(At("from"), "channels", "film")))
            film.SetLength(OperatorPlaces.MostBytes + 1);
        var (code, _, error) = await Run("export", "-o", At("e.zip"), "--data", At("from"));
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("which no import takes", error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("e.zip")));
        Assert.False(File.Exists(At("e.zip.part")));
    }

    [Fact]
    public void What_never_ends_is_read_to_its_declared_end()
    {
        using var endless = new EndlessStream();
        using var hashed = new HashedStream(endless, new Part("x", 100_000, ""));
        Assert.Throws<InvalidDataException>(() => hashed.CopyTo(Stream.Null));
        Assert.True(hashed.Count < 1_000_000);
    }

    [Theory]
    [InlineData("channels/.")]
    [InlineData("channels/..")]
    [InlineData("channels/")]
    [InlineData("channels/a/b")]
    [InlineData("channels/a\0b")]
    [InlineData("channels//etc/passwd")]
    [InlineData("channels/../fleet.json")]
    [InlineData("/etc/passwd")]
    [InlineData("../fleet.json")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("keys/guest-root-1")]
    public void A_place_that_is_none_of_the_operators_is_refused(string name) =>
        Assert.Throws<InvalidDataException>(() => OperatorPlaces.Checked(name));

    [Theory]
    [InlineData("channels/a..b.json")]
    [InlineData("channels/.hidden")]
    [InlineData("fleet.json")]
    public void Every_file_that_an_export_takes_is_taken_by_an_import(string name) =>
        Assert.Equal(name, OperatorPlaces.Checked(name));

    [Theory]
    [InlineData("booking/one", true)]
    [InlineData("a-1", true)]
    [InlineData("", false)]
    [InlineData("/one", false)]
    [InlineData("one/", false)]
    [InlineData("one//two", false)]
    [InlineData("one/..", false)]
    [InlineData("one/.", false)]
    [InlineData("One", false)]
    public void One_rule_says_what_a_quarantine_keeps(string name, bool right) =>
        Assert.Equal(right, UploadOrder.IsName(name));

    [Theory]
    [InlineData("a.guest.told.g1", true)]
    [InlineData(".hidden", false)]
    [InlineData("..", false)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("Copy of a", false)]
    public void One_rule_says_which_mails_are_kept(string name, bool right) =>
        Assert.Equal(right, Mail.IsName(name));

    [Fact]
    public void Names_have_a_greatest_length()
    {
        var (upload, mail) = (new string('a', 120), new string('a', 200));
        Assert.True(UploadOrder.IsName(upload) && Mail.IsName(mail));
        Assert.False(UploadOrder.IsName(upload + "a") || Mail.IsName(mail + "a"));
    }

    // Looked through anew after each read, this line would be two trillion bytes of work.
    [Fact(Timeout = 60_000)]
    public async Task A_long_line_is_looked_through_once()
    {
        var name = new string('x', 32 * 1024 * 1024);
        var line = Lines.Write(new FileLine(name, 1, ""), LineJson.Default.FileLine);
        await using var slow = new SlowStream([.. line, .. line]);
        var stop = TestContext.Current.CancellationToken;
        var found = await Lines.Read(slow, LineJson.Default.FileLine, line.Length, stop).ToListAsync(stop);
        Assert.Equal([name, name], found.Select(one => one.Name));
    }

    private async Task Changed(Action<JsonArray> change)
    {
        var path = Path.Combine(At("e"), Manifest.Name);
        var manifest = JsonNode.Parse(await File.ReadAllBytesAsync(path, Stop))!;
        change(manifest["parts"]!.AsArray());
        await File.WriteAllTextAsync(path, manifest.ToJsonString(), Stop);
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => count;
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 256)], cancellationToken);
    }
}
