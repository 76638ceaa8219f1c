using System.Runtime.CompilerServices;
using Purser.Outside;
using Purser.Outside.Moving;

namespace Purser.Embedded.Disk;

/// <summary>Which objects lie in the folder of <see cref="DiskObjects"/>.</summary>
internal sealed class DiskObjectTransfer(string folder) : IObjectTransfer
{
    public async IAsyncEnumerable<ObjectKey> List(
        string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        var names = FilesBelow.Named(
            folder, Path.Combine(folder, prefix),
            path => Path.GetFileName(path)[0] != '.' && DataFolder.IsWhole(path) ? path : null, stop);
        await foreach (var name in names)
        {
            // A person may have put other files there.
            if (ObjectKey.TryParse(name, out var key)) yield return key;
        }
    }
}
