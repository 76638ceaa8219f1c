using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Purser.Embedded;
using Purser.Embedded.Disk;
using Purser.Host.Moving.Sealing;
using Purser.Outside;

namespace Purser.Host.Moving;

/// <summary>The secrets of a data folder in a sealed file that belongs to one backup.</summary>
internal static class KeyFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int SecretBytes = 32;

    /// <summary>Seals every secret of a folder.</summary>
    /// <param name="keys">The folder.</param>
    /// <param name="backup">The backup that the sealed file belongs to.</param>
    /// <param name="target">The sealed file, and its passphrase.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task Seal(
        string keys, string backup, (string Path, string Passphrase) target, CancellationToken stop)
    {
        var key = (target.Passphrase, new SystemTokens().Bytes(SealedFormat.SaltBytes));
        var lines = Directory.EnumerateFiles(keys).Order(StringComparer.Ordinal).Select(path =>
            SealedLine.OfSecret(
                Path.GetFileName(path), Base64Url.DecodeFromChars(File.ReadAllText(path).Trim())));
        await SealedFile.Write(target.Path, key, await NameOf(backup, stop), lines.ToAsyncEnumerable(), stop);
    }

    /// <summary>Reads the sealed file of a backup.</summary>
    /// <exception cref="InvalidDataException">It is damaged, of another backup, or the passphrase is another
    /// one.</exception>
    public static async Task<IReadOnlyList<SealedLine>> Open(
        string backup, (string Path, string Passphrase) source, CancellationToken stop)
    {
        var of = await NameOf(backup, stop);
        var lines = await SealedFile.Read(source.Path, source.Passphrase, of, stop).ToListAsync(stop);
        var right = lines.TrueForAll(line =>
            line is { Secret: { } name, Body.Length: SecretBytes } && Texts.IsName(name, 60));
        return right
            ? lines
            : throw new InvalidDataException($"{source.Path} holds what is no secret of purser");
    }

    /// <summary>Writes secrets into a folder, readable by their owner only.</summary>
    public static void Write(string keys, IEnumerable<SealedLine> lines)
    {
        DataFolder.Make(keys);
        foreach (var line in lines)
        {
            var path = Path.Combine(keys, line.Secret!);
            File.WriteAllBytes(path, Encoding.ASCII.GetBytes(Base64Url.EncodeToString(line.Body!) + "\n"));
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }

    private static async Task<string> NameOf(string backup, CancellationToken stop)
    {
        await using var file = File.OpenRead(backup);
        return "backup " + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
    }
}
