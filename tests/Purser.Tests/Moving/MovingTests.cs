using System.IO.Compression;
using System.Text;
using Purser.Embedded.Disk;
using Purser.Host.Commands;
using Purser.Host.Composition;
using Purser.Host.Moving;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Tests.Moving;

/// <summary>Export and import by their commands, between two data folders of this machine.</summary>
public sealed class MovingTests : MovingPlace
{
    [Theory]
    [InlineData("export.zip")]
    [InlineData("export/")]
    public async Task Everything_arrives_and_both_ends_print_the_same_digest(string archive)
    {
        await Filled("from");
        var sent = await Export(archive);
        Assert.Equal(4, sent["counts"]!["records"]!.GetValue<int>());
        Assert.Equal(1, sent["counts"]!["expiring"]!.GetValue<int>());
        Assert.Equal(2, sent["sealed"]!.GetValue<int>());
        var check = await Well("import", At(archive), "--check", "--json", "--data", At("nowhere"));
        Assert.Equal(sent["digest"]!.ToString(), check["digest"]!.ToString());
        Assert.False(Directory.Exists(At("nowhere")));
        var came = await Import(archive, "to");
        Assert.Equal(sent["digest"]!.ToString(), came["digest"]!.ToString());
        Assert.Empty(came["deadLinks"]!.AsArray());
        await using var into = await Opened("to");
        var epoch = came["epoch"]!.GetValue<long>();
        Assert.True(epoch > 400_000);
        Assert.Equal(epoch, await InStep.Epoch(into.Installation.Store, Stop));
        var row = await into.Installation.Store.Open(Compartment.Office).Get(Row, Stop);
        Assert.Equal((7L, "{\"a\":\"ü\"}"), (row!.Version, Encoding.UTF8.GetString(row.Body.Span)));
        var page = await into.Installation.Objects.Get(ObjectKey.Of("g/a.html"), Stop);
        Assert.Equal((5L, "text/html"), (page!.Content.Revision, page.Content.ContentType));
        using var file = await into.Installation.Quarantine.Borrow("booking/one", Stop);
        Assert.Equal("as it came", await File.ReadAllTextAsync(file!.Path, Stop));
        Assert.Equal(Secret, (await into.Installation.Secrets.Find(SecretNames.GuestRoot, Stop))!.Value.ToArray());
        var mail = Assert.Single(await into.Installation.Mails.List(Stop));
        Assert.Equal(("a.guest.told.g1", Kept), (mail.Name, mail.Kept));
        Assert.False(File.Exists(Path.Combine(At("to"), "importing.json")));
    }

