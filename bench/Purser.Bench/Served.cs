using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Purser.Bench;

/// <summary>The program, serving its sample on a folder of its own.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly string[] program;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly Process process;
    private readonly HttpClient client = new();
    private readonly List<string> keys = [];
    private int turn;
    private int booked;
    private bool stopped;

    private Served(string[] program, string data, int[] ports, Process process, IReadOnlyDictionary<string, string> settings)
    {
        (this.program, Data, this.process, this.settings) = (program, data, process, settings);
        Guest = new Uri($"http://localhost:{ports[0]}");
        Office = new Uri($"http://localhost:{ports[2]}");
    }

    /// <summary>The data folder.</summary>
    public string Data { get; }

    /// <summary>The guests' site.</summary>
    public Uri Guest { get; }

    /// <summary>The office's site.</summary>
    public Uri Office { get; }

    /// <summary>The process that serves.</summary>
    public int Id => process.Id;

    /// <summary>From the start of the process to the first reply.</summary>
    public TimeSpan FirstReply { get; private set; }

    /// <summary>Starts it, and returns after the first reply.</summary>
    /// <param name="program">The command.</param>
    /// <param name="data">The data folder.</param>
    /// <param name="before">Who served that folder before: its keys are used on, and its bookings are not made again.</param>
    /// <param name="at">When it is.</param>
    /// <param name="settings">Of its environment, for its commands too.</param>
    public static async Task<Served> Start(
        string[] program, string data, Served? before = null, string at = "2027-01-01T09:00:00-08:00",
        IReadOnlyDictionary<string, string>? settings = null)
    {
        var ports = FreePorts();
        settings ??= new Dictionary<string, string>();
        var start = Prepared([.. program, "serve", "--sample", "--data", data, "--at", at], settings);
        start.Environment["PURSER_GUEST_URL"] = $"http://localhost:{ports[0]}";
        start.Environment["PURSER_CREW_URL"] = $"http://localhost:{ports[1]}";
        start.Environment["PURSER_OFFICE_URL"] = $"http://localhost:{ports[2]}";
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var served = new Served(program, data, ports, process, settings);
        if (before is not null)
        {
            served.keys.AddRange(before.keys);
            served.booked = before.booked;
        }

        while (!await served.Answers())
        {
            if (process.HasExited) throw new InvalidOperationException($"serve ended with {process.ExitCode}");
        }

        served.FirstReply = clock.Elapsed;
        return served;
    }

    /// <summary>What a command prints.</summary>
    public static async Task<string> Output(string[] command, IReadOnlyDictionary<string, string> settings)
    {
        using var process = Process.Start(Prepared(command, settings))!;
        var faults = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {await faults}");
    }

    /// <summary>Makes so many keys, so that the limit of one does not set the pace.</summary>
    public async Task MakeKeys(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var output = await Output([.. program, "keys", "new", "bookings", "--json", "--data", Data], settings);
            keys.Add(JsonNode.Parse(output)!["key"]!.GetValue<string>());
        }
    }

    /// <summary>Hands in the next booking, and returns its id.</summary>
    public async Task<string> Book()
    {
        var number = Interlocked.Increment(ref booked) - 1;
        using var request = Keyed(HttpMethod.Post, "/api/bookings");
        request.Content = new StringContent(Booking(number), new MediaTypeHeaderValue("application/json"));
        using var reply = await client.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        if (reply.StatusCode != HttpStatusCode.Created) throw new InvalidOperationException($"{reply.StatusCode}: {text}");
        return JsonNode.Parse(text)!["id"]!.GetValue<string>();
    }

    /// <summary>Looks until every effect is done; returns the booking.</summary>
    /// <param name="id">The booking.</param>
    /// <param name="lookEach">Milliseconds from look to look.</param>
    /// <param name="letters">True: its messages too.</param>
    public async Task<JsonNode> Settled(string id, int lookEach = 1, bool letters = false)
    {
        var last = "";
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(lookEach));
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(60))
        {
            using var request = Keyed(HttpMethod.Get, $"/api/bookings/{id}");
            using var reply = await client.SendAsync(request);
            var text = last = await reply.Content.ReadAsStringAsync();
            if (reply.StatusCode == HttpStatusCode.OK)
            {
                var booking = JsonNode.Parse(text)!;
                if (booking["effects"]!.AsArray() is { Count: > 1 } effects && effects.All(Done)) return booking;
            }
            else if (reply.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            {
                throw new InvalidOperationException($"{reply.StatusCode}: {text}");
            }

            await looks.WaitForNextTickAsync();
        }

        throw new TimeoutException($"{id}: {last}");

        bool Done(JsonNode? effect) => (!letters && effect!["surface"]!.GetValue<string>() == "messages")
            || effect!["state"]!.GetValue<string>() == "done";
    }

    /// <summary>One request to the least that there is.</summary>
    public async Task Ping()
    {
        using var reply = await client.GetAsync(new Uri(Office, "/livez"));
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>Resident memory in kilobytes.</summary>
    public long Resident() => Resident(Id);

    /// <summary>The same of any process.</summary>
    public static long Resident(int id) => long.Parse(
        File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(
            [' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (stopped) return;
        stopped = true;
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
        client.Dispose();
    }

    /// <summary>Two charters a day from the second day of 2027 on.</summary>
    private static string Booking(int number)
    {
        var day = new DateOnly(2027, 1, 2).AddDays(number / 2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var hour = number % 2 == 0 ? "05:00" : "10:00";
        return $$"""
            { "channel": "boatsetter", "reference": "{{Letters(number)}}", "vessel": "jada", "start": "{{day}}T{{hour}}",
              "hours": 3, "guest": { "name": "Robin Alvarez", "email": "robin@example.com", "phone": "+16195550123", "party": 6 },
              "requests": "Birthday; two children", "price": { "gross": "840.75", "currency": "USD" } }
            """;
    }

    /// <summary>Seven capitals that no other booking has.</summary>
    private static string Letters(int number)
    {
        var text = new StringBuilder(7);
        for (var place = 0; place < 7; place++, number /= 26) text.Append((char)('A' + (number % 26)));
        return text.ToString();
    }

    private HttpRequestMessage Keyed(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(Office, path));
        request.Headers.Add("X-API-Key", keys[Interlocked.Increment(ref turn) % keys.Count]);
        return request;
    }

    private async Task<bool> Answers()
    {
        try
        {
            await Ping();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static ProcessStartInfo Prepared(string[] command, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in command[1..]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return start;
    }

    /// <summary>Three ports that nobody listens on.</summary>
    public static int[] FreePorts()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
