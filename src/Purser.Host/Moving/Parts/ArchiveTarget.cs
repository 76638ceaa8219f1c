using System.IO.Compression;
using Purser.Embedded.Disk;

namespace Purser.Host.Moving.Parts;

/// <summary>Where an export is written: one file, or a folder. It is there whole or not at all.</summary>
internal abstract class ArchiveTarget : IAsyncDisposable
{
    private protected const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A folder if the path ends with a stroke or is one, else a file.</summary>
    /// <exception cref="InvalidDataException">It is a folder in which something lies.</exception>
    public static ArchiveTarget Create(string path)
    {
        var full = Path.GetFullPath(path);
        if (!Path.EndsInDirectorySeparator(full) && !Directory.Exists(full)) return new ZipTarget(full);
        full = Path.TrimEndingDirectorySeparator(full);
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
            throw new InvalidDataException($"{full} is not empty: give a folder of its own");
        return new FolderTarget(full);
    }

    /// <summary>Adds a part.</summary>
    /// <param name="name">Its place.</param>
    /// <param name="shrink">False: it is as small as it can be already.</param>
    /// <param name="write">Writes it.</param>
    public async Task<Part> Add(string name, bool shrink, Func<Stream, Task> write)
    {
        await using var target = Begin(name, shrink);
        await using var hashed = new HashedStream(target);
        await write(hashed);
        return new Part(name, hashed.Count, hashed.Sha256());
    }

    /// <summary>
    /// Writes its end, to the disk itself: nothing more is added. It has not got its name yet.
    /// </summary>
    public abstract Task Close();

    /// <summary>Gives it its name, after it was closed.</summary>
    public abstract void Name();

    /// <summary>Takes away what was not finished.</summary>
    public abstract ValueTask DisposeAsync();

    private protected abstract Stream Begin(string name, bool shrink);

    private protected static FileStream NewFile(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Create,
        Access = FileAccess.ReadWrite,
        UnixCreateMode = OwnerOnly,
        BufferSize = 128 * 1024,
    });
}

internal sealed class ZipTarget : ArchiveTarget
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly ZipArchive _zip;

    public ZipTarget(string path)
    {
        _path = path;
        _file = NewFile(path + ".part");
        _zip = new ZipArchive(_file, ZipArchiveMode.Create, leaveOpen: true);
    }

    public override async Task Close()
    {
        await _zip.DisposeAsync();
        await _file.FlushAsync();
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
    }

    public override void Name() => File.Move(_file.Name, _path, overwrite: true);

    public override async ValueTask DisposeAsync()
    {
        await _zip.DisposeAsync();
        await _file.DisposeAsync();
        File.Delete(_file.Name);
    }

    private protected override Stream Begin(string name, bool shrink) =>
        _zip.CreateEntry(name, shrink ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
}

internal sealed class FolderTarget : ArchiveTarget
{
    private readonly string _path;
    private readonly string _half;

    public FolderTarget(string path)
    {
        (_path, _half) = (path, path + ".part");
        if (Directory.Exists(_half)) Directory.Delete(_half, recursive: true);
        DataFolder.Make(_half);
    }

    public override Task Close() => Task.CompletedTask;

    public override void Name()
    {
        if (Directory.Exists(_path)) Directory.Delete(_path);
        Directory.Move(_half, _path);
    }

    public override ValueTask DisposeAsync()
    {
        if (Directory.Exists(_half)) Directory.Delete(_half, recursive: true);
        return ValueTask.CompletedTask;
    }

    private protected override Stream Begin(string name, bool shrink)
    {
        var path = Path.Combine(_half, name);
        DataFolder.Make(Path.GetDirectoryName(path)!);
        return NewFile(path);
    }
}
