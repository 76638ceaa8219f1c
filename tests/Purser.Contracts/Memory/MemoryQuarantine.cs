using NodaTime;
using Purser.Embedded;
using Purser.Outside;
using Purser.Outside.Moving;

namespace Purser.Contracts.Memory;

/// <summary>Guests' files in memory. Safe for concurrent use.</summary>
/// <param name="clock">Says when an order has ended.</param>
/// <param name="faults">Which calls fail; null = none.</param>
public sealed class MemoryQuarantine(IClock clock, Faults? faults = null)
    : IQuarantine, IUploadReceiver, IQuarantineTransfer
{
    private readonly Dictionary<string, byte[]> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, byte[]>> _parts = new(StringComparer.Ordinal);
    private readonly Faults _faults = faults ?? Faults.None;
    private readonly Lock _lock = new();

    /// <summary>Every whole file by its name.</summary>
    public IReadOnlyDictionary<string, byte[]> All
    {
        get
        {
            lock (_lock) return new Dictionary<string, byte[]>(_whole);
        }
    }

    /// <summary>Names of files of which only parts are there.</summary>
    public IReadOnlyList<string> Waiting
    {
        get
        {
            lock (_lock) return [.. _parts.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>True: nothing is taken, as if the disk were full.</summary>
    public bool IsFull { get; set; }

    /// <inheritdoc />
    public Task<UploadRight> Grant(UploadOrder order, CancellationToken stop)
    {
        Check(order.Name);
        Require.That(order.Size > 0);
        var parts = Enumerable.Range(1, UploadLimits.PartsOf(order.Size)).Select(number => new UploadPart(
            number, new Uri($"{order.Address.AbsoluteUri}/{number}"), UploadLimits.PartSize(order.Size, number), order.Expires));
        return _faults.Call(
            $"grant upload {order.Name}", () => new UploadRight(order.Address, [], [.. parts], order.Expires), stop);
    }

    /// <inheritdoc />
    public Task<Arrived> Look(UploadOrder order, CancellationToken stop)
    {
        Check(order.Name);
        return _faults.Call($"look for upload {order.Name}", () => See(order), stop);
    }

    /// <inheritdoc />
    public Task<BorrowedFile?> Borrow(string name, CancellationToken stop)
    {
        Check(name);
        return _faults.Call($"borrow upload {name}", () => Lend(name), stop);
    }

    /// <inheritdoc />
    public Task Remove(string name, CancellationToken stop)
    {
        Check(name);
        return _faults.Call(
            $"remove upload {name}",
            () =>
            {
                lock (_lock) return _whole.Remove(name) | _parts.Remove(name);
            },
            stop);
    }

    /// <inheritdoc />
    public async Task<ReceiveReply> Receive(UploadOrder order, int part, Stream body, CancellationToken stop)
    {
        Check(order.Name);
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes, stop);
        return await _faults.Call($"receive upload {order.Name}", () => Take(order, part, bytes.ToArray()), stop);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<string> List(CancellationToken stop) => All.Keys.ToAsyncEnumerable();

    /// <inheritdoc />
    public async Task Keep(string name, string path, CancellationToken stop)
    {
        Check(name);
        var bytes = await File.ReadAllBytesAsync(path, stop);
        lock (_lock) _whole.TryAdd(name, bytes);
    }

    private ReceiveReply Take(UploadOrder order, int part, byte[] bytes)
    {
        var parts = UploadLimits.PartsOf(order.Size);
        if (part < 0 || part > parts || (part == 0) != (parts == 0)) return new ReceiveReply.NoSuchPart(parts);
        var size = part == 0 ? order.Size : UploadLimits.PartSize(order.Size, part);
        lock (_lock)
        {
            if (_whole.ContainsKey(order.Name) || PartsHere(order.Name).ContainsKey(part)) return new ReceiveReply.Already();
            if (clock.GetCurrentInstant() >= order.Expires) return new ReceiveReply.Expired();
            if (IsFull) return new ReceiveReply.NoSpace();
            if (bytes.Length > size) return new ReceiveReply.TooLong(size);
            if (bytes.Length < size) return new ReceiveReply.TooShort(size, bytes.Length);
            if (part == 0) _whole.Add(order.Name, bytes);
            else (_parts[order.Name] = PartsHere(order.Name)).Add(part, bytes);
            return new ReceiveReply.Received();
        }
    }

    private Arrived See(UploadOrder order)
    {
        lock (_lock)
        {
            if (_whole.ContainsKey(order.Name)) return new Arrived(true, []);
            var here = PartsHere(order.Name);
            if (here.Count == 0 || here.Count < UploadLimits.PartsOf(order.Size)) return new Arrived(false, [.. here.Keys]);
            _whole.Add(order.Name, [.. here.Values.SelectMany(part => part)]);
            _parts.Remove(order.Name);
            return new Arrived(true, []);
        }
    }

    private BorrowedFile? Lend(string name)
    {
        byte[]? bytes;
        lock (_lock) bytes = _whole.GetValueOrDefault(name);
        if (bytes is null) return null;
        // Who borrows reads by path: so a file it is, for as long as it is borrowed.
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, bytes);
        return new BorrowedFile(path, bytes.Length, () => File.Delete(path));
    }

    private SortedDictionary<int, byte[]> PartsHere(string name) => _parts.GetValueOrDefault(name) ?? [];

    private static void Check(string name) => Require.That(UploadOrder.IsName(name));
}
