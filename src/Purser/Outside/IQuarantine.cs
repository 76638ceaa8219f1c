using NodaTime;

namespace Purser.Outside;

/// <summary>
/// Where guests' files lie as they came: nobody is ever served from here but the owner. A file is there once
/// and whole, or not at all: what was received is durable, and cannot be received again.
/// </summary>
public interface IQuarantine
{
    /// <summary>
    /// The right to send one file: exactly so many bytes of this declared kind, until it expires. A file
    /// above <see cref="UploadLimits.PartBytes"/> times two is sent in parts. Asking again renews the right
    /// and loses nothing that has arrived.
    /// </summary>
    Task<UploadRight> Grant(UploadOrder order, CancellationToken stop);

    /// <summary>
    /// What has arrived: of a file in parts, which parts. Puts a file together once all its parts are here.
    /// </summary>
    Task<Arrived> Look(UploadOrder order, CancellationToken stop);

    /// <summary>
    /// The file, to be read on this machine while it is borrowed; null if it has not arrived.
    /// </summary>
    Task<BorrowedFile?> Borrow(string name, CancellationToken stop);

    /// <summary>Removes the file and all its parts, finished or not. May be repeated.</summary>
    Task Remove(string name, CancellationToken stop);
}

/// <summary>What is to be sent.</summary>
/// <param name="Name">The file's place: parts of <c>[a-z0-9-]</c> joined by <c>/</c>, at most 120
/// characters: <c>{booking}/{upload}</c>.</param>
/// <param name="ContentType">As declared.</param>
/// <param name="Size">In bytes, as declared: neither less nor more is taken.</param>
/// <param name="Address">Where the host takes it, if this store has no address of its own.</param>
/// <param name="Expires">Until when it may be sent.</param>
public sealed record UploadOrder(string Name, string ContentType, long Size, Uri Address, Instant Expires)
{
    private const int LongestName = 120;

    /// <summary>
    /// True for what can be the name of a file; every quarantine takes these and no others.
    /// </summary>
    public static bool IsName(string name) =>
        name.Length <= LongestName && name.Split('/').All(
            part => part.Length > 0
                && !part.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-"));
}

/// <summary>How a file is sent.</summary>
/// <param name="Url">Where the form is posted.</param>
/// <param name="Fields">Fields of the form, in this order, before <c>file</c>.</param>
/// <param name="Parts">Of a large file, its parts; else empty.</param>
/// <param name="Expires">Until when.</param>
public sealed record UploadRight(
    Uri Url, IReadOnlyList<UploadField> Fields, IReadOnlyList<UploadPart> Parts, Instant Expires);

/// <summary>A field of the form.</summary>
public sealed record UploadField(string Name, string Value);

/// <summary>A part of a large file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Url">Where its bytes are put (PUT).</param>
/// <param name="Size">In bytes.</param>
/// <param name="Expires">Until when.</param>
public sealed record UploadPart(int Number, Uri Url, long Size, Instant Expires);

/// <summary>What has arrived of a file.</summary>
/// <param name="Whole">True: all of it.</param>
/// <param name="Parts">Numbers of the parts that are here, while it is not whole.</param>
public sealed record Arrived(bool Whole, IReadOnlyList<int> Parts);

/// <summary>A file on this machine, until disposed.</summary>
/// <param name="Path">Where.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Return">What is done with it afterwards; null: nothing.</param>
public sealed record BorrowedFile(string Path, long Size, Action? Return = null) : IDisposable
{
    /// <inheritdoc />
    public void Dispose() => Return?.Invoke();
}

/// <summary>Sizes that every quarantine keeps.</summary>
public static class UploadLimits
{
    /// <summary>Bytes of a part; the last may be smaller.</summary>
    public const long PartBytes = 8 * 1024 * 1024;

    /// <summary>Bytes of the largest file that is sent as one form.</summary>
    public const long FormBytes = 2 * PartBytes;

    /// <summary>Bytes of the largest file that any operator may take: a video of 4 GiB.</summary>
    public const long FileBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Files of one batch.</summary>
    public const int BatchFiles = 24;

    /// <summary>How many parts a file of this size has; 0: it is sent whole.</summary>
    public static int PartsOf(long size) => size <= FormBytes ? 0 : (int)((size + PartBytes - 1) / PartBytes);

    /// <summary>Bytes of one part, numbered from 1.</summary>
    public static long PartSize(long size, int number) =>
        number < PartsOf(size) ? PartBytes : size - ((PartsOf(size) - 1) * PartBytes);
}
