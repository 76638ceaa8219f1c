using System.IO.Compression;
using Purser.Embedded.Disk;
using Purser.Embedded.Sqlite;

namespace Purser.Host.Doors.Local;

/// <summary>
/// Everything that cannot be derived again, in one file: records, secrets unless they are sealed apart, the
/// operator's files, and what guests sent. With secrets it opens every door of the installation: keep it as
/// safe as the data folder (docs/decisions/022).
/// </summary>
public static class BackupFile
{
    /// <summary>The name of the records in the file.</summary>
    public const string Records = "purser.db";

    /// <summary>The folder of the secrets.</summary>
    public const string Keys = "keys";

    /// <summary>Folders that go into the file.</summary>
    public static readonly IReadOnlyList<string> Folders = [Keys, "channels"];

    /// <summary>
    /// Folders that go into the file with all that is below them: guests' files as they came, and their
    /// copies, shown or waiting for the owner's eye.
    /// </summary>
    public static readonly IReadOnlyList<string> Trees = ["quarantine", "objects/photos", "objects/held"];

    /// <summary>Files beside the records that go into the file.</summary>
    public static readonly IReadOnlyList<string> Kept = ["fleet.json", "rates.json", "crew.csv", "sample-clock"];

    /// <summary>After so long a backup is given up.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>Writes the file whole or not at all, readable by its owner only.</summary>
    /// <returns>How many files are in it.</returns>
    public static int Write(BackupWork work, IStoreBackup store, CancellationToken stop)
    {
        var records = Path.Combine(work.Folder, "backup.db");
        try
        {
            // The records first: whatever they name was there before, and is found after.
            store.Write(records);
            return Pack(work, records, stop);
        }
        finally
        {
            File.Delete(records);
        }
    }

    /// <summary>Packs records and the files of a data folder into a file, whole or not at all.</summary>
    /// <param name="work">From where, to where; the data folder may be at work.</param>
    /// <param name="records">A copy of its records.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>How many files are in it.</returns>
    public static int Pack(BackupWork work, string records, CancellationToken stop)
    {
        var half = work.Path + ".part";
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.ReadWrite,
                UnixCreateMode = OwnerOnly,
            };
            int count;
            using (var file = new FileStream(half, options))
            {
                count = Fill(work, records, file, stop);
                file.Flush(flushToDisk: true);
            }

            File.Move(half, work.Path, overwrite: true);
            return count;
        }
        finally
        {
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

    /// <summary>True if the secrets are in it.</summary>
    public static bool HasKeys(string backup)
    {
        using var zip = ZipFile.OpenRead(backup);
        return zip.Entries.Any(entry => entry.FullName.StartsWith(Keys + "/", StringComparison.Ordinal));
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
            DataFolder.Make(Path.GetDirectoryName(target)!);
            entry.ExtractToFile(target, overwrite: true);
            File.SetUnixFileMode(target, OwnerOnly);
        }
    }

    private static int Fill(BackupWork work, string records, Stream file, CancellationToken stop)
    {
        var folder = work.Folder;
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        zip.CreateEntryFromFile(records, Records);
        var count = 1;
        var kept = Kept.Select(name => Path.Combine(folder, name)).Where(File.Exists);
        var folders = Folders.Where(name => work.WithKeys || name != Keys);
        var more = folders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles).Concat(kept);
        foreach (var path in more.Order(StringComparer.Ordinal))
            count += Add(zip, folder, path, CompressionLevel.Optimal);
        foreach (var path in GuestFiles(folder))
        {
            stop.ThrowIfCancellationRequested();
            // Pictures are as small as they can be already.
            count += Add(zip, folder, path, CompressionLevel.NoCompression);
        }

        return count;
    }

    /// <summary>
    /// Parts that wait come first: one that is gone by then is in a whole file that is looked for afterwards.
    /// </summary>
    private static IEnumerable<string> GuestFiles(string folder) =>
        from waiting in (bool[])[true, false]
        from name in Trees
        let tree = Path.Combine(folder, name)
        where Directory.Exists(tree)
        from path in Directory.EnumerateFiles(tree, "*", Everything)
        where DataFolder.IsWhole(path) && DataFolder.IsWaiting(path) == waiting
        select path;

    private static int Add(ZipArchive zip, string folder, string path, CompressionLevel level)
    {
        var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        try
        {
            zip.CreateEntryFromFile(path, name, level);
            return 1;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            // Removed a moment ago, so that it is not to be kept.
            return 0;
        }
    }
}

/// <summary>A backup that is written.</summary>
/// <param name="Folder">The data folder.</param>
/// <param name="Path">The file.</param>
/// <param name="WithKeys">Whether the secrets go into it.</param>
public sealed record BackupWork(string Folder, string Path, bool WithKeys = true);
