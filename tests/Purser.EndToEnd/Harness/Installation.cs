using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Purser.EndToEnd.Harness;

/// <summary>An installation of functions on the emulator: tables, buckets and queues of its own, and a mail server.</summary>
internal sealed class Installation : IAsyncDisposable
{
    /// <summary>The crew system's service key.</summary>
    public const string ServiceKey = "pk_crew_of-the-functions";

    /// <summary>The calendar's token.</summary>
    public const string DashboardToken = "pk_calendar_of-the-functions";

    /// <summary>The booking trigger's key.</summary>
    public const string BookingKey = "pk_bookings_of-the-functions";

    private static readonly string[] QueueNames = ["office", "crew", "guest"];
    private readonly HttpClient _client = new();
    private readonly string _data;
    private readonly IReadOnlyDictionary<string, string> _common;
    private readonly Dictionary<string, string> _queues = [];
    private readonly Dictionary<string, string> _desks = [];

    private Installation(string data, IReadOnlyDictionary<string, string> common) => (_data, _common) = (data, common);

    /// <summary>The sample's files.</summary>
    private static string Operator { get; } = Path.Combine(PublishedProgram.Root, "samples", "operator");

    /// <summary>Where letters arrive.</summary>
    public Postbox Post { get; } = Postbox.Open();

    /// <summary>The bucket of guests' files.</summary>
    public string Quarantine => _common["PURSER_AWS_PREFIX"] + "quarantine";

    /// <summary>What a server on one machine needs to work on the same records.</summary>
    public IReadOnlyDictionary<string, string> OfServer => _common;

    /// <summary>Makes one.</summary>
    public static async Task<Installation> Make()
    {
        var data = Directory.CreateTempSubdirectory("purser-functions-").FullName;
        var self = new Installation(data, await Emulator.House(data));
        foreach (var name in QueueNames)
        {
            var made = await self.Queue($"Action=CreateQueue&QueueName={self._common["PURSER_AWS_PREFIX"]}{name}");
            self._queues[name] = Named(made, "QueueUrl").Single().Value;
        }

        foreach (var file in new DirectoryInfo(Operator).EnumerateFiles()) file.CopyTo(Path.Combine(data, file.Name));
        foreach (var desk in (string[])["crew", "calendar"])
        {
            var said = JsonNode.Parse((await self.Run("keys", "desk", desk, "--json")).Well().Output)!;
            self._desks[desk] = said["hash"]!.GetValue<string>();
        }

        return self;
    }

    /// <summary>What a function of this role is given.</summary>
    public Dictionary<string, string> Settings(string role)
    {
        var settings = new Dictionary<string, string>(_common)
        {
            ["PURSER_ROLE"] = role,
            ["PURSER_OPERATOR"] = Operator,
            ["PURSER_GUEST_URL"] = "https://guest.example.com",
            ["PURSER_CREW_URL"] = "https://crew.example.com",
            ["PURSER_OFFICE_URL"] = "https://office.example.com",
            ["PURSER_QUEUE_URL"] = _queues["office"],
        };
        foreach (var (name, value) in Own(role)) settings[name] = value;
        return settings;
    }

    /// <summary>Takes every message that lies in a compartment's queue.</summary>
    public async Task<IReadOnlyList<string>> Take(string compartment)
    {
        var all = new List<string>();
        while (true)
        {
            var address = Uri.EscapeDataString(_queues[compartment]);
            var taken = await Queue($"Action=ReceiveMessage&MaxNumberOfMessages=10&WaitTimeSeconds=0&QueueUrl={address}");
            var messages = Named(taken, "Message").ToList();
            if (messages.Count == 0) return all;
            foreach (var message in messages)
            {
                all.Add(Named(message, "Body").Single().Value);
                var receipt = Uri.EscapeDataString(Named(message, "ReceiptHandle").Single().Value);
                await Queue($"Action=DeleteMessage&QueueUrl={address}&ReceiptHandle={receipt}");
            }
        }
    }

    /// <summary>Hands every message of a queue to the function that works on it, until none comes.</summary>
    public async Task Drain(string compartment, Function function)
    {
        while (await Take(compartment) is { Count: > 0 } messages)
            foreach (var batch in messages.Chunk(10)) Assert.Empty(await function.Take(batch));
    }

    /// <summary>Puts an object into the site's bucket.</summary>
    public async Task Put(string key, byte[] body)
    {
        var bucket = new Uri(new Uri(_common["AWS_ENDPOINT_URL"]), $"/{_common["PURSER_AWS_PREFIX"]}site/{key}");
        using var request = new HttpRequestMessage(HttpMethod.Put, bucket) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("image/jpeg");
        request.Headers.TryAddWithoutValidation("Authorization", Signed("s3"));
        using var reply = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(reply.IsSuccessStatusCode, $"{reply.StatusCode}");
    }

    /// <summary>A command of the program on this installation.</summary>
    public Task<Ran> Run(params string[] arguments) =>
        PublishedProgram.Run([.. arguments, "--data", _data], _common);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Post.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>By this the emulator knows which service is asked; it looks at no signature.</summary>
    private static string Signed(string service) =>
        $"AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0";

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static IEnumerable<XElement> Named(XContainer all, string name) =>
        all.Descendants().Where(element => element.Name.LocalName == name);

    private Dictionary<string, string> Own(string role) => role switch
    {
        "office" => new()
        {
            ["PURSER_CALENDAR_URL"] = "https://calendar.example.com",
            ["PURSER_GUEST_QUEUE_URL"] = _queues["guest"],
            ["PURSER_SMTP_URL"] = $"smtp://127.0.0.1:{Post.Port}",
            ["BOOKING_KEY_HASH"] = Hash(BookingKey),
        },
        "calendar" => new()
        {
            ["PURSER_CALENDAR_URL"] = "https://calendar.example.com",
            ["DASHBOARD_TOKEN_HASH"] = Hash(DashboardToken),
            ["OFFICE_KEY_HASH"] = _desks["calendar"],
        },
        "crew" => new()
        {
            ["PURSER_CREW_QUEUE_URL"] = _queues["crew"],
            ["PURSER_SMTP_URL"] = $"smtp://127.0.0.1:{Post.Port}",
            ["SERVICE_KEY_HASH"] = Hash(ServiceKey),
            ["OFFICE_KEY_HASH"] = _desks["crew"],
        },
        "guest" => new() { ["PURSER_GUEST_QUEUE_URL"] = _queues["guest"] },
        _ => throw new ArgumentException(role, nameof(role)),
    };

    private async Task<XDocument> Queue(string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_common["AWS_ENDPOINT_URL"]));
        request.Content = new StringContent(form + "&Version=2012-11-05", Encoding.UTF8, "application/x-www-form-urlencoded");
        request.Headers.TryAddWithoutValidation("Authorization", Signed("sqs"));
        using var reply = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(reply.IsSuccessStatusCode, text);
        return XDocument.Parse(text);
    }
}
