using Purser.Embedded.Disk;
using Purser.Host.Doors.Local;

namespace Purser.Host.Commands;

/// <summary>What a data folder held before a restore, kept in a folder beside.</summary>
/// <param name="folder">Held by this process.</param>
/// <param name="place">Where it is kept; null if there was nothing.</param>
internal sealed class SetAside(DataFolder folder, string? place)
{
    /// <summary>Where it is kept; null if there was nothing.</summary>
    public string? Place => place;

    /// <summary>Moves everything that a backup would write over out of its way.</summary>
    public static SetAside Of(DataFolder folder)
    {
        var there = Names.Where(name => Holds(Path.Combine(folder.Path, name))).ToList();
        if (there.Count == 0) return new SetAside(folder, null);
        var number = 1;
        while (Directory.Exists(Path.Combine(folder.Path, $"before-restore-{number}"))) number++;
        var aside = Path.Combine(folder.Path, $"before-restore-{number}");
        DataFolder.Make(aside);
        foreach (var name in there) Move(Path.Combine(folder.Path, name), Path.Combine(aside, name));
        MakeFolders(folder);
        return new SetAside(folder, aside);
    }

    /// <summary>Removes what the restore wrote, and moves everything back.</summary>
    public void PutBack()
    {
        foreach (var name in Names) Remove(Path.Combine(folder.Path, name));
        if (place is not null)
        {
            foreach (var name in Names) Move(Path.Combine(place, name), Path.Combine(folder.Path, name));
            RemoveEmpty(place);
        }

        MakeFolders(folder);
    }

    private static IEnumerable<string> Names =>
    [
        BackupFile.Records, BackupFile.Records + "-wal", BackupFile.Records + "-shm", .. BackupFile.Folders,
        .. BackupFile.Trees, .. BackupFile.Kept,
    ];

    private static void MakeFolders(DataFolder folder)
    {
        foreach (var path in (string[])[folder.Keys, folder.Quarantine]) DataFolder.Make(path);
    }

    /// <summary>Removes a folder in which only empty folders are left; anything else is a fault.</summary>
    private static void RemoveEmpty(string path)
    {
        foreach (var inner in Directory.GetDirectories(path)) RemoveEmpty(inner);
        Directory.Delete(path);
    }

    private static bool Holds(string path) =>
        File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());

    private static void Move(string from, string to)
    {
        if (Path.GetDirectoryName(to) is { } above && Path.Exists(from)) DataFolder.Make(above);
        if (File.Exists(from)) File.Move(from, to);
        else if (Directory.Exists(from)) Directory.Move(from, to);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }
}
