namespace Purser.Aws.Storage;

/// <summary>Copies of guests' files on this machine, for as long as they are borrowed.</summary>
internal sealed class LentFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string? _folder;
    private long _count;

    /// <summary>Removes what an earlier process left.</summary>
    /// <param name="folder">Of this process alone; null: the system's.</param>
    public LentFiles(string? folder)
    {
        _folder = folder;
        if (folder is not null && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>A new, empty file that its owner alone can read.</summary>
    public FileStream New()
    {
        if (_folder is null) return new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.Write);
        Directory.CreateDirectory(_folder, OwnerOnly | UnixFileMode.UserExecute);
        var number = Interlocked.Increment(ref _count);
        return new FileStream(Path.Combine(_folder, $"{number}"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
    }
}
