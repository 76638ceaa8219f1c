using System.Runtime.InteropServices;
using System.Text;

namespace Purser.Embedded.Disk;

/// <summary>Files that are there whole or not at all, also after the power was cut.</summary>
internal static partial class Durable
{
    private const int ReadOnlyDirectory = 0x80000;

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

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseFile(int file);
}
