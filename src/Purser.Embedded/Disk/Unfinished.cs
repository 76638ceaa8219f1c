using Microsoft.Win32.SafeHandles;

namespace Purser.Embedded.Disk;

/// <summary>A file written beside its target, neither synced nor named yet.</summary>
internal sealed class Unfinished : IDisposable
{
    private const int Uncounted = unchecked((int)0x80131620);

    private readonly string _part;
    private readonly SafeFileHandle _file;
    private long _length;

    private Unfinished(string target, string part, SafeFileHandle file) =>
        (Target, _part, _file) = (target, part, file);

    /// <summary>Where it will stand.</summary>
    public string Target { get; }

    public static Unfinished Write(string target, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        var part = PartOf(target);
        File.Delete(part);
        var file = Begin(target, part, bytes.Length, mode);
        try
        {
            RandomAccess.Write(file._file, bytes, 0);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Where a file that is written at once lies until it has its name.</summary>
    public static string PartOf(string target) => target + ".part";

    /// <summary>
    /// Begins a file of so many bytes, for which the disk's room is taken at once. The name
    /// <paramref name="part"/> is no other writer's.
    /// </summary>
    public static Unfinished Begin(string target, string part, long length, UnixFileMode mode)
    {
        var file = Create(part, length);
        try
        {
            File.SetUnixFileMode(file, mode);
            return new Unfinished(target, part, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SafeFileHandle Create(string part, long length)
    {
        try
        {
            return File.OpenHandle(
                part, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, length);
        }
        catch (IOException fault) when (fault.GetType() == typeof(IOException) && fault.HResult == Uncounted)
        {
            // Room that cannot be taken is the one refusal here that comes without the system's number.
            throw new IOException(fault.Message, Durable.NoSpaceLeft);
        }
    }

    /// <summary>Writes at the end.</summary>
    public async ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        await RandomAccess.WriteAsync(_file, bytes, _length, stop);
        _length += bytes.Length;
    }

    public void Sync() => RandomAccess.FlushToDisk(_file);

    /// <summary>Gives it its name; closed before, for whoever finds the name may open it.</summary>
    public void Rename()
    {
        _file.Dispose();
        File.Move(_part, Target, overwrite: true);
    }

    /// <summary>Closes it, and removes it unless it has got its name.</summary>
    public void Discard()
    {
        _file.Dispose();
        File.Delete(_part);
    }

    public void Dispose() => _file.Dispose();
}
