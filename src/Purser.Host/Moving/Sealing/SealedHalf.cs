using Purser.Host.Moving.Parts;

namespace Purser.Host.Moving.Sealing;

/// <summary>
/// A sealed file while it is written, beside its place and readable by its owner only. It gets its name
/// together with what it belongs to; until then an older one stays.
/// </summary>
internal sealed class SealedHalf : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly FileStream _file;

    private SealedHalf(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Begins it: a place at which nothing can be written is known before all other work.</summary>
    /// <param name="path">The sealed file.</param>
    public static SealedHalf Begin(string path) => new(path, new FileStream(
        HalfOf(path),
        new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        }));

    /// <summary>Where it lies until it has its name.</summary>
    public static string HalfOf(string path) => path + ".part";

    /// <summary>Where an older one lies while names are given.</summary>
    public static string BeforeOf(string path) => path + ".before";

    /// <summary>Writes all of it, to the disk itself.</summary>
    /// <param name="key">The passphrase, and a random salt.</param>
    /// <param name="of">What it belongs to.</param>
    /// <param name="lines">What is sealed.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>How many things are in it.</returns>
    public async Task<int> Write(
        (string Passphrase, byte[] Salt) key, string of, IAsyncEnumerable<SealedLine> lines,
        CancellationToken stop)
    {
        var count = 0;
        using var target = new SealingStream(_file, key.Passphrase, key.Salt);
        target.Write(Lines.Write(new SealedLine(of), LineJson.Default.SealedLine));
        await foreach (var line in lines.WithCancellation(stop))
        {
            target.Write(Lines.Write(line, LineJson.Default.SealedLine));
            count++;
        }

        target.Finish();
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        return count;
    }

    /// <summary>
    /// Gives it its name, and then what it belongs to: both, or neither. The other comes last: an old one is
    /// never replaced by one whose secrets are nowhere.
    /// </summary>
    /// <param name="nameOther">Gives the other its name, and does nothing else.</param>
    public void NameWith(Action nameOther)
    {
        var before = BeforeOf(_path);
        var old = File.Exists(_path);
        // At every moment one of the two has the name: the old one gets a second name before it loses its first.
        if (old) File.Replace(_file.Name, _path, before);
        else File.Move(_file.Name, _path, overwrite: true);
        try
        {
            nameOther();
        }
        catch
        {
            if (old) File.Move(before, _path, overwrite: true);
            else File.Delete(_path);
            throw;
        }

        File.Delete(before);
    }

    /// <summary>Takes away what has not got its name.</summary>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_file.Name);
    }
}
