namespace Purser.Embedded.Disk;

/// <summary>The folder that holds everything of one installation, and where each thing lies in it.</summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly FileStream? _lock;

    private DataFolder(string path, FileStream? held) => (Path, _lock) = (path, held);

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>The records.</summary>
    public string Records => At("purser.db");

    /// <summary>What is published.</summary>
    public string Objects => At("objects");

    /// <summary>Uploads that nobody has looked at.</summary>
    public string Quarantine => At("quarantine");

    /// <summary>Copies of pictures while they are made; nothing that anybody needs afterwards.</summary>
    public string Pictures => At("pictures");

    /// <summary>
    /// Copies of guests' files while they are worked on, where the files themselves lie elsewhere.
    /// </summary>
    public string Lent => At("lent");

    /// <summary>Mail that waits for a person to fetch it.</summary>
    public string Outbox => At("outbox");

    /// <summary>Secrets, one a file.</summary>
    public string Keys => At("keys");

    /// <summary>The operator's fleet.</summary>
    public string Fleet => At("fleet.json");

    /// <summary>The annex's settings.</summary>
    public string Rates => At("rates.json");

    /// <summary>There while an import is under way, or was cut off.</summary>
    public string Importing => At("importing.json");

    /// <summary>Held by the one process that works on the folder.</summary>
    public string Lock => At("lock");

    /// <summary>Where a running server is asked.</summary>
    public string Socket => At("purser.sock");

    /// <summary>True while this object holds the lock.</summary>
    public bool IsHeld => _lock is { CanRead: true };

    /// <summary>Names the places without touching anything.</summary>
    public static DataFolder Look(string path) => new(System.IO.Path.GetFullPath(path), null);

    /// <summary>
    /// Makes the folder if it is not there (0700) and holds its lock until disposed. Throws
    /// <see cref="DataFolderFault"/> if another process holds it, or it cannot be made.
    /// </summary>
    public static DataFolder Open(string path)
    {
        var folder = Look(path);
        try
        {
            if (!Directory.Exists(folder.Path)) Directory.CreateDirectory(folder.Path, OwnerOnly);
            foreach (var part in (string[])[folder.Objects, folder.Quarantine, folder.Outbox, folder.Keys])
                Directory.CreateDirectory(part, OwnerOnly);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderFault($"{folder.Path} cannot be made or written: {fault.Message}", fault);
        }

        return new DataFolder(folder.Path, Hold(folder));
    }

    /// <summary>True if a process holds the lock now: ask it by its socket.</summary>
    public bool IsHeldByAnother()
    {
        if (IsHeld || !File.Exists(Lock)) return false;
        try
        {
            using var probe = Hold(this);
            return false;
        }
        catch (DataFolderFault)
        {
            return true;
        }
    }

    /// <summary>Makes a folder and those above it that are not there, for their owner only.</summary>
    public static void Make(string path)
    {
        if (Directory.Exists(path)) return;
        if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } above) Make(above);
        Directory.CreateDirectory(path, OwnerOnly);
    }

    /// <summary>
    /// False for a file of the quarantine or the objects that is still being written, or only lent: it counts
    /// for nothing after a crash.
    /// </summary>
    public static bool IsWhole(string path) =>
        !path.EndsWith(QuarantinePlaces.Unfinished, StringComparison.Ordinal)
        && !path.EndsWith(Unfinished.PartOf(""), StringComparison.Ordinal)
        && !path.Contains($"/{QuarantinePlaces.Lent}/", StringComparison.Ordinal);

    /// <summary>
    /// True for a part of a guest's file that waits for the others: it is gone once the whole file stands.
    /// </summary>
    public static bool IsWaiting(string path) =>
        path.Contains(QuarantinePlaces.Waiting + "/", StringComparison.Ordinal);

    /// <summary>Lets go of the lock.</summary>
    public void Dispose() => _lock?.Dispose();

    private static FileStream Hold(DataFolder folder)
    {
        try
        {
            // FileShare.None is an flock: it goes with the process, however that ends, so no stale lock is
            // ever left.
            return new FileStream(folder.Lock, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new DataFolderFault($"{folder.Lock} cannot be opened: {fault.Message}", fault);
        }
        catch (IOException fault)
        {
            throw new DataFolderFault($"another purser is using {folder.Path}", fault);
        }
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}

/// <summary>The data folder is not as it must be; the message says what a person can do.</summary>
public sealed class DataFolderFault(string message, Exception? inner = null) : Exception(message, inner);
