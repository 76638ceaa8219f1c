using NodaTime;
using NodaTime.Testing;
using Purser.Embedded;
using Purser.Embedded.Disk;
using Purser.Outside;

namespace Purser.Contracts.Embedded;

/// <summary>What only the quarantine of one machine promises.</summary>
public sealed class QuarantineDiskTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Name = "booking/upload";
    private readonly TestFolder _folder = new();
    private readonly FakeClock _clock = new(Instant.FromUtc(2027, 5, 30, 20, 0));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Root => _folder.At("quarantine");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_its_owners_only_and_has_exactly_the_bytes_that_were_sent()
    {
        Assert.IsType<ReceiveReply.Received>(await Send(Opened(), Order(3), 0, "abc"u8.ToArray()));
        var file = Assert.Single(Files());
        Assert.Equal("abc", await File.ReadAllTextAsync(file, Stop));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        foreach (var folder in Directory.GetDirectories(Root, "*", SearchOption.AllDirectories).Append(Root))
            Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task Incident_28_what_a_crash_left_half_written_is_gone_after_the_next_start()
    {
        var order = Order(UploadLimits.FormBytes + 1);
        Assert.IsType<ReceiveReply.Received>(await Send(Opened(), order, 3, [7]));
        string[] half = ["booking/other.original.4.unfinished", "booking/upload.parts/2.9.unfinished", ".borrowed/3"];
        foreach (var name in half)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, name))!);
            await File.WriteAllTextAsync(Path.Combine(Root, name), "half", Stop);
        }

        var quarantine = Opened();
        Assert.Equal([3], (await quarantine.Look(order, Stop)).Parts);
        Assert.Equal(["booking/upload.parts/3"], Files().Select(file => Path.GetRelativePath(Root, file)));
        Assert.Null(await quarantine.Borrow("booking/other", Stop));
    }

    [Fact]
    public async Task A_crash_between_the_whole_and_the_end_of_its_parts_loses_neither()
    {
        var order = Order(UploadLimits.FormBytes + 1);
        var quarantine = Opened();
        for (var part = 1; part <= 3; part++)
            await Send(quarantine, order, part, new byte[UploadLimits.PartSize(order.Size, part)]);
        Copy("booking/upload.parts", "../kept");
        Assert.True((await quarantine.Look(order, Stop)).Whole);
        Assert.Equal(["booking/upload.original"], Names());
        Copy("../kept", "booking/upload.parts");
        Assert.True((await Opened().Look(order, Stop)).Whole);
        Assert.Equal(["booking/upload.original"], Names());
    }

    [Fact]
    public async Task A_sender_who_goes_away_in_the_middle_leaves_nothing()
    {
        var quarantine = Opened();
        using var body = new SlowBody();
        var sending = quarantine.Receive(Order(100), 0, body, Stop);
        await body.Give(new byte[60]);
        Assert.Single(Names(), name => name.EndsWith(".unfinished", StringComparison.Ordinal));
        body.Break(new IOException("the connection is gone"));
        var fault = await Assert.ThrowsAsync<IOException>(() => sending);
        Assert.Equal("the connection is gone", fault.Message);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task What_is_removed_while_it_is_sent_does_not_arrive()
    {
        var quarantine = Opened();
        using var body = new SlowBody();
        var sending = quarantine.Receive(Order(100), 0, body, Stop);
        await body.Give(new byte[60]);
        await quarantine.Remove(Name, Stop);
        // It is not asked for more, so that this piece is not waited for.
        _ = body.Give(new byte[40]);
        body.End();
        Assert.IsType<ReceiveReply.Removed>(await sending);
        Assert.Empty(Files());
        Assert.IsType<ReceiveReply.Received>(await Send(quarantine, Order(100), 0, new byte[100]));
    }

    [Fact]
    public async Task A_second_send_that_is_faster_wins_and_the_slow_one_learns_it()
    {
        var quarantine = Opened();
        using var body = new SlowBody();
        var slow = quarantine.Receive(Order(3), 0, body, Stop);
        await body.Give([1, 1]);
        Assert.IsType<ReceiveReply.Received>(await Send(quarantine, Order(3), 0, [2, 2, 2]));
        await body.Give([1]);
        body.End();
        Assert.IsType<ReceiveReply.Already>(await slow);
        Assert.Equal([2, 2, 2], await File.ReadAllBytesAsync(Assert.Single(Files()), Stop));
    }

    [Fact]
    public async Task Below_the_floor_nothing_is_taken()
    {
        var free = 1_099L;
        var quarantine = DiskQuarantine.Open(Root, _clock, floorBytes: 1_000, () => free);
        Assert.IsType<ReceiveReply.NoSpace>(await Send(quarantine, Order(100), 0, new byte[100]));
        Assert.Empty(Files());
        free = 1_100;
        Assert.IsType<ReceiveReply.Received>(await Send(quarantine, Order(100), 0, new byte[100]));
    }

    [Fact]
    public async Task A_disk_that_has_no_room_for_the_file_takes_nothing_of_it()
    {
        // More than any disk has: the room is asked of the system before the first byte is read.
        var quarantine = DiskQuarantine.Open(Root, _clock, floorBytes: 0, () => long.MaxValue);
        var order = Order(UploadLimits.FormBytes);
        Assert.True(Durable.IsFull(Assert.Throws<IOException>(
            () => Unfinished.Begin(_folder.At("a"), _folder.At("a.unfinished"), 1L << 60, OwnerOnly))));
        Assert.False(File.Exists(_folder.At("a.unfinished")));
        using var full = new SlowBody();
        var sending = quarantine.Receive(order, 0, full, Stop);
        await full.Give(new byte[10]);
        full.Break(new OutsideUnavailable("append", new IOException("no space left", Durable.NoSpaceLeft)));
        Assert.IsType<ReceiveReply.NoSpace>(await sending);
        Assert.Empty(Files());
    }

    private DiskQuarantine Opened() => DiskQuarantine.Open(Root, _clock, floorBytes: 0);

    private UploadOrder Order(long size) => new(
        Name, "image/jpeg", size, new Uri("http://localhost:8080/api/g/a/photos/u/file"),
        _clock.GetCurrentInstant() + Duration.FromMinutes(15));

    private static async Task<ReceiveReply> Send(DiskQuarantine quarantine, UploadOrder order, int part, byte[] bytes)
    {
        using var body = new MemoryStream(bytes);
        return await quarantine.Receive(order, part, body, Stop);
    }

    private string[] Files() =>
        Directory.Exists(Root) ? Directory.GetFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }) : [];

    private string[] Names() => [.. Files().Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal)];

    private void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(Root, to));
        foreach (var file in Directory.GetFiles(Path.Combine(Root, from)))
            File.Copy(file, Path.Combine(Root, to, Path.GetFileName(file)));
    }
}