    [Fact]
    public async Task Without_its_secrets_it_says_which_links_die_and_leaves_mails_behind()
    {
        await Filled("from");
        var (code, _, error) = await Run("export", "-o", At("e.zip"), "--data", At("from"));
        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("1 kept mails stay", error, StringComparison.Ordinal);
        var came = await Well("import", At("e.zip"), "--json", "--data", At("to"));
        Assert.Contains("guests' links", Assert.Single(came["deadLinks"]!.AsArray())!.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(At("to"), "outbox")));
    }

    [Fact]
    public async Task A_target_in_which_anything_lies_is_refused()
    {
        await Filled("from");
        await Export("e.zip");
        await Filled("to");
        var before = Everything("to");
        var (code, _, error) = await Run("import", At("e.zip"), "--data", At("to"));
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("not empty: there are records", error, StringComparison.Ordinal);
        Assert.Equal(before, Everything("to"));
        Directory.CreateDirectory(At("other"));
        await File.WriteAllTextAsync(Path.Combine(At("other"), "fleet.json"), "{}", Stop);
        (code, _, error) = await Run("import", At("e.zip"), "--data", At("other"));
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("fleet.json", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_goes_on_while_another_holds_the_folder()
    {
        await Filled("from");
        await Export("e.zip");
        using var held = DataFolder.Open(At("from"));
        var (code, _, error) = await Run("export", "-o", At("f.zip"), "--data", At("from"));
        Assert.Equal(ExitCodes.Busy, code);
        Assert.Contains("stop it first", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Busy, (await Run("import", At("e.zip"), "--data", At("from"))).Code);
        Assert.False(File.Exists(At("f.zip")));
    }

    [Theory]
    [InlineData("records/office.jsonl")]
    [InlineData("objects/g/a.html")]
    [InlineData("files/booking/one")]
    [InlineData("operator/fleet.json")]
    [InlineData("files.jsonl")]
    public async Task A_part_that_was_changed_is_refused_before_anything_is_written(string part)
    {
        await Filled("from");
        await Export("e/");
        var path = Path.Combine(At("e"), part);
        var bytes = await File.ReadAllBytesAsync(path, Stop);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Stop);
        await Refused("e", "the export is broken");
    }

    [Fact]
    public async Task A_part_that_is_missing_or_was_added_is_refused()
    {
        await Filled("from");
        await Export("e/");
        File.Move(Path.Combine(At("e"), "objects", "g", "a.html"), At("kept"));
        await Refused("e", "it has no objects/g/a.html");
        File.Move(At("kept"), Path.Combine(At("e"), "objects", "g", "a.html"));
        await File.WriteAllTextAsync(Path.Combine(At("e"), "objects", "more"), "x", Stop);
        await Refused("e", "something is missing in it, or was added");
    }

    [Fact]
    public async Task An_archive_whose_end_is_missing_is_refused()
    {
        await Filled("from");
        await Export("e.zip");
        var bytes = await File.ReadAllBytesAsync(At("e.zip"), Stop);
        foreach (var length in (int[])[bytes.Length - 1, bytes.Length / 2, 10, 0])
        {
            await File.WriteAllBytesAsync(At("cut.zip"), bytes[..length], Stop);
            await Refused("cut.zip", "is no export, or its end is missing");
        }
    }

    [Fact]
    public async Task Another_format_is_refused_by_its_number()
    {
        await Filled("from");
        await Export("e.zip");
        using (var zip = ZipFile.Open(At("e.zip"), ZipArchiveMode.Update))
        {
            zip.GetEntry("purser-export.json")!.Delete();
            await using var stream = zip.CreateEntry("purser-export.json").Open();
            await stream.WriteAsync("{\"format\":2,\"news\":[]}"u8.ToArray(), Stop);
        }

        await Refused("e.zip", "has the format 2, this program reads 1");
        using (var zip = ZipFile.Open(At("other.zip"), ZipArchiveMode.Create)) zip.CreateEntry("notes.txt");
        await Refused("other.zip", "it has no purser-export.json");
    }

    [Fact]
    public async Task Another_passphrase_or_another_exports_secrets_are_refused_before_anything_is_written()
    {
        await Filled("from");
        await Export("e.zip");
        File.Copy(At("secrets"), At("first"));
        await Export("f.zip");
        await File.WriteAllTextAsync(At("wrong"), "not the passphrase", Stop);
        await Refused("f.zip", "passphrase", "--secrets", At("secrets"), "--passphrase-file", At("wrong"));
        await Refused("f.zip", "belongs to another export", "--secrets", At("first"), "--passphrase-file", At("pass"));
        await File.WriteAllTextAsync(At("short"), "short", Stop);
        var (code, _, error) = await Run("export", "-o", At("g.zip"), "--data", At("from"), "--secrets", At("s"), "--passphrase-file", At("short"));
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("12 characters", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_was_cut_off_serves_nothing_and_is_repeated()
    {
        await Filled("from");
        await Export("f.zip");
        var sent = await Export("e.zip");
        using (var folder = DataFolder.Open(At("to")))
        {
            new ImportMark(sent["id"]!.ToString(), Raised: false).Write(folder);
            await using var half = Installation.Open(SettingsOf("to"), folder, new HouseClock(TimeProvider.System));
            await half.Records.Write(Compartment.Office, [new StoredRecord(Row, 1, "{}"u8.ToArray())], Stop);
        }

        var (code, _, error) = await Run("export", "-o", At("g.zip"), "--data", At("to"));
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("repeat it", error, StringComparison.Ordinal);
        (code, _, error) = await Run("import", At("f.zip"), "--data", At("to"));
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("another import was cut off", error, StringComparison.Ordinal);
        var came = await Import("e.zip", "to");
        Assert.Equal(sent["digest"]!.ToString(), came["digest"]!.ToString());
    }

    [Fact]
    public async Task What_somebody_else_wrote_meanwhile_is_found_when_it_is_read_back()
    {
        await Filled("from");
        var sent = await Export("e.zip");
        using (var folder = DataFolder.Open(At("to")))
        {
            new ImportMark(sent["id"]!.ToString(), Raised: false).Write(folder);
            await using var half = Installation.Open(SettingsOf("to"), folder, new HouseClock(TimeProvider.System));
            var other = new StoredRecord(new RecordKey("booking#b", "fact"), 1, "{}"u8.ToArray());
            await half.Records.Write(Compartment.Office, [other], Stop);
        }

        var (code, _, error) = await Run("import", At("e.zip"), "--data", At("to"));
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("somebody else has written to it", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backups_secrets_can_be_sealed_apart()
    {
        await Filled("from");
        string[] apart = ["--secrets", At("sealed"), "--passphrase-file", At("pass")];
        await Done(["backup", "-o", At("b.zip"), "--data", At("from"), .. apart]);
        using (var zip = ZipFile.OpenRead(At("b.zip")))
            Assert.DoesNotContain(zip.Entries, entry => entry.FullName.StartsWith("keys/", StringComparison.Ordinal));
        await Done(["restore", At("b.zip"), "--data", At("to"), .. apart]);
        await using var into = await Opened("to");
        Assert.Equal(Secret, (await into.Installation.Secrets.Find(SecretNames.GuestRoot, Stop))!.Value.ToArray());
        var error = await Done("restore", At("b.zip"), "--data", At("third"));
        Assert.Contains("guests' links", error, StringComparison.Ordinal);
    }
}
