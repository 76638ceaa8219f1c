using Amazon.SQS.Model;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Purser.Aws;
using Purser.Aws.Edge;
using Purser.Aws.Queue;
using Purser.Aws.Secrets;
using Purser.Contracts.Ports;
using Purser.Embedded;
using Purser.Outside;

namespace Purser.Contracts.Aws;

public sealed class SqsHintsKeepTheContract() : HintsContract(new SqsFixture());

public sealed class ParameterSecretsKeepTheContract() : SecretsContract(new ParameterSecretsFixture());

public sealed class SecretsManagerSecretsKeepTheContract() : SecretsContract(new SecretsManagerFixture());

/// <summary>A queue of its own on the emulator.</summary>
internal sealed class SqsFixture : HintsFixture
{
    private readonly AwsClients _clients = Emulator.Clients(Emulator.Fresh());
    private readonly SqsHints _hints;

    public SqsFixture()
    {
        var name = Emulator.Fresh().SiteBucket;
        Queue = Queues.Ensure(_clients.Queue.Value, name, CancellationToken.None).GetAwaiter().GetResult();
        _hints = new SqsHints(_clients.Queue.Value, Queue, TimeProvider.System, NullLogger<SqsHints>.Instance);
    }

    public Uri Queue { get; }

    public override IHints Hints => _hints;

    public override async Task<IReadOnlyList<Hint>> Arrived()
    {
        var all = new List<Hint>();
        while (true)
        {
            var request = new ReceiveMessageRequest(Queue.AbsoluteUri) { MaxNumberOfMessages = 10, WaitTimeSeconds = 0 };
            var some = await _clients.Queue.Value.ReceiveMessageAsync(request, CancellationToken.None);
            if (some.Messages is not { Count: > 0 } messages) return all;
            all.AddRange(messages.Select(message => HintText.Parse(message.Body)!));
        }
    }

    public override ValueTask DisposeAsync()
    {
        _clients.Dispose();
        return base.DisposeAsync();
    }
}

/// <summary>Secrets under a prefix of their own on the emulator.</summary>
internal abstract class KeptSecretsFixture : SecretsFixture
{
    private KeptSecrets? _secrets;

    protected KeptSecretsFixture() => Clients = Emulator.Clients(Options);

    public override ISecrets Secrets => Transfer;

    public KeptSecrets Transfer => _secrets ??= Opened();

    protected AwsOptions Options { get; } = Emulator.Fresh();

    protected AwsClients Clients { get; }

    public override Task Reopen()
    {
        _secrets?.Dispose();
        _secrets = null;
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _secrets?.Dispose();
        Clients.Dispose();
        return base.DisposeAsync();
    }

    protected abstract KeptSecrets Opened();
}

internal sealed class ParameterSecretsFixture : KeptSecretsFixture
{
    protected override KeptSecrets Opened() =>
        new ParameterSecrets(Clients.Parameters.Value, Options, new SystemTokens(), TimeProvider.System);
}

internal sealed class SecretsManagerFixture : KeptSecretsFixture
{
    private readonly SignedFixture _requests = new();

    public override ValueTask DisposeAsync()
    {
        _requests.Dispose();
        return base.DisposeAsync();
    }

    protected override KeptSecrets Opened() => new SecretsManagerSecrets(
        Clients.Parameters.Value, _requests.Requests, Options, new SystemTokens(), TimeProvider.System);
}

/// <summary>Signed requests that do not pause between their tries.</summary>
internal sealed class SignedFixture : IDisposable
{
    private readonly HttpClient _http = SignedRequests.NewClient();

    public SignedFixture(int tries = 3, TimeProvider? time = null, string? token = null) => Requests = new SignedRequests(
        _http,
        token is null
            ? new Amazon.Runtime.BasicAWSCredentials(Key, Secret)
            : new Amazon.Runtime.SessionAWSCredentials(Key, Secret, token),
        new SignedPatience(tries, TimeSpan.FromSeconds(20), new Pauses(TimeSpan.Zero, TimeSpan.Zero)),
        new SignedMeans(SystemClock.Instance, time ?? TimeProvider.System, new SystemTokens()));

    public const string Key = "AKIAEXAMPLE";

    public const string Secret = "not+a/secret";

    public SignedRequests Requests { get; }

    public void Dispose() => _http.Dispose();
}
