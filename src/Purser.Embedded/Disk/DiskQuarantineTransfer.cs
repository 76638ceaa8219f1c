using Purser.Outside.Moving;

namespace Purser.Embedded.Disk;

/// <summary>Which guests' files lie in the folder of a <see cref="DiskQuarantine"/>.</summary>
internal sealed class DiskQuarantineTransfer(string folder, DiskQuarantine quarantine) : IQuarantineTransfer
{
    public IAsyncEnumerable<string> List(CancellationToken stop) => FilesBelow.Named(
        folder, folder,
        path => path.EndsWith(QuarantinePlaces.Original, StringComparison.Ordinal) && DataFolder.IsWhole(path)
            ? path[..^QuarantinePlaces.Original.Length]
            : null,
        stop);

    public Task Keep(string name, string path, CancellationToken stop) => quarantine.Keep(name, path, stop);
}
