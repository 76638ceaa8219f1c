using Purser.Host.Moving.Parts;

namespace Purser.Host.Moving.Sealing;

/// <summary>Everything that opens doors, in one file under a passphrase.</summary>
internal static class SealedFile
{
    private const int MostLine = 64 * 1024 * 1024;

    /// <summary>Reads it to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">As given when it was written.</param>
    /// <param name="of">What it must belong to.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="InvalidDataException">It is damaged, belongs to something else, or the passphrase is
    /// another one.</exception>
    public static async IAsyncEnumerable<SealedLine> Read(
        string path, string passphrase, string of,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var opened = new OpeningStream(File.OpenRead(path), passphrase);
        var first = true;
        await foreach (var line in Lines.Read(opened, LineJson.Default.SealedLine, MostLine, stop))
        {
            if (first && line.Of != of)
                throw new InvalidDataException(
                    $"{path} belongs to another export: give the one that was written with this");
            if (!first) yield return line;
            first = false;
        }

        if (first) throw new InvalidDataException($"{path} is empty");
    }
}
