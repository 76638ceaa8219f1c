using System.IO.Compression;

namespace Purser.Host.Moving.Parts;

/// <summary>An export to read: a file or a folder.</summary>
internal abstract class ArchiveSource : IDisposable
{
    /// <summary>How many parts there are, the manifest included.</summary>
    public abstract long Count { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="InvalidDataException">It is no archive, or its end is missing.</exception>
    public static ArchiveSource Open(string path)
    {
        if (Directory.Exists(path))
            return new FolderSource(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var file = File.OpenRead(path);
        try
        {
            return new ZipSource(new ZipArchive(file, ZipArchiveMode.Read));
        }
        catch (InvalidDataException fault)
        {
            file.Dispose();
            throw new InvalidDataException(
                $"{path} is no export, or its end is missing: {fault.Message}", fault);
        }
    }

    /// <summary>A part.</summary>
    /// <exception cref="InvalidDataException">There is none of this name.</exception>
    public Stream Part(string name) =>
        Find(name) ?? throw new InvalidDataException($"the export is broken: it has no {name}");

    /// <inheritdoc />
    public abstract void Dispose();

    private protected abstract Stream? Find(string name);
}

internal sealed class ZipSource(ZipArchive zip) : ArchiveSource
{
    public override long Count => zip.Entries.Count;

    public override void Dispose() => zip.Dispose();

    private protected override Stream? Find(string name) => zip.GetEntry(name)?.Open();
}

internal sealed class FolderSource(string path) : ArchiveSource
{
    public override long Count =>
        Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).LongCount();

    public override void Dispose()
    {
    }

    private protected override FileStream? Find(string name)
    {
        var file = Path.GetFullPath(Path.Combine(path, name));
        var inside = file.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return inside && File.Exists(file) ? File.OpenRead(file) : null;
    }
}
