using System.Security.Cryptography;
using Purser.Host.Moving.Parts;
using Purser.Outside.Records;

namespace Purser.Host.Moving;

/// <summary>Reads back what an installation holds, for its digest.</summary>
internal static class ContentReading
{
    /// <summary>The digest of everything that lies in an installation now.</summary>
    public static async Task<string> Digest(Installation at, Progress progress, CancellationToken stop)
    {
        var digest = new ContentDigest();
        await Records(at, digest, progress, stop);
        await Objects(at, digest, progress, stop);
        await Files(at, digest, progress, stop);
        foreach (var name in at.OperatorFiles())
        {
            await using var file = File.OpenRead(Path.Combine(at.Folder.Path, name));
            digest.AddOperator(name, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop)));
        }

        return digest.Text();
    }

    /// <summary>Adds every record.</summary>
    public static async Task Records(
        Installation at, ContentDigest digest, Progress progress, CancellationToken stop)
    {
        long count = 0;
        foreach (var compartment in Enum.GetValues<Compartment>())
        {
            await foreach (var record in at.Records.Read(compartment, stop))
            {
                digest.Add(compartment, record);
                progress.At("records read back", ++count);
            }
        }

        progress.Done("records read back", count);
    }

    private static async Task Objects(
        Installation at, ContentDigest digest, Progress progress, CancellationToken stop)
    {
        long count = 0;
        foreach (var folder in Outside.Moving.ObjectFolders.All)
        {
            await foreach (var key in at.ObjectList.List(folder, stop))
            {
                if (await at.Objects.Get(key, stop) is not { Content: var content }) continue;
                digest.Add(Export.About(key, content));
                progress.At("published files read back", ++count);
            }
        }

        progress.Done("published files read back", count);
    }

    private static async Task Files(
        Installation at, ContentDigest digest, Progress progress, CancellationToken stop)
    {
        long count = 0;
        await foreach (var name in at.QuarantineList.List(stop))
        {
            using var borrowed = await at.Quarantine.Borrow(name, stop);
            if (borrowed is null) continue;
            await using var file = File.OpenRead(borrowed.Path);
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
            digest.Add(new FileLine(name, borrowed.Size, sha256));
            progress.At("guests' files read back", ++count);
        }

        progress.Done("guests' files read back", count);
    }
}
