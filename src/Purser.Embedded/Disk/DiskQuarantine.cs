using System.Buffers;
using System.Globalization;
using NodaTime;
using Purser.Outside;

namespace Purser.Embedded.Disk;

/// <summary>
/// Guests' files as plain files that only their owner can read. Bytes are streamed to an unfinished file of
/// their own, synced, and named, one after another for each file: of several that send the same one is first,
/// and the others find it. Parts wait in a folder of their own until the whole that was put together from
/// them stands.
/// </summary>
internal sealed class DiskQuarantine : IQuarantine, IUploadReceiver
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int BufferBytes = 128 * 1024;

    private readonly QuarantinePlaces _places;
    private readonly IClock _clock;
    private readonly long _floorBytes;
    private readonly Func<long> _freeBytes;
    private readonly NameLocks _locks = new();
    private readonly SyncGroup _group = new();
    private readonly SendsUnderWay _sends = new();
    private readonly Lock _room = new();
    private long _count;

    private DiskQuarantine(QuarantinePlaces places, IClock clock, long floorBytes, Func<long> freeBytes) =>
        (_places, _clock, _floorBytes, _freeBytes) = (places, clock, floorBytes, freeBytes);

    /// <summary>Opens the quarantine, and clears away what a crash left half done.</summary>
    /// <param name="folder">Its folder; made if it is not there.</param>
    /// <param name="clock">Says when an order has ended.</param>
    /// <param name="floorBytes">Free bytes of the disk below which nothing is taken.</param>
    /// <param name="freeBytes">How many are free; null: as the disk says.</param>
    public static DiskQuarantine Open(
        string folder, IClock clock, long floorBytes, Func<long>? freeBytes = null)
    {
        freeBytes ??= () => new DriveInfo(folder).AvailableFreeSpace;
        var places = new QuarantinePlaces(folder);
        DataFolder.Make(places.Folder);
        QuarantineSweep.Clear(places);
        return new DiskQuarantine(places, clock, floorBytes, freeBytes);
    }

    public Task<UploadRight> Grant(UploadOrder order, CancellationToken stop)
    {
        _ = _places.Whole(order.Name);
        Require.That(order.Size > 0);
        var numbers = Enumerable.Range(1, UploadLimits.PartsOf(order.Size));
        var parts = numbers.Select(number => new UploadPart(
            number, new Uri(string.Create(CultureInfo.InvariantCulture, $"{order.Address}/{number}")),
            UploadLimits.PartSize(order.Size, number), order.Expires));
        return Task.FromResult(new UploadRight(order.Address, [], [.. parts], order.Expires));
    }

    public Task<Arrived> Look(UploadOrder order, CancellationToken stop) => Do(
        "look for", order.Name,
        async () =>
        {
            if (Stands(_places.Whole(order.Name))) return new Arrived(true, []);
            var parts = UploadLimits.PartsOf(order.Size);
            var here = _places.Here(order.Name, parts);
            if (parts == 0 || here.Count < parts) return new Arrived(false, here);
            await PutTogether(order, stop);
            return new Arrived(true, []);
        },
        stop);

    public Task<BorrowedFile?> Borrow(string name, CancellationToken stop) => Do(
        "borrow", name,
        () =>
        {
            var whole = _places.Whole(name);
            if (!File.Exists(whole)) return Task.FromResult<BorrowedFile?>(null);
            // A second name: the borrower can open the file to the end of his work, even if it is removed.
            DataFolder.Make(_places.Borrowed);
            var path = Path.Combine(_places.Borrowed, Next());
            if (!Durable.TryLink(whole, path)) File.Copy(whole, path);
            var borrowed = new BorrowedFile(path, new FileInfo(path).Length, () => File.Delete(path));
            return Task.FromResult<BorrowedFile?>(borrowed);
        },
        stop);

    public Task Remove(string name, CancellationToken stop) => Do(
        "remove", name,
        () =>
        {
            _sends.Remove(name);
            var whole = _places.Whole(name);
            if (!Directory.Exists(Path.GetDirectoryName(whole))) return Task.FromResult(true);
            // Parts first: of a removal that is cut short nothing can be put together again.
            RemoveParts(name);
            File.Delete(whole);
            Durable.SyncFolder(Path.GetDirectoryName(whole)!);
            return Task.FromResult(true);
        },
        stop);

    public async Task<ReceiveReply> Receive(
        UploadOrder order, int part, Stream body, CancellationToken stop)
    {
        var parts = UploadLimits.PartsOf(order.Size);
        var known = part >= 0 && part <= parts && (part == 0) == (parts == 0);
        if (!known) return new ReceiveReply.NoSuchPart(parts);
        using var send = _sends.Begin(order.Name);
        if (await Do("look for", order.Name, () => Task.FromResult(IsHere(order.Name, part)), stop))
            return new ReceiveReply.Already();
        if (_clock.GetCurrentInstant() >= order.Expires) return new ReceiveReply.Expired();
        try
        {
            return await Take(order, part, send, body, stop);
        }
        catch (OutsideUnavailable fault) when (Durable.IsFull(fault.InnerException))
        {
            return new ReceiveReply.NoSpace();
        }
    }

    /// <summary>
    /// Keeps a copy of a file of this machine, for moving an installation; one that is there stays.
    /// </summary>
    public Task<bool> Keep(string name, string path, CancellationToken stop) => Do(
        "keep", name,
        async () =>
        {
            var target = _places.Whole(name);
            if (Stands(target)) return true;
            await using var source = File.OpenRead(path);
            DataFolder.Make(Path.GetDirectoryName(target)!);
            var file = Begin(target, source.Length);
            try
            {
                await Append(file, source, stop);
                await _group.Publish([file]);
                Anchor(target);
            }
            finally
            {
                file.Discard();
            }

            return true;
        },
        stop);

    private async Task<ReceiveReply> Take(
        UploadOrder order, int part, SendsUnderWay.Send send, Stream body, CancellationToken stop)
    {
        var size = part == 0 ? order.Size : UploadLimits.PartSize(order.Size, part);
        var target = part == 0 ? _places.Whole(order.Name) : _places.Part(order.Name, part);
        if (Begin(order.Name, target, size) is not { } file) return new ReceiveReply.NoSpace();
        try
        {
            var came = await Fill(file, size, send, body, stop);
            if (send.Removed) return new ReceiveReply.Removed();
            if (came > size) return new ReceiveReply.TooLong(size);
            if (came < size) return new ReceiveReply.TooShort(size, came);
            // Before the turn of the name is taken: a large file takes its time to reach the disk.
            await OnDisk("sync", order.Name, () => new ValueTask(Task.Run(file.Sync, stop)));
            return await Do("keep", order.Name, () => Keep(order.Name, part, send, file), stop);
        }
        finally
        {
            file.Discard();
        }
    }

    private async Task<ReceiveReply> Keep(
        string name, int part, SendsUnderWay.Send send, Unfinished file)
    {
        if (send.Removed) return new ReceiveReply.Removed();
        if (IsHere(name, part)) return new ReceiveReply.Already();
        await _group.Publish([file]);
        Anchor(file.Target);
        return new ReceiveReply.Received();
    }

    /// <summary>
    /// Begins an unfinished file, unless the disk would have too little room left; its room is taken at once,
    /// so that several that begin together see each other's.
    /// </summary>
    private Unfinished? Begin(string name, string target, long size)
    {
        lock (_room)
        {
            try
            {
                if (_freeBytes() - size < _floorBytes) return null;
                DataFolder.Make(Path.GetDirectoryName(target)!);
                return Begin(target, size);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new OutsideUnavailable($"receive upload {name}", fault);
            }
        }
    }

    private Unfinished Begin(string target, long size) =>
        Unfinished.Begin(target, $"{target}.{Next()}{QuarantinePlaces.Unfinished}", size, OwnerOnly);

    private static async Task<long> Fill(
        Unfinished file, long size, SendsUnderWay.Send send, Stream body, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long came = 0;
            int count;
            while (!send.Removed && (count = await body.ReadAsync(buffer, stop)) > 0)
            {
                came += count;
                if (came > size) return came;
                await OnDisk("receive", send.Name, () => file.Append(buffer.AsMemory(0, count), stop));
            }

            return came;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task PutTogether(UploadOrder order, CancellationToken stop)
    {
        var target = _places.Whole(order.Name);
        var file = Begin(target, order.Size);
        try
        {
            for (var number = 1; number <= UploadLimits.PartsOf(order.Size); number++)
            {
                await using var part = File.OpenRead(_places.Part(order.Name, number));
                await Append(file, part, stop);
            }

            await _group.Publish([file]);
            Anchor(target);
        }
        finally
        {
            file.Discard();
        }

        RemoveParts(order.Name);
    }

    private static async Task Append(Unfinished file, FileStream source, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await source.ReadAsync(buffer, stop)) > 0)
                await file.Append(buffer.AsMemory(0, count), stop);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool IsHere(string name, int part) =>
        Stands(_places.Whole(name)) || (part > 0 && Stands(_places.Part(name, part)));

    /// <summary>
    /// True if the file is here, and will be after a cut of power: an earlier process may have named it and
    /// ended before its name was synced.
    /// </summary>
    private bool Stands(string file)
    {
        if (!File.Exists(file)) return false;
        Anchor(file);
        return true;
    }

    /// <summary>Syncs the folder of a file and those above it, which may be as new as the file.</summary>
    private void Anchor(string file)
    {
        var at = file;
        do
        {
            at = Path.GetDirectoryName(at)!;
            Durable.SyncFolder(at);
        }
        while (at != _places.Folder);
    }

    private void RemoveParts(string name)
    {
        var parts = _places.Parts(name);
        if (!Directory.Exists(parts)) return;
        Directory.Delete(parts, recursive: true);
        Durable.SyncFolder(Path.GetDirectoryName(parts)!);
    }

    private string Next() => Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);

    private async Task<T> Do<T>(string what, string name, Func<Task<T>> work, CancellationToken stop)
    {
        using var turn = await _locks.Hold(name, stop);
        try
        {
            return await work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable($"{what} upload {name}", fault);
        }
    }

    private static async ValueTask OnDisk(string what, string name, Func<ValueTask> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable($"{what} upload {name}", fault);
        }
    }
}
