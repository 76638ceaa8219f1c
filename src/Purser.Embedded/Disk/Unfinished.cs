using Microsoft.Win32.SafeHandles;

namespace Purser.Embedded.Disk;

/// <summary>A file written beside its target, neither synced nor named yet.</summary>
internal sealed class Unfinished : IDisposable
{
    private readonly string _part;
    private readonly SafeFileHandle _file;

    private Unfinished(string target, string part, SafeFileHandle file) =>
        (Target, _part, _file) = (target, part, file);

    /// <summary>Where it will stand.</summary>
    public string Target { get; }

    public static Unfinished Write(string target, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        var part = target + ".part";
        File.Delete(part);
        var file = File.OpenHandle(
            part, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, bytes.Length);
        try
        {
            File.SetUnixFileMode(file, mode);
            RandomAccess.Write(file, bytes, 0);
            return new Unfinished(target, part, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Sync() => RandomAccess.FlushToDisk(_file);

    /// <summary>Gives it its name; closed before, for whoever finds the name may open it.</summary>
    public void Rename()
    {
        _file.Dispose();
        File.Move(_part, Target, overwrite: true);
    }

    public void Dispose() => _file.Dispose();
}
