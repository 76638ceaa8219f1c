namespace Purser.Embedded.Disk;

/// <summary>Clears away what a process that ended in the middle left in the quarantine.</summary>
internal static class QuarantineSweep
{
    private static readonly EnumerationOptions All = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.None,
    };

    /// <summary>
    /// Removes unfinished files, second names of what was borrowed, parts of files that stand whole, and
    /// folders in which nothing lies. Nobody else works on the quarantine meanwhile.
    /// </summary>
    public static void Clear(QuarantinePlaces places)
    {
        if (Directory.Exists(places.Borrowed)) Directory.Delete(places.Borrowed, recursive: true);
        foreach (var file in Directory.GetFiles(places.Folder, "*" + QuarantinePlaces.Unfinished, All))
            File.Delete(file);
        foreach (var parts in Directory.GetDirectories(places.Folder, "*" + QuarantinePlaces.Waiting, All))
            ClearParts(parts);
        // The longest first: a folder is empty once those inside it are gone.
        var folders = Directory.GetDirectories(places.Folder, "*", All);
        foreach (var folder in folders.OrderByDescending(one => one.Length))
        {
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
    }

    private static void ClearParts(string parts)
    {
        var whole = parts[..^QuarantinePlaces.Waiting.Length] + QuarantinePlaces.Original;
        if (!File.Exists(whole)) return;
        // The name of the whole may not be synced yet; the parts may go only after that.
        Durable.SyncFolder(Path.GetDirectoryName(whole)!);
        Directory.Delete(parts, recursive: true);
    }
}
