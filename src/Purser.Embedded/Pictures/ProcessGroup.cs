using System.Runtime.InteropServices;

namespace Purser.Embedded.Pictures;

/// <summary>A child and the tools that it started, which end together.</summary>
internal static partial class ProcessGroup
{
    private const int Killed = 9;

    /// <summary>Puts this process at the head of a group of its own.</summary>
    public static bool Lead() => SetGroup(0, 0) == 0;

    /// <summary>Ends the group that this process leads, itself too, at once.</summary>
    public static void EndOwn() => Kill(0, Killed);

    /// <summary>Ends a group that another process leads or led.</summary>
    public static void End(int leader)
    {
        Require.That(leader > 1);
        _ = Kill(-leader, Killed);
    }

    [LibraryImport("libc", EntryPoint = "setpgid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
