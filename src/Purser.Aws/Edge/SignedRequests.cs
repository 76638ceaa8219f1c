using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Amazon.SQS;
using NodaTime;
using Purser.Outside;

namespace Purser.Aws.Edge;

/// <summary>
/// Requests to services for which there is no client here, signed as AWS asks (Signature Version 4, by the
/// SDK's own signer). What passes is tried again; after that the outside did not answer.
/// </summary>
/// <param name="http">Follows no redirects, as they are not signed.</param>
/// <param name="credentials">Whose requests these are; null: found as every AWS tool finds them.</param>
/// <param name="patience">How often and how long.</param>
/// <param name="means">Clock, time, chance.</param>
internal sealed class SignedRequests(
    HttpClient http, AWSCredentials? credentials, SignedPatience patience, SignedMeans means)
{
    private const int MostReplyBytes = 256 * 1024;

    // The signer asks for a configuration; service and region are said with each request.
    private static readonly AmazonSQSConfig AnyService = new() { RegionEndpoint = RegionEndpoint.USEast1 };
    private AWSCredentials? _credentials = credentials;

    /// <summary>The way to AWS that these requests take.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends, and gives back any reply that will not be another one later.</summary>
    /// <exception cref="OutsideUnavailable">There was none.</exception>
    public async Task<SignedReply> Send(SignedCall call, CancellationToken stop)
    {
        for (var failures = 1; ; failures++)
        {
            Exception? cause;
            var why = "no answer came in time";
            try
            {
                var reply = await SendOnce(call, stop);
                if (!Refusals.Passes(reply.Status, reply.Error)) return reply;
                cause = new HttpRequestException($"{(int)reply.Status} {reply.Error}");
                why = Refusals.WhyOf(reply.Status, reply.Error);
            }
            catch (Exception fault) when (!stop.IsCancellationRequested)
            {
                cause = fault;
            }

            if (failures >= patience.Tries) throw new OutsideUnavailable(call.Operation, cause, why);
            await Task.Delay(patience.Pauses.After(failures, means.Tokens), means.Time, stop);
        }
    }

    private async Task<SignedReply> SendOnce(SignedCall call, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(patience.Each, means.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var held = await Held().WaitAsync(either.Token);
        using var request = Signed(call, held, means.Clock.GetCurrentInstant());
        const HttpCompletionOption headers = HttpCompletionOption.ResponseHeadersRead;
        using var response = await http.SendAsync(request, headers, either.Token);
        await response.Content.LoadIntoBufferAsync(MostReplyBytes, either.Token);
        var body = await response.Content.ReadAsByteArrayAsync(either.Token);
        return new SignedReply(response.StatusCode, body, call.ErrorOf);
    }

    private async Task<ImmutableCredentials> Held()
    {
        _credentials ??= await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync();
        return await _credentials.GetCredentialsAsync();
    }

    private static HttpRequestMessage Signed(SignedCall call, ImmutableCredentials held, Instant now)
    {
        using var form = new DefaultRequest(new Nothing(), call.Service)
        {
            HttpMethod = call.Method.Method,
            Endpoint = new Uri(call.Address.GetLeftPart(UriPartial.Authority)),
            ResourcePath = Uri.UnescapeDataString(call.Address.AbsolutePath),
            Content = call.Body,
            AuthenticationRegion = call.Region,
            OverrideSigningServiceName = call.Service,
        };
        foreach (var (name, value) in call.Headers) form.Headers[name] = value;
        if (held.UseToken) form.Headers["X-Amz-Security-Token"] = held.Token;
        var signature = new AWS4Signer().SignRequest(
            form, AnyService, new RequestMetrics(), held.AccessKey, held.SecretKey, now.ToDateTimeUtc());
        var content = new ByteArrayContent(call.Body);
        var request = new HttpRequestMessage(call.Method, call.Address) { Content = content };
        form.Headers["Authorization"] = signature.ForAuthorizationHeader;
        foreach (var (name, value) in form.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private sealed class Nothing : AmazonWebServiceRequest;
}

/// <summary>One request. Its address has no query.</summary>
/// <param name="Operation">What is being done, with the name of the thing; no secret.</param>
/// <param name="Service">As the signature names it.</param>
/// <param name="Region">As the signature names it.</param>
/// <param name="Method">GET, POST.</param>
/// <param name="Address">All of it.</param>
/// <param name="Headers">All are signed.</param>
/// <param name="Body">As sent.</param>
/// <param name="ErrorOf">Reads the code of an error from a reply's body; null if it has none.</param>
internal sealed record SignedCall(
    string Operation, string Service, string Region, HttpMethod Method, Uri Address,
    IReadOnlyDictionary<string, string> Headers, byte[] Body, Func<byte[], string?> ErrorOf)
{
    /// <summary>What it does: the rest may be secret.</summary>
    public override string ToString() => Operation;
}

/// <summary>What was answered.</summary>
/// <param name="Status">As it came.</param>
/// <param name="Error">The code of the error; null: there is none, or it was not understood.</param>
internal sealed record SignedReply(HttpStatusCode Status, string? Error)
{
    public SignedReply(HttpStatusCode status, byte[] body, Func<byte[], string?> errorOf)
        : this(status, (int)status < 400 ? null : errorOf(body))
    {
    }

    public bool Succeeded => (int)Status is >= 200 and < 300;
}

/// <summary>How long an answer is waited for.</summary>
/// <param name="Tries">In all.</param>
/// <param name="Each">The longest that one takes.</param>
/// <param name="Pauses">Between them.</param>
internal sealed record SignedPatience(int Tries, TimeSpan Each, Pauses Pauses)
{
    public static readonly SignedPatience Usual =
        new(4, TimeSpan.FromSeconds(10), new Pauses(TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(5)));
}

/// <summary>What signing and waiting are given.</summary>
internal sealed record SignedMeans(IClock Clock, TimeProvider Time, ITokens Tokens);
