using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Purser.Embedded.Disk;
using Purser.Host.Commands;
using Purser.Host.Composition;
using Purser.Host.Moving;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Tests.Moving;

/// <summary>Data folders and archives of one test, and the commands that move between them.</summary>
public abstract class MovingPlace : IDisposable
{
    private protected static readonly RecordKey Row = new("booking#a", "fact");
    private const string Passphrase = "six random words are very good";
    private readonly string _place = Directory.CreateTempSubdirectory("purser-moving-").FullName;

    protected MovingPlace() => File.WriteAllText(At("pass"), Passphrase + "\n");

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(_place, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected static byte[] Secret { get; } = [.. Enumerable.Range(1, 32).Select(one => (byte)one)];

    private protected static Instant Kept { get; } = Instant.FromUtc(2027, 5, 1, 8, 0);

    private protected string At(string name) => Path.Combine(_place, name);

    private protected Settings SettingsOf(string folder) => SettingsReading
        .Read(new Dictionary<string, string>(), new Flags(At(folder)))
        .Match(right => right, _ => throw new InvalidOperationException("refused"));

    private protected async Task<JsonNode> Export(string archive) => await Well(
        "export", "-o", At(archive), "--secrets", At("secrets"), "--passphrase-file", At("pass"), "--json", "--data", At("from"));

    private protected async Task<JsonNode> Import(string archive, string into) => await Well(
        "import", At(archive), "--secrets", At("secrets"), "--passphrase-file", At("pass"), "--json", "--data", At(into));

    private protected async Task Refused(string archive, string why, params string[] more)
    {
        var (code, _, error) = await Run(["import", At(archive), "--data", At("to"), .. more]);
        Assert.NotEqual(ExitCodes.Done, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.DoesNotContain("something is broken inside", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(At("to"), "fleet.json")));
        Assert.False(File.Exists(Path.Combine(At("to"), "importing.json")));
    }

    private protected static async Task<JsonNode> Well(params string[] line)
    {
        var (code, output, error) = await Run(line);
        Assert.True(code == ExitCodes.Done, error);
        return JsonNode.Parse(output)!;
    }

    /// <summary>Runs a command that must come to its end.</summary>
    /// <returns>What it said beside its output.</returns>
    private protected static async Task<string> Done(params string[] line)
    {
        var (code, _, error) = await Run(line);
        Assert.True(code == ExitCodes.Done, error);
        return error;
    }

    private protected static async Task<(int Code, string Output, string Error)> Run(params string[] line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal(output, error, new Dictionary<string, string>());
        var root = new RootCommand
        {
            Terminal.Data, Terminal.Json, ExportCommand.Make(terminal), ImportCommand.Make(terminal),
            BackupCommand.Make(terminal), RestoreCommand.Make(terminal),
        };
        var code = await root.Parse(line).InvokeAsync(new InvocationConfiguration { Error = error }, Stop);
        return (code, output.ToString(), error.ToString());
    }

    private protected async Task Filled(string name)
    {
        Directory.CreateDirectory(At(name));
        SampleOperator.WriteInto(At(name));
        await using var opened = await Opened(name);
        var at = opened.Installation;
        await at.Records.Write(
            Compartment.Office,
            [
                new StoredRecord(Row, 7, Encoding.UTF8.GetBytes("{\"a\":\"ü\"}"), new IndexKey("list", "2027")),
                new StoredRecord(
                    new RecordKey("once#x", "claim"), 1, "{}"u8.ToArray(), null, Instant.FromUtc(2099, 1, 1, 0, 0)),
            ],
            Stop);
        await at.Records.Write(Compartment.Crew, [new StoredRecord(new RecordKey("person#x", "told"), 2, new byte[] { 0xff })], Stop);
        await at.Records.Write(Compartment.Guest, [new StoredRecord(new RecordKey("page#x", "grant"), 3, "{}"u8.ToArray())], Stop);
        var page = new ObjectContent("<p>page</p>"u8.ToArray(), "text/html", "no-cache", 5);
        await at.Objects.Put(ObjectKey.Of("g/a.html"), page, null, Stop);
        await File.WriteAllTextAsync(At("upload"), "as it came", Stop);
        await at.QuarantineList.Keep("booking/one", At("upload"), Stop);
        Assert.True(await at.Secrets.Keep(SecretNames.GuestRoot, Secret, Stop));
        await KeptMails.Write(opened.Folder, "a.guest.told.g1", Kept.ToUnixTimeTicks(), "To: x"u8.ToArray(), Stop);
    }

    private protected Task<Held> Opened(string name)
    {
        var folder = DataFolder.Open(At(name));
        var clock = new HouseClock(TimeProvider.System);
        return Task.FromResult(new Held(folder, Installation.Open(SettingsOf(name), folder, clock)));
    }

    private protected List<string> Everything(string name) =>
        [.. Directory.EnumerateFiles(At(name), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => !path.Contains("purser.db", StringComparison.Ordinal))
            .Select(path => $"{path} {File.ReadAllText(path).Length}")];

    private protected sealed record Held(DataFolder Folder, Installation Installation) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Installation.DisposeAsync();
            Folder.Dispose();
        }
    }
}
