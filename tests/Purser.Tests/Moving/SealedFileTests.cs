using System.Text;
using Purser.Host.Moving.Parts;
using Purser.Host.Moving.Sealing;

namespace Purser.Tests.Moving;

public sealed class SealedFileTests : IDisposable
{
    private const string Passphrase = "six random words are very good";
    private const int Chunk = SealedFormat.ChunkBytes;
    private static readonly byte[] Salt = new byte[SealedFormat.SaltBytes];
    private readonly string _place = Directory.CreateTempSubdirectory("purser-sealed-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Place => Path.Combine(_place, "sealed");

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((3 * Chunk) + 17)]
    public void What_is_sealed_is_read_back(int length)
    {
        var plain = Plain(length);
        using var opened = new OpeningStream(new MemoryStream(Sealed(plain)), Passphrase);
        using var found = new MemoryStream();
        opened.CopyTo(found);
        Assert.Equal(plain, found.ToArray());
    }

    [Fact]
    public void The_first_line_says_how_it_is_sealed()
    {
        var line = Encoding.ASCII.GetString(Sealed([1])).Split('\n')[0];
        Assert.Equal($"purser-sealed/1 pbkdf2-sha256 1000000 {new string('0', 64)}", line);
    }

    [Fact]
    public void Another_passphrase_opens_nothing()
    {
        var fault = Assert.Throws<InvalidDataException>(() =>
            new OpeningStream(new MemoryStream(Sealed([1, 2])), Passphrase + "!"));
        Assert.Contains("passphrase", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("purser-sealed/2 pbkdf2-sha256 1000000", "another version")]
    [InlineData("purser-sealed/1 pbkdf2-sha256 1000", "first line")]
    [InlineData("purser-sealed/1 pbkdf2-sha256 999999999", "first line")]
    [InlineData("PK", "no sealed file")]
    public void Another_first_line_is_refused_before_any_work(string line, string why)
    {
        var bytes = Encoding.ASCII.GetBytes($"{line} {new string('0', 64)}\nxxxxxxxxxxxxxxxxxxxx");
        var fault = Assert.Throws<InvalidDataException>(() => new OpeningStream(new MemoryStream(bytes), Passphrase));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_can_be_changed_cut_off_put_elsewhere_or_appended()
    {
        var whole = Sealed(Plain((2 * Chunk) + 5));
        var head = Array.IndexOf(whole, (byte)'\n') + 1;
        const int one = Chunk + SealedFormat.TagBytes;
        byte[] changed = [.. whole];
        changed[^20] ^= 1;
        byte[][] broken =
        [
            changed, whole[..^1], whole[..(head + one)], whole[..(head + (2 * one))], [.. whole, 0],
            [.. whole[..head], .. whole[(head + one)..(head + (2 * one))], .. whole[head..(head + one)],
                .. whole[(head + (2 * one))..]],
            [.. whole[..head], .. whole[(head + one)..]],
        ];
        Assert.All(broken, bytes => Assert.Throws<InvalidDataException>(() =>
        {
            using var opened = new OpeningStream(new MemoryStream(bytes), Passphrase);
            opened.CopyTo(Stream.Null);
        }));
    }

    [Fact]
    public async Task A_sealed_file_belongs_to_one_export()
    {
        var line = SealedLine.OfSecret("crew-links-1", Plain(32));
        using (var half = SealedHalf.Begin(Place))
        {
            var lines = new[] { line }.ToAsyncEnumerable();
            Assert.Equal(1, await half.Write((Passphrase, Salt), "export-1", lines, Stop));
            half.NameWith(() => { });
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place));
        var found = await SealedFile.Read(Place, Passphrase, "export-1", Stop).ToListAsync(Stop);
        Assert.Equal(line.Body, Assert.Single(found).Body);
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
            await SealedFile.Read(Place, Passphrase, "export-2", Stop).ToListAsync(Stop));
        Assert.DoesNotContain("crew-links-1", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Place, Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_never_ends_is_refused()
    {
        using var endless = new MemoryStream(Encoding.ASCII.GetBytes(new string('x', 200_000)));
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
            await Lines.Read(endless, LineJson.Default.FileLine, 1000, Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task An_older_sealed_file_stays_if_what_the_new_one_belongs_to_gets_no_name()
    {
        await File.WriteAllTextAsync(Place, "older", Stop);
        using (var half = SealedHalf.Begin(Place))
        {
            await half.Write((Passphrase, Salt), "export-1", AsyncEnumerable.Empty<SealedLine>(), Stop);
            Assert.Equal("older", await File.ReadAllTextAsync(Place, Stop));
            Assert.Throws<IOException>(() => half.NameWith(() => throw new IOException("no name")));
        }

        Assert.Equal("older", await File.ReadAllTextAsync(Place, Stop));
        Assert.Equal([Place], Directory.GetFiles(_place));
    }

    [Fact]
    public async Task A_first_sealed_file_goes_if_what_it_belongs_to_gets_no_name()
    {
        using (var half = SealedHalf.Begin(Place))
        {
            await half.Write((Passphrase, Salt), "export-1", AsyncEnumerable.Empty<SealedLine>(), Stop);
            Assert.Throws<IOException>(() => half.NameWith(() => throw new IOException("no name")));
        }

        Assert.Empty(Directory.GetFiles(_place));
    }

    private static byte[] Sealed(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var sealing = new SealingStream(target, Passphrase, Salt))
        {
            foreach (var some in plain.Chunk(1000)) sealing.Write(some);
            sealing.Finish();
        }

        return target.ToArray();
    }

    private static byte[] Plain(int length) => [.. Enumerable.Range(0, length).Select(one => (byte)(one % 251))];
}
