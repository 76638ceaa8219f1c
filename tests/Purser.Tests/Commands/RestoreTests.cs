using System.IO.Compression;
using Purser.Embedded.Disk;
using Purser.Host.Commands;
using Purser.Host.Doors.Local;

namespace Purser.Tests.Commands;

public sealed class RestoreTests : IDisposable
{
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

    public void Dispose() => Directory.Delete(_place, recursive: true);
}
