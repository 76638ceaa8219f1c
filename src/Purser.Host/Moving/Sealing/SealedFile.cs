using Purser.Host.Moving.Parts;
using Purser.Outside;

namespace Purser.Host.Moving.Sealing;

/// <summary>A line of a sealed file: what it belongs to, a secret, or a kept mail.</summary>
/// <param name="Of">The export it belongs to; in the first line only.</param>
/// <param name="Secret">The name of a secret.</param>
/// <param name="Mail">The name of a mail.</param>
/// <param name="Kept">Since when the mail is kept: ticks of 100 ns since 1970.</param>
/// <param name="Body">The secret, or the mail.</param>
internal sealed record SealedLine(
    string? Of = null, string? Secret = null, string? Mail = null, long? Kept = null, byte[]? Body = null)
{
    /// <summary>A secret.</summary>
    public static SealedLine OfSecret(string name, byte[] secret) => new(Secret: name, Body: secret);

    /// <summary>A mail.</summary>
    public static SealedLine OfMail(KeptMail mail, byte[] body) =>
        new(Mail: mail.Name, Kept: mail.Kept.ToUnixTimeTicks(), Body: body);

    /// <summary>Without what it holds.</summary>
    public override string ToString() => Secret ?? Mail ?? Of ?? "";
}

/// <summary>Everything that opens doors, in one file under a passphrase.</summary>
internal static class SealedFile
{
    private const int MostLine = 64 * 1024 * 1024;

    /// <summary>Writes it whole or not at all, readable by its owner only.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The passphrase, and a random salt.</param>
    /// <param name="of">What it belongs to.</param>
    /// <param name="lines">What is sealed.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>How many things are in it.</returns>
    public static async Task<int> Write(
        string path, (string Passphrase, byte[] Salt) key, string of, IAsyncEnumerable<SealedLine> lines,
        CancellationToken stop)
    {
        var half = path + ".part";
        var count = 0;
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            await using (var file = new FileStream(half, options))
            {
                using var target = new SealingStream(file, key.Passphrase, key.Salt);
                target.Write(Lines.Write(new SealedLine(of), LineJson.Default.SealedLine));
                await foreach (var line in lines.WithCancellation(stop))
                {
                    target.Write(Lines.Write(line, LineJson.Default.SealedLine));
                    count++;
                }

                target.Finish();
                file.Flush(flushToDisk: true);
            }

            File.Move(half, path, overwrite: true);
            return count;
        }
        finally
        {
            File.Delete(half);
        }
    }

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
