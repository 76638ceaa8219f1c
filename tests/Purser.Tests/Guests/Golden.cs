namespace Purser.Tests.Guests;

/// <summary>Compares with a file under <c>Snapshots</c>; <c>PURSER_UPDATE_SNAPSHOTS=1</c> writes it anew.</summary>
internal static class Golden
{
    public static void Check(string name, string text)
    {
        var path = Path.Combine(TemplateSource.Find("tests"), "Purser.Tests", "Snapshots", name);
        // A file ends its last line, whether the text does or not.
        var whole = text.EndsWith('\n') ? text : text + '\n';
        if (Environment.GetEnvironmentVariable("PURSER_UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, whole);
        Assert.True(File.Exists(path), $"no snapshot {name}: run with PURSER_UPDATE_SNAPSHOTS=1 and look at what it writes");
        Assert.Equal(File.ReadAllText(path), whole);
    }
}
