using System.Text;
using Purser.Embedded;
using Purser.Embedded.Disk;
using Purser.Outside;

namespace Purser.Contracts.Embedded;

/// <summary>What only the data folder promises.</summary>
public sealed class DiskTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly ObjectKey Page = ObjectKey.Of("g/a.html");
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_purser_is_told_that_another_is_using_the_folder()
    {
        var path = _folder.At("data");
        using (var first = DataFolder.Open(path))
        {
            Assert.True(first.IsHeld);
            var fault = Assert.Throws<DataFolderFault>(() => DataFolder.Open(path));
            Assert.Equal($"another purser is using {path}", fault.Message);
            Assert.True(DataFolder.Look(path).IsHeldByAnother());
        }

        Assert.False(DataFolder.Look(path).IsHeldByAnother());
        using var second = DataFolder.Open(path);
        Assert.True(second.IsHeld);
    }

    [Fact]
    public void The_folder_is_its_owners_only()
    {
        using var folder = DataFolder.Open(_folder.At("data"));
        string[] all = [folder.Path, folder.Keys, folder.Outbox, folder.Quarantine, folder.Objects];
        foreach (var path in all)
            Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(_folder.At("data"), "a file");
        var fault = Assert.Throws<DataFolderFault>(() => DataFolder.Open(_folder.At("data")));
        Assert.Contains(_folder.At("data"), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_can_be_read_by_others_as_soon_as_it_has_its_name()
    {
        using var file = Unfinished.Write(_folder.At("a.eml"), "one"u8, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        file.Sync();
        file.Rename();
        Assert.Equal("one", File.ReadAllText(_folder.At("a.eml")));
    }

    [Fact]
    public async Task A_page_can_be_opened_from_the_folder()
    {
        var objects = new DiskObjects(_folder.Path);
        await objects.Put(Page, Content("<p>one</p>", 1), null, Stop);
        Assert.Equal("<p>one</p>", await File.ReadAllTextAsync(_folder.At("g/a.html"), Stop));
        Assert.Equal([_folder.At("g/a.html")], Directory.GetFiles(_folder.At("g")).Where(file => Path.GetFileName(file)[0] != '.'));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_put_cut_between_its_two_files_leaves_the_old_object_or_the_new(bool bodyArrived)
    {
        var objects = new DiskObjects(_folder.Path);
        var tag = await objects.Put(Page, Content("one", 1), null, Stop);
        var oldBody = await File.ReadAllBytesAsync(_folder.At("g/a.html"), Stop);
        var next = await objects.Put(Page, Content("two", 2), tag, Stop);
        if (!bodyArrived) await File.WriteAllBytesAsync(_folder.At("g/a.html"), oldBody, Stop);
        var found = await new DiskObjects(_folder.Path).Get(Page, Stop);
        Assert.Equal(bodyArrived ? (next, 2L) : (tag, 1L), (found!.Tag, found.Content.Revision));
        Assert.NotNull(await objects.Put(Page, Content("three", 3), found.Tag, Stop));
    }

    [Fact]
    public async Task Incident_19_a_page_overwritten_by_hand_has_another_tag()
    {
        var objects = new DiskObjects(_folder.Path);
        var tag = await objects.Put(Page, Content("one", 5), null, Stop);
        await File.WriteAllTextAsync(_folder.At("g/a.html"), "by hand", Stop);
        var found = await objects.Get(Page, Stop);
        Assert.NotEqual(tag, found!.Tag);
        Assert.Equal(0, found.Content.Revision);
        Assert.Null(await objects.Put(Page, Content("two", 6), tag, Stop));
    }

    [Fact]
    public async Task An_unfinished_file_of_a_crash_is_not_in_the_way()
    {
        Directory.CreateDirectory(_folder.At("g"));
        await File.WriteAllTextAsync(_folder.At("g/a.html.part"), "half", Stop);
        var objects = new DiskObjects(_folder.Path);
        Assert.Null(await objects.Get(Page, Stop));
        Assert.NotNull(await objects.Put(Page, Content("one", 1), null, Stop));
    }

    [Fact]
    public async Task Keys_that_point_into_hidden_folders_are_a_bug() =>
        await Assert.ThrowsAsync<BugException>(
        () => new DiskObjects(_folder.Path).Get(ObjectKey.Of(".about/g/a.html"), Stop));

    [Fact]
    public async Task Incident_18_a_secret_lies_in_the_data_folder_readable_by_its_owner_only()
    {
        var secret =
            await new FileSecrets(_folder.At("keys"), new SystemTokens()).Get(SecretNames.CrewLinks, Stop);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(_folder.At("keys/crew-links-1")));
        Assert.Equal(32, secret.Length);
    }

    [Fact]
    public async Task A_secret_that_others_can_read_is_refused_with_the_cure()
    {
        var path = _folder.At("keys/crew-links-1");
        await new FileSecrets(_folder.At("keys"), new SystemTokens()).Get(SecretNames.CrewLinks, Stop);
        File.SetUnixFileMode(path, OwnerOnly | UnixFileMode.GroupRead);
        var fault = await Assert.ThrowsAsync<DataFolderFault>(
            () => new FileSecrets(_folder.At("keys"), new SystemTokens()).Get(SecretNames.CrewLinks, Stop));
        Assert.Contains($"chmod 600 {path}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_secret_is_never_replaced()
    {
        Directory.CreateDirectory(_folder.At("keys"));
        await File.WriteAllTextAsync(_folder.At("keys/crew-links-1"), "c2hvcnQ", Stop);
        File.SetUnixFileMode(_folder.At("keys/crew-links-1"), OwnerOnly);
        await Assert.ThrowsAsync<DataFolderFault>(
            () => new FileSecrets(_folder.At("keys"), new SystemTokens()).Get(SecretNames.CrewLinks, Stop));
        Assert.Equal("c2hvcnQ", await File.ReadAllTextAsync(_folder.At("keys/crew-links-1"), Stop));
    }

    private static ObjectContent Content(string text, long revision) =>
        new(Encoding.UTF8.GetBytes(text), "text/html; charset=utf-8", "max-age=3600", revision);
}
