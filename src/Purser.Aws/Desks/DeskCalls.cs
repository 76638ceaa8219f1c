using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Purser.Outside;

namespace Purser.Aws.Desks;

/// <summary>
/// Calls to a desk's doors. What only reads is asked again; what is put is read first, then, if it did not
/// arrive, put again under its guard; what acts is done once, and of a lost answer it is said that nobody
/// knows. A desk that does not answer is left alone for a while.
/// </summary>
/// <param name="http">Of the desk's base address. Follows no redirects: a key goes where it was meant to
/// go.</param>
/// <param name="desk">Where, and with which key.</param>
/// <param name="secrets">Hold the key.</param>
/// <param name="patience">How often and how long.</param>
/// <param name="means">Time and chance.</param>
internal sealed class DeskCalls(
    HttpClient http, DeskAddress desk, ISecrets secrets, DeskPatience patience, DeskMeans means)
{
    private const int MostReplyBytes = 8 * 1024 * 1024;
    private readonly Breaker _breaker = new(patience.MostFailures, patience.Rest, means.Time);

    /// <summary>The way to a desk.</summary>
    public static HttpClient NewClient(Uri address) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        BaseAddress = address,
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostReplyBytes,
    };

    /// <summary>Reads a thing; null where the desk says that there is none.</summary>
    /// <param name="path">Below the base address, with its query.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<DeskReply?> Get(string path, CancellationToken stop)
    {
        var reply = await Ask(path, stop);
        return reply.Missing ? null : DeskRefusals.Taken(reply, desk);
    }

    /// <summary>
    /// Reads a list. An empty one is there all the same: a desk that has none does not stand at this address.
    /// </summary>
    public async Task<DeskReply> List(string path, CancellationToken stop) =>
        DeskRefusals.Taken(await Ask(path, stop), desk);

    private async Task<DeskReply> Ask(string path, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            var (reply, cause) = await Once(new DeskCall(HttpMethod.Get, path, null), stop);
            if (reply is not null) return reply;
            await Wait(tries, cause!, stop);
        }
    }

    /// <summary>
    /// Puts under a guard. After an answer that was lost, <paramref name="look"/> reads; it gives a reply if
    /// nothing need be put any more.
    /// </summary>
    public async Task<T> Put<T>(
        string path, byte[] body, Func<DeskReply, CancellationToken, Task<T>> read,
        Func<CancellationToken, Task<T?>> look, CancellationToken stop)
        where T : class
    {
        for (var tries = 1; ; tries++)
        {
            var (reply, cause) = await Once(new DeskCall(HttpMethod.Put, path, body), stop);
            if (reply is not null) return await read(reply, stop);
            await Wait(tries, cause!, stop);
            if (cause!.MayHaveArrived && await Looked(look, cause, stop) is { } there) return there;
        }
    }

    private static async Task<T?> Looked<T>(
        Func<CancellationToken, Task<T?>> look, NoAnswer cause, CancellationToken stop)
        where T : class
    {
        try
        {
            return await look(stop);
        }
        catch (OutsideUnavailable fault)
        {
            throw new OutsideUnavailable(cause.Operation, fault, cause.Detail);
        }
    }

    /// <summary>Acts, once; false where the desk says that there is nothing to act on.</summary>
    public async Task<bool> Act(HttpMethod method, string path, byte[]? body, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            var (reply, cause) = await Once(new DeskCall(method, path, body), stop);
            if (reply is not null)
            {
                if (reply.Missing) return false;
                DeskRefusals.Taken(reply, desk);
                return true;
            }

            if (cause!.MayHaveArrived)
            {
                throw new OutsideUnavailable(
                    cause.Operation, cause.Fault,
                    $"{cause.Detail}; it may have been done: look before you ask again");
            }

            await Wait(tries, cause, stop);
        }
    }

    private async Task Wait(int tries, NoAnswer cause, CancellationToken stop)
    {
        var pause = cause.After ?? patience.Pauses.After(tries, means.Tokens);
        if (tries >= patience.Tries || pause > patience.Longest)
            throw new OutsideUnavailable(cause.Operation, cause.Fault, cause.Detail);
        await Task.Delay(pause, means.Time, stop);
    }

    private async Task<(DeskReply? Reply, NoAnswer? Cause)> Once(DeskCall call, CancellationToken stop)
    {
        var address = new Uri(http.BaseAddress!, call.Path);
        var operation = $"{call.Method} {address.GetLeftPart(UriPartial.Path)} of the {desk.Kind.Name}";
        if (_breaker.Enter() is { } left)
        {
            throw new OutsideUnavailable(
                operation,
                why: $"it has not answered {patience.MostFailures} times; asked again in {left.TotalSeconds:0} s");
        }

        using var limit = new CancellationTokenSource(patience.Each, means.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            var reply = await Send(call, address, operation, either.Token);
            var cause = Passing(reply.Reply, reply.After);
            if (cause is { Throttled: false }) _breaker.Failed();
            else _breaker.Answered();
            return cause is null ? (reply.Reply, null) : (null, cause);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            if (fault is OutsideUnavailable or OutsideRefused or BugException)
            {
                _breaker.Left();
                throw;
            }

            _breaker.Failed();
            return (null, NoAnswer.Of(operation, fault, limit.IsCancellationRequested, patience.Each));
        }
        catch
        {
            _breaker.Left();
            throw;
        }
    }

    private async Task<(DeskReply Reply, TimeSpan? After)> Send(
        DeskCall call, Uri address, string operation, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(call.Method, address);
        var key = await secrets.Get(desk.Secret, stop);
        request.Headers.Add(desk.Kind.Header, DeskKeys.Text(desk.Kind, key.Span));
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("purser");
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, stop);
        var body = await response.Content.ReadAsByteArrayAsync(stop);
        var after = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - means.Time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        var reply = DeskReply.Of(operation, response.StatusCode, body);
        return (reply, after < TimeSpan.Zero ? TimeSpan.Zero : after);
    }

    /// <summary>Null: this answer will not be another one later.</summary>
    private static NoAnswer? Passing(DeskReply reply, TimeSpan? after)
    {
        var status = (int)reply.Status;
        if (status is not (429 or 408 or >= 500)) return null;
        // What a desk of ours refuses because something of its own refused will be refused again.
        if (reply.Kind is "refused-outside" or "bug" or "fleet" or "template") return null;
        var throttled = status == 429;
        return new NoAnswer(
            reply.Operation, null, $"{status}", MayHaveArrived: !throttled, throttled, after);
    }
}

