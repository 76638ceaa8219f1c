using Purser.Host.Commands;
using Purser.Outside;

namespace Purser.Tests.Moving;

/// <summary>What a backup or an export that fails leaves behind, and what it never takes.</summary>
public sealed class WholeOrNotTests : MovingPlace
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData("backup", "one", "one", "same file")]
    [InlineData("backup", "one", "link/one", "same file")]
    [InlineData("backup", "one", "there/../one", "same file")]
    [InlineData("backup", "one", "to-one", "same file")]
    [InlineData("backup", "one.part", "one", "one.part")]
    [InlineData("backup", "one", "one.unsealed", "one.unsealed")]
    [InlineData("backup", "one", "there", "is a folder")]
    [InlineData("export", "one", "one", "same file")]
    [InlineData("export", "one/", "one", "same file")]
    [InlineData("export", "one/", "link/one/sealed", "inside --output")]
    [InlineData("export", "there/", "there/sealed", "inside --output")]
    [InlineData("export", "one", "one.part", "one.part")]
    public async Task Output_and_secrets_never_lie_in_each_others_way(
        string command, string output, string secrets, string why)
    {
        await Filled("from");
        Directory.CreateDirectory(At("there"));
        Directory.CreateSymbolicLink(At("link"), At("."));
        File.CreateSymbolicLink(At("to-one"), At("one"));
        var before = Directory.GetFileSystemEntries(At("."));
        var (code, _, error) = await Run(Apart(command, output, secrets));
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("--secrets", error, StringComparison.Ordinal);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(At(".")));
    }

    [Fact]
    public async Task An_old_backup_and_its_secrets_stay_if_either_of_the_new_ones_cannot_be_written()
    {
        await Filled("from");
        await Done(Apart("backup", "b.zip", "sealed"));
        var (backup, secrets) = (Bytes("b.zip"), Bytes("sealed"));
        var before = Directory.GetFileSystemEntries(At("."));

        var (code, _, _) = await Run(Apart("backup", "b.zip", "nowhere/sealed"));
        Assert.NotEqual(ExitCodes.Done, code);
        AssertAsBefore();

        await File.WriteAllTextAsync(Key("notes"), "no secret", Stop);
        File.SetUnixFileMode(Key("notes"), OwnerOnly);
        (code, _, var error) = await Run(Apart("backup", "b.zip", "sealed"));
        Assert.NotEqual(ExitCodes.Done, code);
        Assert.Contains("is not a secret", error, StringComparison.Ordinal);
        AssertAsBefore();

        void AssertAsBefore()
        {
            Assert.Equal(backup, Bytes("b.zip"));
            Assert.Equal(secrets, Bytes("sealed"));
            Assert.Equal(before, Directory.GetFileSystemEntries(At(".")));
        }
    }

    [Fact]
    public async Task An_old_export_and_its_secrets_stay_if_the_new_ones_cannot_be_written()
    {
        await Filled("from");
        await Done(Apart("export", "e.zip", "sealed"));
        var (export, secrets) = (Bytes("e.zip"), Bytes("sealed"));
        Assert.NotEqual(ExitCodes.Done, (await Run(Apart("export", "e.zip", "nowhere/sealed"))).Code);
        Assert.Equal(export, Bytes("e.zip"));
        // Readable by others: it is not taken for a secret, and the export ends in its middle.
        File.SetUnixFileMode(Key(SecretNames.GuestRoot), OwnerOnly | UnixFileMode.OtherRead);
        Assert.NotEqual(ExitCodes.Done, (await Run(Apart("export", "e.zip", "sealed"))).Code);
        Assert.Equal(export, Bytes("e.zip"));
        Assert.Equal(secrets, Bytes("sealed"));
    }

    [Fact]
    public async Task What_is_no_secret_by_its_name_is_not_sealed_and_the_backup_opens()
    {
        await Filled("from");
        await File.WriteAllTextAsync(Key("guest-root-1.bak"), "a copy", Stop);
        await File.WriteAllTextAsync(Key("crew-links-1.part"), "ha", Stop);
        await Done(Apart("backup", "b.zip", "sealed"));
        await Done(
            "restore", At("b.zip"), "--secrets", At("sealed"), "--passphrase-file", At("pass"), "--data",
            At("to"));
        var keys = Directory.GetFiles(Path.Combine(At("to"), "keys"));
        Assert.Contains(Path.Combine(At("to"), "keys", SecretNames.GuestRoot), keys);
        Assert.All(keys, path => Assert.Equal(OwnerOnly, File.GetUnixFileMode(path)));
        Assert.DoesNotContain(keys, path => path.Contains('.', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_of_another_name_does_not_stand_in_the_way_of_an_export()
    {
        await Filled("from");
        await File.WriteAllTextAsync(Path.Combine(At("from"), "outbox", "Copy of a.eml"), "To: x", Stop);
        Assert.Equal(2, (await Export("e.zip"))["sealed"]!.GetValue<int>());
    }

    [Fact]
    public async Task Two_installations_are_backed_up_at_the_same_time()
    {
        await Filled("from");
        await Filled("second");
        await Task.WhenAll(
            Done("backup", "-o", At("one.zip"), "--data", At("from")),
            Done("backup", "-o", At("two.zip"), "--data", At("second")));
        Assert.True(File.Exists(At("one.zip")) && File.Exists(At("two.zip")));
    }

    private string[] Apart(string command, string output, string secrets) =>
    [
        command, "-o", At(output), "--secrets", At(secrets), "--passphrase-file", At("pass"),
        "--data", At("from"),
    ];

    private string Key(string name) => Path.Combine(At("from"), "keys", name);

    private byte[] Bytes(string name) => File.ReadAllBytes(At(name));
}
