using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Purser.Embedded;
using Purser.Embedded.Disk;
using Purser.Host.Moving.Sealing;
using Purser.Outside;

namespace Purser.Host.Moving;

/// <summary>The secrets of a data folder in a sealed file that belongs to one backup.</summary>
internal static class KeyFiles
{
    /// <summary>Seals every secret of a folder. The sealed file has not got its name yet.</summary>
    /// <param name="folder">The folder; it may be at work.</param>
    /// <param name="backup">The backup that the sealed file belongs to.</param>
    /// <param name="target">Where it is written.</param>
    /// <param name="passphrase">Opens it.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="DataFolderFault">What lies under the name of a secret is none.</exception>
    public static async Task Seal(
        DataFolder folder, string backup, SealedHalf target, string passphrase, CancellationToken stop)
    {
        var key = (passphrase, new SystemTokens().Bytes(SealedFormat.SaltBytes));
        await target.Write(key, await NameOf(backup, stop), Lines(folder, stop), stop);
    }

    /// <summary>Reads the sealed file of a backup.</summary>
    /// <exception cref="InvalidDataException">It is damaged, of another backup, or the passphrase is another
    /// one.</exception>
    public static async Task<IReadOnlyList<SealedLine>> Open(
        string backup, (string Path, string Passphrase) source, CancellationToken stop)
    {
        var of = await NameOf(backup, stop);
        var lines = await SealedFile.Read(source.Path, source.Passphrase, of, stop).ToListAsync(stop);
        // Once whatever lay in the folder was sealed: what has no right name was never anybody's secret.
        var secrets = lines.FindAll(line => SecretNames.IsName(line.Secret));
        return secrets.TrueForAll(line => line.IsSecret)
            ? secrets
            : throw new InvalidDataException($"{source.Path} holds what is no secret of purser");
    }

    /// <summary>Keeps secrets in a folder, readable by their owner only; each whole or not at all.</summary>
    /// <exception cref="InvalidDataException">Another secret is there under the same name.</exception>
    public static async Task Keep(DataFolder folder, IEnumerable<SealedLine> lines, CancellationToken stop)
    {
        var secrets = EmbeddedParts.SecretsOf(folder);
        foreach (var line in lines)
        {
            Require.That(line.IsSecret);
            if (!await secrets.Keep(line.Secret!, line.Body, stop))
                throw new InvalidDataException(
                    $"the backup has another secret {line.Secret} than the sealed file: they do not belong "
                    + "together");
        }
    }

    /// <summary>
    /// Only what has the name of a secret is one: a copy that a person made, and what a crash left half
    /// written, have a dot in theirs.
    /// </summary>
    private static async IAsyncEnumerable<SealedLine> Lines(
        DataFolder folder, [EnumeratorCancellation] CancellationToken stop)
    {
        var secrets = EmbeddedParts.SecretsOf(folder);
        var names = Directory.EnumerateFiles(folder.Keys).Select(path => Path.GetFileName(path))
            .Where(SecretNames.IsName).Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (await secrets.Find(name, stop) is { } secret)
                yield return SealedLine.OfSecret(name, secret.ToArray());
        }
    }

    private static async Task<string> NameOf(string backup, CancellationToken stop)
    {
        await using var file = File.OpenRead(backup);
        return "backup " + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
    }
}
