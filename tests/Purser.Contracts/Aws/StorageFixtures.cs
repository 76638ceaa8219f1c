using Amazon.Runtime;
using Amazon.S3;
using NodaTime;
using NodaTime.Testing;
using Purser.Aws;
using Purser.Aws.Storage;
using Purser.Contracts.Ports;
using Purser.Outside;

namespace Purser.Contracts.Aws;

/// <summary>A front of its own before the emulator, both buckets, and the real client.</summary>
internal sealed class Storage : IAsyncDisposable
{
    public const string Key = "AKIAEXAMPLE";
    public const string Secret = "secret";

    private readonly List<AmazonS3Client> _clients = [];

    public Storage(bool made = true)
    {
        Options = Emulator.Fresh();
        S3 = Client();
        if (made) Make().GetAwaiter().GetResult();
    }

    public S3Front Front { get; } = new();

    public AwsOptions Options { get; }

    public AmazonS3Client S3 { get; }

    public S3Transfer Transfer => new(S3, Options.SiteBucket, Options.QuarantineBucket);

    public Task Make() => new Buckets(S3, Options).Make(new Uri("https://guests.example.com/g/"), CancellationToken.None);

    /// <summary>A client with this patience.</summary>
    public AmazonS3Client Client(int retries = 2, TimeSpan? timeout = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = Front.Address.ToString(),
            AuthenticationRegion = Options.Region,
            ForcePathStyle = true,
            MaxErrorRetry = retries,
            Timeout = timeout ?? TimeSpan.FromSeconds(60),
        };
        var client = new AmazonS3Client(new BasicAWSCredentials(Key, Secret), config);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await Front.DisposeAsync();
    }
}

internal sealed class S3ObjectsFixture : ObjectsFixture
{
    private readonly Storage _storage = new();

    public S3ObjectsFixture() => Objects = new S3Objects(_storage.S3, _storage.Options.SiteBucket);

    public override IObjects Objects { get; }

    public S3Transfer Transfer => _storage.Transfer;

    public override async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        await base.DisposeAsync();
    }
}

/// <summary>
/// Sends as a browser does: asks for the right, sends the form or the part to the bucket, through the gate that judges
/// as S3 does, and says that it was sent. S3 does not tell the sender of a second file that there was a first one; so it
/// is told from what is there before and after.
/// </summary>
internal sealed class S3QuarantineFixture : QuarantineFixture
{
    private readonly Storage _storage = new();
    private readonly HttpClient _browser = new();
    private readonly string _lent = Path.Combine(Path.GetTempPath(), $"purser-lent-{Guid.CreateVersion7()}");

    public S3QuarantineFixture()
    {
        Gate = new PostPolicyGate(Storage.Key, Storage.Secret, Emulator.Region, Clock.GetCurrentInstant);
        _storage.Front.Before = Gate.Judge;
        Quarantine = new S3Quarantine(
            _storage.S3, _storage.Options.QuarantineBucket, Clock, new LentFiles(_lent));
    }

    /// <summary>
    /// It stands still where the test began: the SDK signs by the clock of the machine, from which it may not be far.
    /// </summary>
    public FakeClock Clock { get; } = new(SystemClock.Instance.GetCurrentInstant());

    /// <summary>Where files lie while they are borrowed.</summary>
    public string Lent => _lent;

    public PostPolicyGate Gate { get; }

    public Storage Bucket => _storage;

    public override IQuarantine Quarantine { get; }

    public S3Transfer Transfer => _storage.Transfer;

    public override Instant Now => Clock.GetCurrentInstant();

    public override async Task<Sent> Send(UploadOrder order, int part, byte[] bytes)
    {
        var before = await Quarantine.Look(order, default);
        var right = await Quarantine.Grant(order, default);
        var status = part == 0 ? await Post(right, bytes) : await Put(right, part, bytes);
        var here = before.Whole || before.Parts.Contains(part);
        if (status >= 300) return here ? Sent.Already : Sent.Refused;
        var after = await Quarantine.Look(order, default);
        if (here) return Sent.Already;
        if (part > 0) return Sent.Taken;
        Assert.True(after.Whole);
        using var kept = await Quarantine.Borrow(order.Name, default);
        return (await File.ReadAllBytesAsync(kept!.Path)).AsSpan().SequenceEqual(bytes) ? Sent.Taken : Sent.Already;
    }

    /// <summary>Posts the form; the status of the reply.</summary>
    public async Task<int> Post(UploadRight right, byte[] bytes)
    {
        using var form = new MultipartFormDataContent();
        foreach (var field in right.Fields) form.Add(new StringContent(field.Value), $"\"{field.Name}\"");
        form.Add(new ByteArrayContent(bytes), "\"file\"", "\"file\"");
        using var reply = await _browser.PostAsync(right.Url, form);
        return (int)reply.StatusCode;
    }

    /// <summary>Puts a part; one that was not granted is asked for at the address of another.</summary>
    public async Task<int> Put(UploadRight right, int number, byte[] bytes)
    {
        var first = right.Parts[0].Url.AbsoluteUri;
        var url = right.Parts.FirstOrDefault(part => part.Number == number)?.Url
            ?? new Uri(first.Replace("partNumber=1", $"partNumber={number}", StringComparison.Ordinal));
        using var body = new ByteArrayContent(bytes);
        using var reply = await _browser.PutAsync(url, body);
        return (int)reply.StatusCode;
    }

    public override async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        if (Directory.Exists(_lent)) Directory.Delete(_lent, recursive: true);
        await _storage.DisposeAsync();
        await base.DisposeAsync();
    }
}
