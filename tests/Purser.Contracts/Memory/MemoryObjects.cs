using System.Globalization;
using System.Security.Cryptography;
using Purser.Outside;
using Purser.Outside.Moving;

namespace Purser.Contracts.Memory;

/// <summary>
/// Published objects in memory. Equal content has an equal tag, as in S3. Safe for concurrent use.
/// </summary>
/// <param name="faults">Which calls fail; null = none.</param>
public sealed class MemoryObjects(Faults? faults = null) : IObjects, IObjectTransfer
{
    private readonly Dictionary<ObjectKey, StoredObject> _objects = [];
    private readonly Faults _faults = faults ?? Faults.None;
    private readonly Lock _lock = new();

    /// <summary>Every object by its key.</summary>
    public IReadOnlyDictionary<ObjectKey, StoredObject> All
    {
        get
        {
            lock (_lock) return new Dictionary<ObjectKey, StoredObject>(_objects);
        }
    }

    /// <summary>Puts that took effect so far.</summary>
    public int Puts { get; private set; }

    /// <inheritdoc />
    public Task<StoredObject?> Get(ObjectKey key, CancellationToken stop) =>
        _faults.Call($"get object {key}", () => Now(key), stop);

    /// <inheritdoc />
    public Task<string?> Put(
        ObjectKey key, ObjectContent content, string? expectedTag, CancellationToken stop) =>
        _faults.Call($"put object {key}", () => Write(key, content, expectedTag), stop);

    /// <inheritdoc />
    public Task<OpenObject?> Open(ObjectKey key, CancellationToken stop) => _faults.Call(
        $"open object {key}",
        () => Now(key) is { Content: var content, Tag: var tag }
            ? new OpenObject(
                new MemoryStream(content.Body.ToArray(), writable: false), content.Body.Length, content.ContentType,
                content.CacheControl, tag)
            : null,
        stop);

    /// <inheritdoc />
    public Task Remove(ObjectKey key, CancellationToken stop) => _faults.Call(
        $"remove object {key}",
        () =>
        {
            lock (_lock) return _objects.Remove(key);
        },
        stop);

    /// <inheritdoc />
    public IAsyncEnumerable<ObjectKey> List(string folder, CancellationToken stop) =>
        All.Keys.Where(key => key.Text.StartsWith(folder + "/", StringComparison.Ordinal)).ToAsyncEnumerable();

    /// <summary>What is there, without a fault: for the public site and for tests.</summary>
    public StoredObject? Now(ObjectKey key)
    {
        lock (_lock) return _objects.GetValueOrDefault(key);
    }

    /// <summary>A hand from outside writes or (null) removes an object: for tests of drift.</summary>
    public void Meddle(ObjectKey key, ObjectContent? content)
    {
        lock (_lock)
        {
            if (content is null) _objects.Remove(key);
            else _objects[key] = new StoredObject(key, content, TagOf(content));
        }
    }

    private string? Write(ObjectKey key, ObjectContent content, string? expectedTag)
    {
        lock (_lock)
        {
            if (_objects.GetValueOrDefault(key)?.Tag != expectedTag) return null;
            var tag = TagOf(content);
            _objects[key] = new StoredObject(key, content with { Body = content.Body.ToArray() }, tag);
            Puts++;
            return tag;
        }
    }

    private static string TagOf(ObjectContent content)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"{content.Revision}|{content.ContentType}|{content.CacheControl}|");
        return Convert.ToHexStringLower(
            SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(head), .. content.Body.Span]));
    }
}
