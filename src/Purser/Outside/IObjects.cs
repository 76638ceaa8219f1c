namespace Purser.Outside;

/// <summary>
/// Published files: guest pages, their aliases, and safe copies of photos. A put is durable, and seen whole or
/// not at all.
/// </summary>
public interface IObjects
{
    /// <summary>The object, or null. Sees every finished put.</summary>
    Task<StoredObject?> Get(ObjectKey key, CancellationToken stop);

    /// <summary>
    /// Writes the object if its tag is still <paramref name="expectedTag"/> (null = there is none).
    /// </summary>
    /// <returns>The new tag, or null if the expectation failed: read, and decide anew.</returns>
    Task<string?> Put(ObjectKey key, ObjectContent content, string? expectedTag, CancellationToken stop);

    /// <summary>
    /// Opens an object to be read as a stream that can seek, or null: for what is too large to be held in
    /// memory.
    /// </summary>
    Task<OpenObject?> Open(ObjectKey key, CancellationToken stop);

    /// <summary>
    /// Removes the object and every version of it that is kept. May be repeated; no error if it is not there.
    /// </summary>
    Task Remove(ObjectKey key, CancellationToken stop);
}

/// <summary>An object as it is read.</summary>
/// <param name="Body">At its start; the reader disposes of it.</param>
/// <param name="Length">In bytes.</param>
/// <param name="ContentType">As put.</param>
/// <param name="CacheControl">As put.</param>
/// <param name="Tag">As put.</param>
public sealed record OpenObject(Stream Body, long Length, string ContentType, string CacheControl, string Tag)
    : IAsyncDisposable
{
    /// <inheritdoc />
    public ValueTask DisposeAsync() => Body.DisposeAsync();
}

/// <summary>What is put.</summary>
/// <param name="Body">At most <see cref="ObjectContent.MostBytes"/>.</param>
/// <param name="ContentType">As served.</param>
/// <param name="CacheControl">As served.</param>
/// <param name="Revision">The counter of its maker, kept beside the object so that an older maker can see it
/// is late.</param>
public sealed record ObjectContent(ReadOnlyMemory<byte> Body, string ContentType, string CacheControl, long Revision)
{
    /// <summary>A page is far below; a re-encoded video may come near.</summary>
    public const int MostBytes = 96 * 1024 * 1024;
}

/// <summary>An object as it stands. <paramref name="Tag"/> changes whenever the content does.</summary>
public sealed record StoredObject(ObjectKey Key, ObjectContent Content, string Tag);

/// <summary>
/// The place of an object: relative, parts of <c>[a-z0-9-.]</c> joined by <c>/</c>, never <c>..</c>.
/// </summary>
public readonly record struct ObjectKey
{
    private ObjectKey(string text) => Text = text;

    /// <summary>The key as stored.</summary>
    public string Text => field ?? "";

    /// <summary>A key made by us from checked parts.</summary>
    public static ObjectKey Of(string text)
    {
        Require.That(IsKey(text));
        return new ObjectKey(text);
    }

    /// <summary>The key of a text from outside; false: it cannot be one of ours.</summary>
    public static bool TryParse(string text, out ObjectKey key)
    {
        key = IsKey(text) ? new ObjectKey(text) : default;
        return IsKey(text);
    }

    private static bool IsKey(string text) =>
        text is { Length: > 0 and <= 200 } && text[0] != '/'
        && !text.Contains("..", StringComparison.Ordinal)
        && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-./");

    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>What stands between the objects and the public.</summary>
public interface IEdge
{
    /// <summary>
    /// Forgets cached copies of exactly these paths (<c>/g/may-30-boatsetter-charter</c>). May be repeated.
    /// </summary>
    Task Invalidate(IReadOnlyList<string> paths, CancellationToken stop);
}

/// <summary>Fetches our own public pages as a stranger would, for proof.</summary>
public interface IPublicSite
{
    /// <summary>
    /// GET with <c>Accept-Encoding: identity</c>, at most 1 MB, 10 seconds; redirects are not followed.
    /// </summary>
    Task<PublicReply> Fetch(Uri address, CancellationToken stop);
}

/// <summary>What a public address answered.</summary>
public sealed record PublicReply(int Status, ReadOnlyMemory<byte> Body);
