using System.Security.Cryptography;
using NodaTime;
using Purser.Outside;

namespace Purser.Contracts.Ports;

/// <summary>What a sender of bytes learns.</summary>
public enum Sent
{
    /// <summary>They are there.</summary>
    Taken,

    /// <summary>They were there before.</summary>
    Already,

    /// <summary>Not taken: wrong size, too late, or no such part.</summary>
    Refused,
}

/// <summary>A fresh, empty quarantine, for one test.</summary>
public abstract class QuarantineFixture : IAsyncDisposable
{
    /// <summary>The quarantine as it is open now.</summary>
    public abstract IQuarantine Quarantine { get; }

    /// <summary>What its clock says.</summary>
    public abstract Instant Now { get; }

    /// <summary>Sends as a browser would: the whole form (0) or one part.</summary>
    public abstract Task<Sent> Send(UploadOrder order, int part, byte[] bytes);

    /// <summary>Closes and opens again, as a new process would.</summary>
    public virtual Task Reopen() => Task.CompletedTask;

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What every quarantine keeps.</summary>
public abstract class QuarantineContract(QuarantineFixture fixture) : IAsyncLifetime
{
    private const string Name = "abcdefghijklmnopqrstuvwxyz/upload-1";
    private const long LargeSize = UploadLimits.FormBytes + 5;

    private static readonly Uri Address = new("http://localhost:8080/api/g/may-30-boatsetter-charter/photos/u1/file");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IQuarantine Quarantine => fixture.Quarantine;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_right_is_for_one_form_or_for_the_parts_of_a_large_file()
    {
        var small = Order(UploadLimits.FormBytes);
        var form = await Quarantine.Grant(small, Stop);
        Assert.Empty(form.Parts);
        Assert.True(form.Expires <= small.Expires);
        var large = await Quarantine.Grant(Order(LargeSize), Stop);
        Assert.Equal([1, 2, 3], large.Parts.Select(part => part.Number));
        Assert.Equal([UploadLimits.PartBytes, UploadLimits.PartBytes, 5], large.Parts.Select(part => part.Size));
        Assert.Equal(3, large.Parts.Select(part => part.Url).Distinct().Count());
    }

    [Fact]
    public async Task What_was_sent_is_there_whole_also_after_opening_again()
    {
        var (order, bytes) = (Order(100_000), Bytes(100_000));
        await Quarantine.Grant(order, Stop);
        Assert.False((await Quarantine.Look(order, Stop)).Whole);
        Assert.Null(await Quarantine.Borrow(Name, Stop));
        Assert.Equal(Sent.Taken, await fixture.Send(order, 0, bytes));
        await fixture.Reopen();
        Assert.True((await Quarantine.Look(order, Stop)).Whole);
        Assert.Equal(bytes, await Borrowed());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(300_000)]
    public async Task Another_size_than_was_declared_is_refused_and_nothing_is_there(int size)
    {
        var order = Order(100);
        await Quarantine.Grant(order, Stop);
        Assert.Equal(Sent.Refused, await fixture.Send(order, 0, Bytes(size)));
        Assert.Empty(await PartsOf(order));
        Assert.Null(await Quarantine.Borrow(Name, Stop));
        Assert.Equal(Sent.Taken, await fixture.Send(order, 0, Bytes(100)));
    }

    [Fact]
    public async Task A_file_arrives_once()
    {
        var order = Order(100);
        await Quarantine.Grant(order, Stop);
        Assert.Equal(Sent.Taken, await fixture.Send(order, 0, Bytes(100)));
        Assert.Equal(Sent.Already, await fixture.Send(order, 0, new byte[100]));
        Assert.Equal(Bytes(100), await Borrowed());
    }

    [Fact]
    public async Task Of_many_that_send_one_file_together_one_is_taken_whole()
    {
        const int size = 300_000;
        var order = Order(size);
        await Quarantine.Grant(order, Stop);
        var sends = Enumerable.Range(1, 12).Select(i => Task.Run(() => fixture.Send(order, 0, [.. Enumerable.Repeat((byte)i, size)]), Stop));
        var sent = await Task.WhenAll(sends);
        Assert.Single(sent, one => one == Sent.Taken);
        Assert.Equal(11, sent.Count(one => one == Sent.Already));
        var found = await Borrowed();
        Assert.Equal(size, found.Length);
        Assert.Single(found.Distinct());
    }

    [Fact]
    public async Task Parts_may_come_in_any_order_and_again()
    {
        var (order, bytes) = (Order(LargeSize), Bytes((int)LargeSize));
        await Quarantine.Grant(order, Stop);
        Assert.Equal(Sent.Taken, await fixture.Send(order, 3, Part(bytes, 3)));
        Assert.Equal(Sent.Taken, await fixture.Send(order, 1, Part(bytes, 1)));
        Assert.Equal(Sent.Already, await fixture.Send(order, 1, Part(bytes, 1)));
        await fixture.Reopen();
        Assert.Equal([1, 3], await PartsOf(order));
        Assert.Null(await Quarantine.Borrow(Name, Stop));
        Assert.Equal(Sent.Taken, await fixture.Send(order, 2, Part(bytes, 2)));
        Assert.True((await Quarantine.Look(order, Stop)).Whole);
        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData(await Borrowed()));
        Assert.True((await Quarantine.Look(order, Stop)).Whole);
        Assert.Equal(Sent.Already, await fixture.Send(order, 2, Part(bytes, 2)));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(4, 5)]
    [InlineData(-1, 5)]
    [InlineData(3, 4)]
    [InlineData(3, 6)]
    [InlineData(1, 5)]
    public async Task A_part_that_there_is_not_or_of_another_size_is_refused(int number, int size)
    {
        var order = Order(LargeSize);
        await Quarantine.Grant(order, Stop);
        Assert.Equal(Sent.Refused, await fixture.Send(order, number, Bytes(size)));
        Assert.Empty(await PartsOf(order));
    }

