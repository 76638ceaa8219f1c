using System.Globalization;
using System.Runtime.InteropServices;

namespace Purser.Embedded.Pictures.Worker;

/// <summary>What a decoding process forbids itself, before it sees a guest's file.</summary>
internal static partial class OwnLimits
{
    /// <summary>What a large interlaced picture takes, and no more.</summary>
    public const long MemoryBytes = 1024L * 1024 * 1024;

    /// <summary>The largest file that it or a tool of it writes.</summary>
    private const long FileBytes = 256L * 1024 * 1024;

    private const long OpenFiles = 256;
    private const int Niceness = 10;
    private const int NoNewPrivileges = 38;
    private static bool _leads;

    private enum Limit
    {
        Cpu = 0,
        FileSize = 1,
        Core = 4,
        OpenFiles = 7,
        AddressSpace = 9,
    }

    /// <summary>Sets every limit that holds from the start to the end.</summary>
    public static void Begin()
    {
        _leads = ProcessGroup.Lead();
        Set(Limit.Core, 0);
        Set(Limit.FileSize, FileBytes);
        Set(Limit.OpenFiles, OpenFiles);
        _ = Control(NoNewPrivileges, 1, 0, 0, 0);
        // Pages and bookings go before pictures, and if memory is short it is a picture that is lost.
        _ = SetPriority(0, 0, Niceness);
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Where this cannot be said, the kernel chooses by size.
        }
    }

    /// <summary>
    /// From now on it may take <see cref="MemoryBytes"/> more of address space than it has.
    /// </summary>
    public static void BoundMemory()
    {
        var sizes = File.ReadAllText("/proc/self/statm").Split(' ');
        var pages = long.Parse(sizes[0], CultureInfo.InvariantCulture);
        Get(Limit.AddressSpace, out var limit);
        // Not the hard limit: a tool needs less than this process has mapped, or more, and sets its own.
        limit = limit with { Soft = (ulong)((pages * Environment.SystemPageSize) + MemoryBytes) };
        Set(Limit.AddressSpace, in limit);
    }

    /// <summary>From now on it may compute for so many seconds, until this is said anew.</summary>
    public static void BoundTime(int seconds)
    {
        var used = (long)Environment.CpuUsage.TotalTime.TotalSeconds;
        Get(Limit.Cpu, out var limit);
        limit = limit with { Soft = (ulong)(used + 1 + seconds) };
        Set(Limit.Cpu, in limit);
    }

    /// <summary>Ends this process and the tools that it runs, at once.</summary>
    public static void EndAll()
    {
        if (_leads) ProcessGroup.EndOwn();
        Environment.Exit(0);
    }

    private static void Set(Limit limit, long most)
    {
        var value = new Bounds((ulong)most, (ulong)most);
        if (Set(limit, in value) != 0)
        {
            throw new InvalidOperationException(
                $"limit {limit} cannot be set: error {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Set(Limit limit, in Bounds bounds);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Get(Limit limit, out Bounds bounds);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int what, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Bounds(ulong Soft, ulong Hard);
}
