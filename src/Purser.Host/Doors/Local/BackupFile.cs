using System.IO.Compression;
using Purser.Host.Composition;

namespace Purser.Host.Doors.Local;

/// <summary>
/// Everything that cannot be derived again, in one file: records, secrets, the operator's files. It opens
/// every door of the installation: keep it as safe as the data folder.
/// </summary>
public static class BackupFile
{
    /// <summary>The name of the records in the file.</summary>
    public const string Records = "purser.db";

    /// <summary>Folders that go into the file.</summary>
    public static readonly IReadOnlyList<string> Folders = ["keys", "channels"];
    /// <summary>Files beside the records that go into the file.</summary>
    public static readonly IReadOnlyList<string> Kept = ["fleet.json", "rates.json", "crew.csv", "sample-clock"];

    /// <summary>Writes the file whole or not at all, readable by its owner only.</summary>
    /// <returns>How many files are in it.</returns>
    public static int Write(House house, string path)
    {
        var half = path + ".part";
        var records = Path.Combine(house.Folder.Path, "backup.db");
        try
        {
            house.Backup.Write(records);
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            int count;
            using (var file = new FileStream(half, options)) count = Fill(house.Folder.Path, records, file);
            File.Move(half, path, overwrite: true);
            return count;
        }
        finally
        {
            File.Delete(records);
            File.Delete(half);
        }
    }

    /// <summary>
    /// Throws <see cref="InvalidDataException"/> if this is no backup, before anything is touched.
    /// </summary>
    public static void Check(string backup)
    {
        try
        {
            using var zip = ZipFile.OpenRead(backup);
            if (zip.GetEntry(Records) is not null) return;
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"{backup} is no backup: {fault.Message}", fault);
        }

        throw new InvalidDataException(
            $"{backup} is no backup: it has no {Records}. Give the file that `purser backup` wrote.");
    }

    /// <summary>Unpacks a backup into a data folder.</summary>
    public static void Unpack(string backup, string folder)
    {
        using var zip = ZipFile.OpenRead(backup);
        foreach (var entry in zip.Entries)
        {
            var target = Path.GetFullPath(Path.Combine(folder, entry.FullName));
            if (!target.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new InvalidDataException($"{backup} names a path outside the data folder");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            entry.ExtractToFile(target, overwrite: true);
            File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static int Fill(string folder, string records, Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        zip.CreateEntryFromFile(records, Records);
        var count = 1;
        var kept = Kept.Select(name => Path.Combine(folder, name)).Where(File.Exists);
        var more = Folders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles).Concat(kept);
        foreach (var path in more.Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            zip.CreateEntryFromFile(path, name);
            count++;
        }

        return count;
    }
}