    [Fact]
    public async Task Asking_again_renews_the_right_and_loses_nothing()
    {
        var (order, bytes) = (Order(LargeSize), Bytes((int)LargeSize));
        var late = order with { Expires = fixture.Now - Duration.FromSeconds(1) };
        await Quarantine.Grant(order, Stop);
        Assert.Equal(Sent.Taken, await fixture.Send(order, 1, Part(bytes, 1)));
        Assert.Equal(Sent.Refused, await fixture.Send(late, 2, Part(bytes, 2)));
        var renewed = order with { Expires = fixture.Now + Duration.FromHours(2) };
        var right = await Quarantine.Grant(renewed, Stop);
        Assert.Equal(3, right.Parts.Count);
        Assert.Equal([1], await PartsOf(renewed));
        Assert.Equal(Sent.Taken, await fixture.Send(renewed, 2, Part(bytes, 2)));
        Assert.Equal(Sent.Taken, await fixture.Send(renewed, 3, Part(bytes, 3)));
        Assert.True((await Quarantine.Look(renewed, Stop)).Whole);
        Assert.Equal(bytes, await Borrowed());
    }

    [Fact]
    public async Task What_is_here_is_said_to_be_here_also_after_the_end()
    {
        var order = Order(100);
        await Quarantine.Grant(order, Stop);
        Assert.Equal(Sent.Taken, await fixture.Send(order, 0, Bytes(100)));
        var late = order with { Expires = fixture.Now - Duration.FromSeconds(1) };
        Assert.Equal(Sent.Already, await fixture.Send(late, 0, Bytes(100)));
    }

    [Fact]
    public async Task Removing_takes_the_file_and_its_parts_and_may_be_repeated()
    {
        var order = Order(LargeSize);
        await Quarantine.Remove(Name, Stop);
        await Quarantine.Grant(order, Stop);
        Assert.Equal(Sent.Taken, await fixture.Send(order, 3, Bytes(5)));
        await Quarantine.Remove(Name, Stop);
        Assert.Empty(await PartsOf(order));
        var small = Order(100);
        await Quarantine.Grant(small, Stop);
        Assert.Equal(Sent.Taken, await fixture.Send(small, 0, Bytes(100)));
        await Quarantine.Remove(Name, Stop);
        await Quarantine.Remove(Name, Stop);
        await fixture.Reopen();
        Assert.False((await Quarantine.Look(small, Stop)).Whole);
        Assert.Null(await Quarantine.Borrow(Name, Stop));
    }

    [Fact]
    public async Task What_is_borrowed_can_be_read_to_the_end_while_it_is_removed()
    {
        var order = Order(100);
        await Quarantine.Grant(order, Stop);
        await fixture.Send(order, 0, Bytes(100));
        using var borrowed = await Quarantine.Borrow(Name, Stop);
        using var again = await Quarantine.Borrow(Name, Stop);
        again!.Dispose();
        await Quarantine.Remove(Name, Stop);
        Assert.Null(await Quarantine.Borrow(Name, Stop));
        Assert.Equal(100, borrowed!.Size);
        Assert.Equal(Bytes(100), await File.ReadAllBytesAsync(borrowed.Path, Stop));
    }

    [Fact]
    public async Task Names_are_apart()
    {
        string[] names = ["a/1", "a/1/1", "a", "a-1", "b/1"];
        foreach (var (index, name) in names.Index())
        {
            var order = Order(index + 1) with { Name = name };
            await Quarantine.Grant(order, Stop);
            Assert.Equal(Sent.Taken, await fixture.Send(order, 0, Bytes(index + 1)));
        }

        await Quarantine.Remove("a", Stop);
        var found = new List<long?>();
        foreach (var name in names)
        {
            using var file = await Quarantine.Borrow(name, Stop);
            found.Add(file?.Size);
        }

        Assert.Equal([1, 2, null, 4, 5], found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a.parts")]
    [InlineData("A")]
    [InlineData("a/é")]
    public async Task A_name_that_is_none_is_a_bug(string name)
    {
        await Assert.ThrowsAsync<BugException>(() => Quarantine.Grant(Order(1) with { Name = name }, Stop));
        await Assert.ThrowsAsync<BugException>(() => Quarantine.Look(Order(1) with { Name = name }, Stop));
        await Assert.ThrowsAsync<BugException>(() => Quarantine.Borrow(name, Stop));
        await Assert.ThrowsAsync<BugException>(() => Quarantine.Remove(name, Stop));
    }

    private UploadOrder Order(long size) =>
        new(Name, "image/jpeg", size, Address, fixture.Now + Duration.FromMinutes(15));

    /// <summary>Numbers of the parts that are there of a file that is not whole.</summary>
    private async Task<IReadOnlyList<int>> PartsOf(UploadOrder order)
    {
        var arrived = await Quarantine.Look(order, Stop);
        Assert.False(arrived.Whole);
        return arrived.Parts;
    }

    private async Task<byte[]> Borrowed()
    {
        using var file = await Quarantine.Borrow(Name, Stop);
        var bytes = await File.ReadAllBytesAsync(file!.Path, Stop);
        Assert.Equal(file.Size, bytes.Length);
        return bytes;
    }

    private static byte[] Part(byte[] bytes, int number)
    {
        var from = (int)((number - 1) * UploadLimits.PartBytes);
        return bytes[from..(from + (int)UploadLimits.PartSize(bytes.Length, number))];
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++) bytes[i] = (byte)(((i * 31) + (i >> 8)) & 255);
        return bytes;
    }
}
