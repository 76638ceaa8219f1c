using System.Runtime.CompilerServices;
using Purser.Outside;

namespace Purser.Embedded.Disk;

/// <summary>Lists what lies in a folder and below it.</summary>
internal static class FilesBelow
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>The names of files, relative to a root and with strokes; none if the folder is not there.</summary>
    /// <param name="root">What names are relative to.</param>
    /// <param name="folder">It, or below it.</param>
    /// <param name="named">The path by which a file goes; null: it is left out.</param>
    /// <param name="stop">Gives up.</param>
    public static async IAsyncEnumerable<string> Named(
        string root, string folder, Func<string, string?> named,
        [EnumeratorCancellation] CancellationToken stop)
    {
        if (!Directory.Exists(folder)) yield break;
        using var paths = Directory.EnumerateFiles(folder, "*", Everything).GetEnumerator();
        while (await Task.Run(() => Next(folder, paths), stop))
        {
            if (named(paths.Current) is { } name)
                yield return Path.GetRelativePath(root, name).Replace(Path.DirectorySeparatorChar, '/');
        }
    }

    /// <summary>A folder is read only as far as it is asked for: each step may fail.</summary>
    private static bool Next(string folder, IEnumerator<string> paths)
    {
        try
        {
            return paths.MoveNext();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable($"list {folder}", fault);
        }
    }
}
