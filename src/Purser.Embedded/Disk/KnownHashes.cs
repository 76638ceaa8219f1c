using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Purser.Embedded.Disk;

/// <summary>
/// Hashes of files that were read not long ago: a player asks for many pieces of one large video. A file of
/// another length or time is hashed anew.
/// </summary>
internal sealed class KnownHashes
{
    private const int Most = 1000;
    private readonly ConcurrentDictionary<string, Known> _all = new(StringComparer.Ordinal);

    /// <summary>SHA-256 of an open file, lower-case hex; its position may be moved.</summary>
    public async Task<string> Of(string path, FileStream file, CancellationToken stop)
    {
        var (length, written) = (file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        if (_all.TryGetValue(path, out var known) && (known.Length, known.Written) == (length, written))
            return known.Sha256;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
        if (_all.Count >= Most) _all.Clear();
        _all[path] = new Known(length, written, sha256);
        return sha256;
    }

    /// <summary>The file at this path becomes another: its time alone might not tell.</summary>
    public void Forget(string path) => _all.TryRemove(path, out _);

    private sealed record Known(long Length, DateTime Written, string Sha256);
}
