using System.Text;
using Amazon.Runtime;
using NodaTime;
using Purser.Aws;
using Purser.Aws.Dynamo;
using Purser.Aws.Edge;
using Purser.Aws.Storage;
using Purser.Bookings;
using Purser.Contracts.Aws;
using Purser.Embedded;
using Purser.Guests;
using Purser.Outside;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Outages;

/// <summary>
/// The whole house over AWS's adapters, the real SDK and the emulator, with a front between that breaks what a test
/// wants broken. Several houses may work on the same tables, as functions do.
/// </summary>
internal sealed class AwsWorld : IAsyncDisposable
{
    public const string Distribution = "EDFDVBD6EXAMPLE";
    private static readonly AWSCredentials Credentials = new BasicAWSCredentials("AKIAEXAMPLE", "very-secret");
    private readonly S3Front _front = new();
    private readonly AwsClients _made;
    private readonly AwsClients _clients;
    private readonly HttpClient _http = SignedRequests.NewClient();
    private int _houses;

    private AwsWorld()
    {
        Options = Emulator.Fresh() with { Distribution = Distribution };
        _made = new AwsClients(Options, Credentials);
        _clients = new AwsClients(Options with { Endpoint = _front.Address }, Credentials);
        Mend();
    }

    public AwsOptions Options { get; }

    /// <summary>Paths that the distribution was told to forget, as they were asked for.</summary>
    public List<string> Forgotten { get; } = [];

    /// <summary>Mails that any house has sent.</summary>
    public IEnumerable<Mail> Mails => Houses.SelectMany(house => house.Mail.Messages);

    public List<SimulatedHouse> Houses { get; } = [];

    public static async Task<AwsWorld> Start()
    {
        var world = new AwsWorld();
        await new DynamoTables(world._made, new SystemTokens(), TimeProvider.System)
            .Create(world.Options.Tables, keep: false, TestContext.Current.CancellationToken);
        await new Buckets(world._made.S3.Value, world.Options).Make(SimulatedHouse.GuestSite, CancellationToken.None);
        return world;
    }

    /// <summary>One more process, or function, on the same tables.</summary>
    public async Task<SimulatedHouse> House()
    {
        var options = Options with { Endpoint = _front.Address };
        var tokens = new SystemTokens();
        var requests = new SignedRequests(
            _http, Credentials, new SignedPatience(2, TimeSpan.FromSeconds(20), new Pauses(TimeSpan.Zero, TimeSpan.Zero)),
            new SignedMeans(SystemClock.Instance, TimeProvider.System, tokens));
        var objects = new S3Objects(_clients.S3.Value, Options.SiteBucket);
        var outside = new OtherOutside(
            new DynamoStore(_clients, Options.Tables, tokens, AtOnce.Instance), objects,
            new CloudFrontEdge(requests, options, tokens, TimeProvider.System), new Site(objects));
        var house = new SimulatedHouse((ulong)++_houses, outside: outside);
        Houses.Add(house);
        return _houses == 1 ? await house.WithCrew() : house;
    }

    /// <summary>From now on these requests get this reply; null: the emulator's own.</summary>
    public void Break(Func<FrontRequest, bool> which, Func<FrontRequest, FrontReply?> reply) =>
        _front.Before = request => which(request) ? reply(request) : Edge(request);

    /// <summary>Of these requests the reply is lost, once each: what was asked is done.</summary>
    public void LoseReplies(Func<FrontRequest, bool> which, int most = 1) => _front.After = (request, reply) =>
        which(request) && Interlocked.Decrement(ref most) >= 0 ? FrontReply.Lost : reply;

    /// <summary>Everything works again.</summary>
    public void Mend()
    {
        _front.Before = Edge;
        _front.After = (_, reply) => reply;
    }

    /// <summary>Requests to a table.</summary>
    public static Func<FrontRequest, bool> To(string table, params string[] operations) => request =>
        request.Header("X-Amz-Target") is { } target
        && target.StartsWith("DynamoDB", StringComparison.Ordinal)
        && (operations.Length == 0 || operations.Any(one => target.EndsWith($".{one}", StringComparison.Ordinal)))
        && Encoding.UTF8.GetString(request.Body).Contains($"\"{table}\"", StringComparison.Ordinal);

    /// <summary>Requests that write to a table.</summary>
    public static Func<FrontRequest, bool> Writes(string table) => To(table, "PutItem", "TransactWriteItems");

    /// <summary>Puts of a page.</summary>
    public Func<FrontRequest, bool> Pages => request =>
        request.Method == "PUT" && request.Path.StartsWith($"/{Options.SiteBucket}/g/", StringComparison.Ordinal);

    /// <summary>Calls to the distribution.</summary>
    public static bool Invalidations(FrontRequest request) =>
        request.Path.EndsWith("/invalidation", StringComparison.Ordinal);

    /// <summary>A fault in DynamoDB's words.</summary>
    public static FrontReply Fault(string type, int status = 400) => new(
        status,
        Encoding.UTF8.GetBytes($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"as told"}"""))
    {
        Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-amz-json-1.0" },
    };

    public static async Task<BookingId> Book(SimulatedHouse house) => Assert.IsType<FrontDeskReply.Created>(
        await house.FrontDesk.Accept(Requests.Make(), NoRider.Instance, null, default)).File.Booking.Id;

    /// <summary>Performs every hint that waits.</summary>
    public static async Task Work(SimulatedHouse house)
    {
        while (await house.Step())
        {
        }
    }

    /// <summary>The effects as the owner sees them.</summary>
    public static async Task<Effects> Ledger(SimulatedHouse house, BookingId id) =>
        (await BookingFile.Load(house.Office, id, default))!.Effects;

    public async ValueTask DisposeAsync()
    {
        Mend();
        foreach (var table in Options.Tables.All) await _made.Dynamo.Value.DeleteTableAsync(table, CancellationToken.None);
        _clients.Dispose();
        _made.Dispose();
        _http.Dispose();
        await _front.DisposeAsync();
    }

    /// <summary>The emulator has no distribution of ours: it says that it has begun to forget.</summary>
    private FrontReply? Edge(FrontRequest request)
    {
        if (!Invalidations(request)) return null;
        lock (Forgotten) Forgotten.Add(Encoding.UTF8.GetString(request.Body));
        return new FrontReply(201, []);
    }

    /// <summary>What a stranger sees, if the distribution has forgotten what it was told to.</summary>
    private sealed class Site(S3Objects objects) : IPublicSite
    {
        public async Task<PublicReply> Fetch(Uri address, CancellationToken stop)
        {
            var key = PagePlace.At(PagePlace.EdgeRule(address.AbsolutePath));
            var found = key is { } page ? await objects.Get(page, stop) : null;
            return found is null ? new PublicReply(404, default) : new PublicReply(200, found.Content.Body);
        }
    }
}
