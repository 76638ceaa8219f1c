using System.Runtime.InteropServices;
using System.Text;

namespace Purser.Embedded.Disk;

/// <summary>Files that are there whole or not at all, also after the power was cut.</summary>
internal static partial class Durable
{
    /// <summary>The system's number for a full disk.</summary>
    public const int NoSpaceLeft = 28;

    private const int ReadOnlyDirectory = 0x80000;
    private const int OverQuota = 122;

    /// <summary>
    /// Writes the bytes beside the target, syncs them, and renames. The name is durable when this returns.
    /// </summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        using var file = Unfinished.Write(path, bytes, mode);
        file.Sync();
        file.Rename();
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Syncs a folder's names: else a cut of power could bring an old file back.</summary>
    public static void SyncFolder(string folder) => OnFolder(folder, "synced", SyncFile);

    /// <summary>Syncs everything of the file system on which the folder lies.</summary>
    public static void SyncFileSystem(string folder) => OnFolder(folder, "synced with its file system", SyncAll);

    /// <summary>
    /// Gives a file a second name; false where the file system has no such thing.
    /// </summary>
    public static bool TryLink(string file, string name) =>
        LinkFile(Encoding.UTF8.GetBytes(file + '\0'), Encoding.UTF8.GetBytes(name + '\0')) == 0;

    /// <summary>True if the disk, or the owner's share of it, is full.</summary>
    public static bool IsFull(Exception? fault) =>
        fault is IOException { HResult: NoSpaceLeft or OverQuota };

    private static void OnFolder(string folder, string done, Func<int, int> act)
    {
        var file = OpenFile(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnlyDirectory);
        if (file < 0)
            throw new IOException($"{folder} cannot be opened: error {Marshal.GetLastPInvokeError()}");
        var result = act(file);
        var error = Marshal.GetLastPInvokeError();
        _ = CloseFile(file);
        if (result != 0) throw new IOException($"{folder} cannot be {done}: error {error}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFile(int file);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncAll(int file);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LinkFile(byte[] file, byte[] name);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseFile(int file);
}
