using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Purser.EndToEnd.Harness;

/// <summary>A whole product of its own: a data folder, three ports, and the running program.</summary>
internal sealed class House : IAsyncDisposable
{
    /// <summary>Ten days before the worked example sails.</summary>
    public const string Before = "2027-05-20T09:00:00-07:00";

    private readonly StringBuilder log = new();
    private readonly Dictionary<string, string> settings;
    private readonly Dictionary<string, string> keys = [];
    private readonly LocalEdge edge = new();
    private readonly Front front;
    private Process? process;
    private Task reading = Task.CompletedTask;

    private House(string data, Front front, IReadOnlyDictionary<string, string> more)
    {
        (Data, this.front) = (data, front);
        var ports = Ports.Free(6);
        Guest = new Uri($"http://localhost:{ports[0]}");
        Crew = new Uri($"http://localhost:{ports[1]}");
        Office = new Uri($"http://localhost:{ports[2]}");
        settings = new Dictionary<string, string>(more)
        {
            ["PURSER_GUEST_URL"] = Origin(Guest),
            ["PURSER_CREW_URL"] = Origin(Crew),
            ["PURSER_OFFICE_URL"] = Origin(Office),
        };
        if (front != Front.AsUsual)
            foreach (var (name, value) in LocalEdge.Settings(ports[3..])) settings[name] = value;
        Outbox = new Outbox(Path.Combine(data, "outbox"));
        Http = new Caller(this);
    }

    /// <summary>The data folder.</summary>
    public string Data { get; }

    /// <summary>The guests' site.</summary>
    public Uri Guest { get; }

    /// <summary>The crew's site.</summary>
    public Uri Crew { get; }

    /// <summary>The guests' site behind whatever stands before it.</summary>
    public Uri GuestDirect => settings.TryGetValue("PURSER_GUEST_DIRECT_URL", out var direct) ? new Uri(direct) : Guest;

    /// <summary>The crew's site behind whatever stands before it.</summary>
    public Uri CrewDirect => settings.TryGetValue("PURSER_CREW_DIRECT_URL", out var direct) ? new Uri(direct) : Crew;

    /// <summary>The office's site.</summary>
    public Uri Office { get; }

    /// <summary>The running program.</summary>
    public int ProcessId => process!.Id;

    /// <summary>Undelivered mail.</summary>
    public Outbox Outbox { get; }

    /// <summary>Requests to the sites.</summary>
    public Caller Http { get; }

    /// <summary>All that the program has printed since the first start.</summary>
    public string Log
    {
        get
        {
            lock (log) return log.ToString();
        }
    }

    /// <summary>A site's address as browsers write an origin.</summary>
    public static string Origin(Uri site) => site.GetLeftPart(UriPartial.Authority);

    /// <summary>Starts a sample house on an empty folder.</summary>
    /// <param name="at">Where its clock starts.</param>
    /// <param name="settings">Of the environment.</param>
    /// <param name="fleet">Changes the sample's fleet file; null: as it is.</param>
    /// <param name="front">What stands before it.</param>
    /// <param name="more">Settings that depend on its folder and addresses.</param>
    public static async Task<House> Start(
        string at = Before, IReadOnlyDictionary<string, string>? settings = null, Func<string, string>? fleet = null,
        Front front = Front.AsUsual, Func<House, IReadOnlyDictionary<string, string>>? more = null)
    {
        var data = Directory.CreateTempSubdirectory("purser-e2e-").FullName;
        if (fleet is not null)
        {
            var sample = Path.Combine(PublishedProgram.Root, "samples", "operator", "fleet.json");
            await File.WriteAllTextAsync(Path.Combine(data, "fleet.json"), fleet(await File.ReadAllTextAsync(sample)));
        }

        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>());
        if (Emulator.Wanted) foreach (var (name, value) in await Emulator.House(data)) all[name] = value;
        if (front == Front.AsUsual && Emulator.Wanted) front = Front.EdgeForServices;
        var house = new House(data, front, all);
        foreach (var (name, value) in more?.Invoke(house) ?? all) house.settings[name] = value;
        await house.Begin(at);
        return house;
    }

    /// <summary>A house in which nothing is yet: to be moved into.</summary>
    /// <param name="aws">True: on AWS; false: on this machine.</param>
    public static async Task<House> Empty(bool aws)
    {
        var data = Directory.CreateTempSubdirectory("purser-e2e-").FullName;
        return new House(data, Front.AsUsual, aws ? await Emulator.House(data) : new Dictionary<string, string>());
    }

    /// <summary>Starts the program on the same folder and ports; returns when it says <c>ready</c>.</summary>
    public async Task Begin(string? at = Before)
    {
        string[] clock = at is null ? [] : ["--at", at];
        process = Process.Start(PublishedProgram.Start(["serve", "--sample", "--data", Data, .. clock], settings))!;
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        reading = Task.WhenAll(Read(process.StandardOutput, ready), Read(process.StandardError, null));
        _ = reading.ContinueWith(
            _ => ready.TrySetException(new InvalidOperationException($"serve ended before it was ready:\n{Log}")),
            TaskScheduler.Default);
        await ready.Task.WaitAsync(Wait.Deadline, TestContext.Current.CancellationToken);
        if (front != Front.AsUsual) await edge.Begin(Data, settings, front == Front.EdgeForServices);
    }

    /// <summary>Kills the program as a power cut does.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await reading;
        process.Dispose();
        process = null;
    }

    /// <summary>Asks the program to end, and returns its exit code.</summary>
    public async Task<int> Stop()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process!.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Wait.Deadline);
        await reading;
        var code = process.ExitCode;
        process.Dispose();
        process = null;
        return code;
    }

    /// <summary>Runs a command on this house's folder.</summary>
    public Task<Ran> Run(params string[] arguments) =>
        PublishedProgram.Run([.. arguments, "--data", Data], settings);

    /// <summary>The same, with standard input.</summary>
    public Task<Ran> RunWith(string input, params string[] arguments) =>
        PublishedProgram.Run([.. arguments, "--data", Data], settings, input);

    /// <summary>A key of a scope, made once.</summary>
    public async Task<string> Key(string scope)
    {
        if (keys.TryGetValue(scope, out var known)) return known;
        var made = (await Run("keys", "new", scope, "--json")).Well();
        return keys[scope] = JsonNode.Parse(made.Output)!["key"]!.GetValue<string>();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await edge.DisposeAsync();
        if (process is { HasExited: false }) process.Kill();
        await reading;
        process?.Dispose();
        Http.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private async Task Read(StreamReader stream, TaskCompletionSource<string>? ready)
    {
        while (await stream.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (log) log.AppendLine(line);
            if (line.StartsWith("ready", StringComparison.Ordinal)) ready?.TrySetResult(line);
        }
    }
}