/// <summary>One request of the office to a desk.</summary>
/// <param name="Method">As sent.</param>
/// <param name="Path">Below the base address.</param>
/// <param name="Body">JSON, or none.</param>
internal sealed record DeskCall(HttpMethod Method, string Path, byte[]? Body);

/// <summary>Why there is no answer.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Fault">The cause, for the log.</param>
/// <param name="Detail">For the owner.</param>
/// <param name="MayHaveArrived">False: the desk never saw the request.</param>
/// <param name="Throttled">The desk answers, but not so often.</param>
/// <param name="After">How long the desk wants to be left alone.</param>
internal sealed record NoAnswer(
    string Operation, Exception? Fault, string Detail, bool MayHaveArrived, bool Throttled = false,
    TimeSpan? After = null)
{
    /// <summary>What a fault of the way says.</summary>
    public static NoAnswer Of(string operation, Exception fault, bool late, TimeSpan each) => fault switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
            new NoAnswer(operation, fault, "no connection", MayHaveArrived: false),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            new NoAnswer(operation, fault, "its name is not known", MayHaveArrived: false),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new NoAnswer(operation, fault, "no secure connection", MayHaveArrived: false),
        _ => new NoAnswer(
            operation, fault, late ? $"no answer within {each.TotalSeconds:0} s" : "the answer was cut off",
            MayHaveArrived: true),
    };
}

/// <summary>How a desk's key is made of its secret.</summary>
public static class DeskKeys
{
    /// <summary>The key: the same form as those that a desk makes itself.</summary>
    public static string Text(DeskKind kind, ReadOnlySpan<byte> secret) =>
        $"pk_{kind.Scope}_{Base64Url.EncodeToString(secret)}";

    /// <summary>
    /// The name of the secret to which a key is rotated: <c>crew-desk-2</c> after <c>crew-desk-1</c>.
    /// </summary>
    public static string Next(string secret)
    {
        var stroke = secret.LastIndexOf('-');
        var numbered = int.TryParse(
            secret.AsSpan(stroke + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return numbered && number < 10_000
            ? string.Create(CultureInfo.InvariantCulture, $"{secret[..(stroke + 1)]}{number + 1}")
            : $"{secret}-2";
    }
}

/// <summary>How often a desk is asked, and how long it is waited for.</summary>
/// <param name="Tries">Of one call, in all.</param>
/// <param name="Each">The longest that one takes.</param>
/// <param name="Pauses">Between them.</param>
/// <param name="Longest">A desk that wants to be left alone for longer has not answered.</param>
/// <param name="MostFailures">In a row, until the desk is left alone.</param>
/// <param name="Rest">How long it is left alone.</param>
internal sealed record DeskPatience(
    int Tries, TimeSpan Each, Pauses Pauses, TimeSpan Longest, int MostFailures, TimeSpan Rest)
{
    public static readonly DeskPatience Usual = new(
        3, TimeSpan.FromSeconds(8), new Pauses(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(3)),
        TimeSpan.FromSeconds(5), MostFailures: 6, TimeSpan.FromSeconds(15));
}

/// <summary>What waiting is given.</summary>
internal sealed record DeskMeans(TimeProvider Time, ITokens Tokens);
