using System.Buffers.Text;
using System.Text;
using Purser.Outside;

namespace Purser.Embedded.Disk;

/// <summary>
/// Secrets as files that only their owner can read: base64url and a line end, so that they can be copied by
/// hand. Each is read once.
/// </summary>
internal sealed class FileSecrets(string folder, ITokens tokens) : ISecrets
{
    private const int SecretBytes = 32;
    private const int MostCharacters = 100;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _known = new(StringComparer.Ordinal);

    public Task<ReadOnlyMemory<byte>> Get(string name, CancellationToken stop)
    {
        Require.That(Texts.IsName(name, 60));
        var path = Path.Combine(folder, name);
        try
        {
            lock (_lock)
            {
                if (!_known.TryGetValue(name, out var secret))
                    _known.Add(name, secret = File.Exists(path) ? Read(path) : Make(path));
                return Task.FromResult<ReadOnlyMemory<byte>>(secret);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable($"secret {name}", fault);
        }
    }

    private byte[] Make(string path)
    {
        var secret = tokens.Bytes(SecretBytes);
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        Durable.Write(path, Encoding.ASCII.GetBytes(Base64Url.EncodeToString(secret) + "\n"), OwnerOnly);
        return secret;
    }

    private static byte[] Read(string path)
    {
        var mode = File.GetUnixFileMode(path);
        if ((mode & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
            throw new DataFolderFault($"{path} can be read by others than its owner: chmod 600 {path}");
        if (new FileInfo(path).Length > MostCharacters) throw Broken(path);
        var text = File.ReadAllText(path).Trim();
        if (!Base64Url.IsValid(text)
            || Base64Url.DecodeFromChars(text) is not { Length: SecretBytes } secret)
            throw Broken(path);
        return secret;
    }

    private static DataFolderFault Broken(string path) =>
        new($"{path} is not a secret: 32 bytes in base64url; put the file back from a backup");
}
