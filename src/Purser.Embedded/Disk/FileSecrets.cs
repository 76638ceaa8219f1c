using System.Buffers.Text;
using System.Text;
using Purser.Outside;
using Purser.Outside.Moving;

namespace Purser.Embedded.Disk;

/// <summary>
/// Secrets as files that only their owner can read: base64url and a line end, so that they can be copied by
/// hand. Each is read once.
/// </summary>
internal sealed class FileSecrets(string folder, ITokens tokens) : ISecrets, ISecretTransfer
{
    private const int MostCharacters = 100;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _known = new(StringComparer.Ordinal);

    public Task<ReadOnlyMemory<byte>> Get(string name, CancellationToken stop) => Do<ReadOnlyMemory<byte>>(
        name,
        path =>
        {
            if (!_known.TryGetValue(name, out var secret))
                _known.Add(name, secret = File.Exists(path) ? Read(path) : Make(path));
            return secret;
        });

    public Task<ReadOnlyMemory<byte>?> Find(string name, CancellationToken stop) => Do(
        name, path => File.Exists(path) ? Read(path) : (ReadOnlyMemory<byte>?)null);

    public Task<bool> Keep(string name, ReadOnlyMemory<byte> secret, CancellationToken stop)
    {
        Require.That(secret.Length == SecretNames.SecretBytes);
        return Do(
            name,
            path =>
            {
                if (File.Exists(path)) return Read(path).AsSpan().SequenceEqual(secret.Span);
                Write(path, secret.ToArray());
                return true;
            });
    }

    private Task<T> Do<T>(string name, Func<string, T> work)
    {
        Require.That(SecretNames.IsName(name));
        try
        {
            lock (_lock) return Task.FromResult(work(Path.Combine(folder, name)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable($"secret {name}", fault);
        }
    }

    private byte[] Make(string path)
    {
        var secret = tokens.Bytes(SecretNames.SecretBytes);
        Write(path, secret);
        return secret;
    }

    private void Write(string path, byte[] secret)
    {
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        Durable.Write(path, Encoding.ASCII.GetBytes(Base64Url.EncodeToString(secret) + "\n"), OwnerOnly);
    }

    private static byte[] Read(string path)
    {
        var mode = File.GetUnixFileMode(path);
        if ((mode & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
            throw new DataFolderFault($"{path} can be read by others than its owner: chmod 600 {path}");
        if (new FileInfo(path).Length > MostCharacters) throw Broken(path);
        var text = File.ReadAllText(path).Trim();
        if (!Base64Url.IsValid(text)
            || Base64Url.DecodeFromChars(text) is not { Length: SecretNames.SecretBytes } secret)
            throw Broken(path);
        return secret;
    }

    private static DataFolderFault Broken(string path) =>
        new($"{path} is not a secret: 32 bytes in base64url; put the file back from a backup");
}
