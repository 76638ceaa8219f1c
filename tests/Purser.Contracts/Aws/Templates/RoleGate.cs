using System.Collections.Concurrent;
using System.Text;
using NodaTime;
using Purser.Aws;
using Purser.Aws.Dynamo;
using Purser.Aws.Edge;
using Purser.Aws.Queue;
using Purser.Aws.Secrets;
using Purser.Aws.Storage;
using Purser.Embedded;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Aws.Templates;

/// <summary>
/// The adapters of one compartment before the emulator, which asks nobody for his rights: here every request is judged
/// by the policy that the compartment's template gives its role, and what that does not allow is answered as AWS does.
/// </summary>
internal sealed class RoleGate : IAsyncDisposable
{
    private readonly S3Front _front = new();
    private readonly RolePolicy _policy;
    private readonly ConcurrentQueue<IamCall> _denied = [];
    private readonly AwsClients _clients;
    private readonly SignedRequests _signed;
    private readonly AwsOptions _options;

    public RoleGate(string role, string installation, params (string Name, string Value)[] parameters)
    {
        _options = OptionsOf(installation) with { Endpoint = _front.Address };
        (string, string)[] buckets = role == "office"
            ? [("SiteBucket", _options.SiteBucket), ("QuarantineBucket", _options.QuarantineBucket)]
            : [];
        _policy = new RolePolicy(Stacks.Of(role, [("Installation", installation), .. buckets, .. parameters]));
        _front.Before = Judge;
        _clients = Emulator.Clients(_options);
        _signed = new SignedRequests(
            SignedRequests.NewClient(), Emulator.Credentials, SignedPatience.Usual,
            new SignedMeans(SystemClock.Instance, TimeProvider.System, Tokens));
    }

    /// <summary>What was asked against the policy.</summary>
    public IReadOnlyList<IamCall> Denied => [.. _denied];

    public IStore Store => new DynamoStore(_clients, _options.Tables, Tokens, AtOnce.Instance);

    public IObjects Objects => new S3Objects(_clients.S3.Value, _options.SiteBucket);

    public IQuarantine Quarantine => new S3Quarantine(
        _clients.S3.Value, _options.QuarantineBucket, SystemClock.Instance, new LentFiles(null));

    public ISecrets Parameters => new ParameterSecrets(_clients.Parameters.Value, _options, Tokens, TimeProvider.System);

    public ISecrets Secrets =>
        new SecretsManagerSecrets(_clients.Parameters.Value, _signed, _options, Tokens, TimeProvider.System);

    public IEdge Edge => new CloudFrontEdge(
        _signed, _options with { Distribution = Stacks.Distribution }, Tokens, TimeProvider.System);

    private static ITokens Tokens { get; } = new SystemTokens();

    public static AwsOptions OptionsOf(string installation) => new(
        Emulator.Region, Emulator.Address, TableNames.Under($"{installation}-"), $"{installation}-site-{Stack.Account}",
        $"{installation}-quarantine-{Stack.Account}", null, $"/{installation}/", null);

    /// <summary>Hints into a queue of the installation.</summary>
    public IHints Hints(Uri queue, Told<SqsHints> log) =>
        new SqsHints(_clients.Queue.Value, queue, TimeProvider.System, log);

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        await _front.DisposeAsync();
    }

    private FrontReply? Judge(FrontRequest request)
    {
        var calls = IamCalls.Of(request);
        var denied = calls.Where(call => !_policy.Allows(call)).ToList();
        foreach (var call in denied) _denied.Enqueue(call);
        if (denied.Count > 0) return Refusal(request);
        // The emulator knows no distribution of this name.
        return calls[0].Action == "cloudfront:CreateInvalidation"
            ? new FrontReply(201, Encoding.UTF8.GetBytes("<Invalidation/>"))
            : null;
    }

    private static FrontReply Refusal(FrontRequest request) => request.Header("X-Amz-Target") is null
        ? FrontReply.Fault(403, "AccessDenied")
        : new FrontReply(400, Encoding.UTF8.GetBytes("""{"__type":"AccessDeniedException","message":"no"}"""))
        {
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-amz-json-1.0" },
        };
}
