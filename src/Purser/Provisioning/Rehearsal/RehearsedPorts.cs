using NodaTime;
using Purser.Guests;
using Purser.Outside;

namespace Purser.Provisioning.Rehearsal;

/// <summary>The time that a rehearsal has reached.</summary>
public sealed class RehearsedClock(Instant start) : IClock
{
    /// <summary>Moved by the rehearsal alone.</summary>
    public Instant Now { get; set; } = start;

    /// <inheritdoc />
    public Instant GetCurrentInstant() => Now;
}

/// <summary>Mail that would leave, with the moment at which it would.</summary>
public sealed class RehearsedMail(IClock clock) : IMail
{
    private readonly List<(Instant At, Mail Mail)> _sent = [];

    /// <summary>In the order of sending.</summary>
    public IReadOnlyList<(Instant At, Mail Mail)> Sent
    {
        get
        {
            lock (_sent) return [.. _sent];
        }
    }

    /// <inheritdoc />
    public Task<string> Send(Mail mail, CancellationToken stop)
    {
        lock (_sent) _sent.Add((clock.GetCurrentInstant(), mail));
        return Task.FromResult(mail.Name + ".eml");
    }
}

/// <summary>Hints that a rehearsal follows itself.</summary>
public sealed class RehearsedHints : IHints
{
    private readonly Queue<Hint> _left = [];

    /// <inheritdoc />
    public Task Leave(Hint hint, CancellationToken stop)
    {
        lock (_left) _left.Enqueue(hint);
        return Task.CompletedTask;
    }

    /// <summary>The oldest hint, taken away; null if none is left.</summary>
    public Hint? Take()
    {
        lock (_left) return _left.TryDequeue(out var hint) ? hint : null;
    }
}

/// <summary>What is published, and over it what a rehearsal would publish.</summary>
/// <param name="real">Only ever read.</param>
public sealed class RehearsedObjects(IObjects real) : IObjects
{
    private readonly Dictionary<ObjectKey, StoredObject?> _put = [];

    /// <inheritdoc />
    public async Task<StoredObject?> Get(ObjectKey key, CancellationToken stop)
    {
        lock (_put)
        {
            if (_put.TryGetValue(key, out var own)) return own;
        }

        return await real.Get(key, stop);
    }

    /// <inheritdoc />
    public async Task<string?> Put(
        ObjectKey key, ObjectContent content, string? expectedTag, CancellationToken stop)
    {
        if ((await Get(key, stop))?.Tag != expectedTag) return null;
        lock (_put)
        {
            var tag = $"rehearsed-{_put.Count}-{content.Revision}";
            _put[key] = new StoredObject(key, content, tag);
            return tag;
        }
    }

    /// <inheritdoc />
    public async Task<OpenObject?> Open(ObjectKey key, CancellationToken stop)
    {
        StoredObject? own;
        lock (_put)
        {
            if (!_put.TryGetValue(key, out own)) own = null;
            else if (own is null) return null;
        }

        if (own is null) return await real.Open(key, stop);
        var (body, content) = (own.Content.Body, own.Content);
        return new OpenObject(
            new MemoryStream(body.ToArray(), writable: false), body.Length, content.ContentType,
            content.CacheControl, own.Tag);
    }

    /// <inheritdoc />
    public Task Remove(ObjectKey key, CancellationToken stop)
    {
        lock (_put) _put[key] = null;
        return Task.CompletedTask;
    }
}

/// <summary>How a stranger would see what a rehearsal would publish.</summary>
public sealed class RehearsedSite(IObjects objects) : IPublicSite, IEdge
{
    /// <inheritdoc />
    public async Task<PublicReply> Fetch(Uri address, CancellationToken stop) =>
        PagePlace.At(address.AbsolutePath) is { } key && await objects.Get(key, stop) is { } there
            ? new PublicReply(200, there.Content.Body)
            : new PublicReply(404, ReadOnlyMemory<byte>.Empty);

    /// <inheritdoc />
    public Task Invalidate(IReadOnlyList<string> paths, CancellationToken stop) => Task.CompletedTask;
}
