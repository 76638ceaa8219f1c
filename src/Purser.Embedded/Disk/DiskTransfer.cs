using System.Runtime.CompilerServices;
using Purser.Outside;
using Purser.Outside.Moving;

namespace Purser.Embedded.Disk;

/// <summary>Which objects and guests' files lie in the data folder. Nobody else works on it meanwhile.</summary>
internal sealed class DiskTransfer(DataFolder folder, DiskQuarantine quarantine)
    : IObjectTransfer, IQuarantineTransfer
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    public async IAsyncEnumerable<ObjectKey> List(
        string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        var names = Names(
            folder.Objects, Path.Combine(folder.Objects, prefix),
            path => Path.GetFileName(path)[0] != '.' && DataFolder.IsWhole(path) ? path : null, stop);
        await foreach (var name in names)
        {
            // A person may have put other files there.
            if (ObjectKey.TryParse(name, out var key)) yield return key;
        }
    }

    public IAsyncEnumerable<string> List(CancellationToken stop) => Names(
        folder.Quarantine, folder.Quarantine,
        path => path.EndsWith(QuarantinePlaces.Original, StringComparison.Ordinal) && DataFolder.IsWhole(path)
            ? path[..^QuarantinePlaces.Original.Length]
            : null,
        stop);

    public Task Keep(string name, string path, CancellationToken stop) => quarantine.Keep(name, path, stop);

    private static async IAsyncEnumerable<string> Names(
        string root, string folder, Func<string, string?> named,
        [EnumeratorCancellation] CancellationToken stop)
    {
        if (!Directory.Exists(folder)) yield break;
        await Task.CompletedTask;
        foreach (var path in Directory.EnumerateFiles(folder, "*", Everything))
        {
            stop.ThrowIfCancellationRequested();
            if (named(path) is { } name)
                yield return Path.GetRelativePath(root, name).Replace(Path.DirectorySeparatorChar, '/');
        }
    }
}
