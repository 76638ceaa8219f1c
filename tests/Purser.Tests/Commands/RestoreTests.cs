using System.IO.Compression;
using Purser.Embedded.Disk;
using Purser.Host.Commands;
using Purser.Host.Doors.Local;

namespace Purser.Tests.Commands;

public sealed class RestoreTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _place = Directory.CreateTempSubdirectory("purser-restore-").FullName;

    [Fact]
    public void A_file_that_is_no_backup_is_refused_before_anything_is_touched()
    {
        var text = Path.Combine(_place, "notes.txt");
        File.WriteAllText(text, "no archive");
        Assert.Throws<InvalidDataException>(() => BackupFile.Check(text));
        var other = Path.Combine(_place, "other.zip");
        using (var zip = ZipFile.Open(other, ZipArchiveMode.Create)) zip.CreateEntry("fleet.json");
        Assert.Contains("purser.db", Assert.Throws<InvalidDataException>(() => BackupFile.Check(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_set_aside_is_put_back_whole()
    {
        using var folder = DataFolder.Open(Path.Combine(_place, "data"));
        File.WriteAllText(folder.Records, "records");
        File.WriteAllText(folder.Fleet, "fleet");
        File.WriteAllText(Path.Combine(folder.Keys, "office"), "secret");
        var aside = SetAside.Of(folder);
        Assert.True(File.Exists(Path.Combine(aside.Place!, "keys", "office")));
        Assert.False(File.Exists(folder.Records));
        File.WriteAllText(folder.Records, "half restored");
        File.WriteAllText(folder.Rates, "of the backup");
        aside.PutBack();
        Assert.Equal("records", File.ReadAllText(folder.Records));
        Assert.Equal("secret", File.ReadAllText(Path.Combine(folder.Keys, "office")));
        Assert.False(File.Exists(folder.Rates));
        Assert.False(Directory.Exists(aside.Place));
    }

    [Fact]
    public void An_empty_folder_has_nothing_to_set_aside()
    {
        using var folder = DataFolder.Open(Path.Combine(_place, "data"));
        Assert.Null(SetAside.Of(folder).Place);
    }

    [Fact]
    public void Guests_files_and_their_copies_are_in_a_backup_and_halves_are_not()
    {
        var from = Path.Combine(_place, "from");
        string[] kept =
        [
            "quarantine/booking/one.original", "quarantine/booking/two.parts/1", "quarantine/booking/two.parts/3",
            "objects/photos/booking/one-small.webp", "objects/photos/booking/.one-small.webp.about", "keys/office",
        ];
        string[] halves =
        [
            "quarantine/booking/three.original.7.unfinished", "quarantine/booking/two.parts/2.8.unfinished",
            "quarantine/.borrowed/4", "objects/photos/booking/two.webp.part", "objects/g/page.html", "outbox/a.eml",
        ];
        foreach (var name in kept.Concat(halves)) Write(from, name, name);
        Write(from, "records", "records");
        var backup = Path.Combine(_place, "backup");
        Assert.Equal(7, BackupFile.Pack(new BackupWork(from, backup), Path.Combine(from, "records"), TestContext.Current.CancellationToken));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(backup));
        BackupFile.Check(backup);
        var to = Path.Combine(_place, "to");
        BackupFile.Unpack(backup, to);
        var found = Directory.GetFiles(to, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });
        Assert.Equal(
            kept.Append("purser.db").Order(StringComparer.Ordinal),
            found.Select(file => Path.GetRelativePath(to, file)).Order(StringComparer.Ordinal));
        foreach (var name in kept) Assert.Equal(name, File.ReadAllText(Path.Combine(to, name)));
        Assert.All(found, file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
        Assert.Equal(
            OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(to, "quarantine", "booking")));
    }

    [Fact]
    public void A_backup_that_is_given_up_leaves_nothing_half()
    {
        var from = Path.Combine(_place, "from");
        Write(from, "records", "records");
        Write(from, "quarantine/a/b.original", "a file");
        var backup = Path.Combine(_place, "backup");
        Assert.Throws<OperationCanceledException>(
            () => BackupFile.Pack(new BackupWork(from, backup), Path.Combine(from, "records"), new CancellationToken(true)));
        Assert.Empty(Directory.GetFiles(_place));
    }

    [Fact]
    public void Guests_files_are_set_aside_and_put_back_too()
    {
        using var folder = DataFolder.Open(Path.Combine(_place, "data"));
        Write(folder.Path, "quarantine/booking/one.original", "one");
        Write(folder.Path, "objects/photos/booking/one.webp", "copy");
        Write(folder.Path, "objects/g/page.html", "page");
        var aside = SetAside.Of(folder);
        Assert.Equal("copy", File.ReadAllText(Path.Combine(aside.Place!, "objects/photos/booking/one.webp")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Quarantine));
        Write(folder.Path, "quarantine/booking/two.original", "half restored");
        aside.PutBack();
        Assert.Equal("one", File.ReadAllText(Path.Combine(folder.Quarantine, "booking/one.original")));
        Assert.Equal("copy", File.ReadAllText(Path.Combine(folder.Objects, "photos/booking/one.webp")));
        Assert.Equal("page", File.ReadAllText(Path.Combine(folder.Objects, "g/page.html")));
        Assert.False(File.Exists(Path.Combine(folder.Quarantine, "booking/two.original")));
        Assert.False(Directory.Exists(aside.Place));
    }

    public void Dispose() => Directory.Delete(_place, recursive: true);

    private static void Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
