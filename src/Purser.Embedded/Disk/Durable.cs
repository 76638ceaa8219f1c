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
        var unfinished = Prepare(path, bytes, mode);
        Publish(unfinished, path);
    }

    /// <summary>Writes and syncs an unfinished file beside the target, and gives its name.</summary>
    public static string Prepare(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        var unfinished = path + ".part";
        File.Delete(unfinished);
        using var file = File.OpenHandle(
            unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, bytes.Length);
        File.SetUnixFileMode(file, mode);
        RandomAccess.Write(file, bytes, 0);
        RandomAccess.FlushToDisk(file);
        return unfinished;
    }

    /// <summary>
    /// Gives a prepared file its name, and syncs the folder: else a cut of power could bring the old file
    /// back.
    /// </summary>
    public static void Publish(string unfinished, string path)
    {
        Rename(unfinished, path);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// Gives a prepared file its name, durable with the next publication in the same folder.
    /// </summary>
    public static void Rename(string unfinished, string path) => File.Move(unfinished, path, overwrite: true);

    private static void SyncFolder(string folder)
    {
        var file = OpenFile(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnlyDirectory);
        if (file < 0)
            throw new IOException($"{folder} cannot be opened: error {Marshal.GetLastPInvokeError()}");
        var result = SyncFile(file);
        var error = Marshal.GetLastPInvokeError();
        _ = CloseFile(file);
        if (result != 0) throw new IOException($"{folder} cannot be synced: error {error}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFile(int file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseFile(int file);
}
