using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Purser.Aws.Lambda;

/// <summary>One request and the reply to it: what a server is to the rest of ASP.NET.</summary>
internal sealed class Exchange : IHttpResponseFeature, IHttpRequestLifetimeFeature, IDisposable
{
    private readonly string _id;
    private readonly CancellationTokenSource _aborted;
    private readonly HeaderDictionary _headers = [];
    private readonly StreamResponseBodyFeature _body;
    private readonly Stack<(Func<object, Task> Callback, object State)> _onStarting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _onCompleted = new();
    private int _status = StatusCodes.Status200OK;
    private string? _reason;

    /// <summary>Of this request.</summary>
    /// <param name="request">As read; its path is good.</param>
    /// <param name="id">Of the event.</param>
    /// <param name="mostRequestBytes">Of the largest body, unless an address allows other.</param>
    /// <param name="stop">Aborts the request.</param>
    public Exchange(LambdaRequest request, string id, long? mostRequestBytes, CancellationToken stop)
    {
        _id = id;
        _aborted = CancellationTokenSource.CreateLinkedTokenSource(stop);
        RequestAborted = _aborted.Token;
        Written = new ReplyBody(ReplyWriting.Most, Start, Abort);
        _body = new StreamResponseBodyFeature(Written);
        var body = new RequestBody(request.Body, mostRequestBytes);
        Features.Set<IHttpRequestFeature>(RequestOf(request, body));
        Features.Set<IHttpRequestBodyDetectionFeature>(body);
        Features.Set<IHttpMaxRequestBodySizeFeature>(body);
        Features.Set<IHttpRequestIdentifierFeature>(
            new HttpRequestIdentifierFeature { TraceIdentifier = id });
        Features.Set<IHttpRequestLifetimeFeature>(this);
        Features.Set<IHttpConnectionFeature>(
            new HttpConnectionFeature { ConnectionId = id, RemoteIpAddress = request.Client });
        Features.Set<IHttpResponseFeature>(this);
        Features.Set<IHttpResponseBodyFeature>(_body);
        Features.Set<IItemsFeature>(new ItemsFeature());
        if (request.Gateway is { } gateway) Features.Set(new GatewayName(gateway));
    }

    /// <summary>What the application is given.</summary>
    public FeatureCollection Features { get; } = new();

    /// <summary>What the application wrote.</summary>
    public ReplyBody Written { get; }

    /// <summary>The reply, once <see cref="Finish"/> has run.</summary>
    public LambdaReply Reply => new(StatusCode, _headers, Written.Bytes);

    /// <summary>True if the application, and no clock, ended the request.</summary>
    public bool IsAborted { get; private set; }

    /// <inheritdoc />
    public bool HasStarted { get; private set; }

    /// <inheritdoc />
    public CancellationToken RequestAborted { get; set; }

    /// <inheritdoc />
    public int StatusCode
    {
        get => _status;
        set
        {
            NotStarted();
            _status = value;
        }
    }

    /// <inheritdoc />
    public string? ReasonPhrase
    {
        get => _reason;
        set
        {
            NotStarted();
            _reason = value;
        }
    }

    /// <inheritdoc />
    public IHeaderDictionary Headers
    {
        get => _headers;
        set => throw new InvalidOperationException("the header fields are changed in their place");
    }

    /// <inheritdoc />
    Stream IHttpResponseFeature.Body
    {
        get => Written;
        set => throw new InvalidOperationException("replace IHttpResponseBodyFeature instead");
    }

    /// <inheritdoc />
    public void Abort()
    {
        IsAborted = true;
        _aborted.Cancel();
    }

    /// <inheritdoc />
    public void OnStarting(Func<object, Task> callback, object state)
    {
        NotStarted();
        _onStarting.Push((callback, state));
    }

    /// <inheritdoc />
    public void OnCompleted(Func<object, Task> callback, object state) =>
        _onCompleted.Push((callback, state));

    /// <summary>Ends the reply after the application has run.</summary>
    public Task Finish() => _body.CompleteAsync();

    /// <summary>
    /// Runs what waits for the end. It must run before the reply is handed over: then the function may be
    /// frozen.
    /// </summary>
    public async Task RunCompleted(ILogger log)
    {
        while (_onCompleted.TryPop(out var last))
        {
            try
            {
                await last.Callback(last.State);
            }
            catch (Exception fault)
            {
                LambdaLog.AfterwardsFailed(log, _id, fault);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _aborted.Dispose();

    private static HttpRequestFeature RequestOf(LambdaRequest request, RequestBody body) => new()
    {
        Protocol = request.Protocol,
        Scheme = request.Scheme,
        Method = request.Method,
        PathBase = request.Path.Base,
        Path = request.Path.Path!,
        QueryString = request.Query,
        RawTarget = request.Path.Raw + request.Query,
        Headers = request.Headers,
        Body = body,
    };

    private async Task Start()
    {
        if (HasStarted) return;
        while (_onStarting.TryPop(out var last)) await last.Callback(last.State);
        HasStarted = true;
        _headers.IsReadOnly = true;
    }

    private void NotStarted()
    {
        if (HasStarted) throw new InvalidOperationException("the reply has begun");
    }
}
