using Microsoft.AspNetCore.Http.Features;
using Purser.Crew;
using Purser.Guests;

namespace Purser.Host.Edge;

/// <summary>A viewer's request as a behaviour sees it: what is kept apart, and what goes on.</summary>
public sealed class ViewerRequest
{
    private readonly HttpContext _context;
    private readonly bool _services;

    private ViewerRequest(HttpContext context, Distribution distribution, bool services)
    {
        (_context, _services) = (context, services);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        // Whoever takes us for a proxy names the whole address.
        if (!target.StartsWith('/'))
            target = context.Request.Path.ToUriComponent() + context.Request.QueryString;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var asked = mark < 0 ? target : target[..mark];
        Behaviour = distribution.For(asked);
        Path = Behaviour.Function is null ? asked : Ruled(distribution, asked);
        var all = mark < 0 || mark == target.Length - 1 ? "" : target[mark..];
        KeyQuery = Behaviour.Keep.Query ? all : "";
        Query = Behaviour.Keep.Query || Give?.Query == true ? all : "";
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        Encoding = Behaviour.Keep.Compresses ? EncodingOf(accepted) : "";
    }

    /// <summary>What is done with it.</summary>
    public Behaviour Behaviour { get; }

    /// <summary>As the function leaves it.</summary>
    public string Path { get; }

    /// <summary>For the origin.</summary>
    public string Query { get; }

    /// <summary><c>br</c>, <c>gzip</c> or nothing: the best that the viewer takes.</summary>
    public string Encoding { get; }

    /// <summary>True for GET and HEAD, which may be answered with what is kept.</summary>
    public bool Reads => Method is "GET" or "HEAD";

    /// <summary>As sent.</summary>
    public string Method => _context.Request.Method;

    /// <summary>By what its reply is told from others.</summary>
    public EdgeKey Key => new(
        Path,
        string.Join(
            '\n',
            [
                KeyQuery, Encoding, .. Fields(Behaviour.Keep.Headers).Select(Line),
                .. Cookies(Behaviour.Keep.Cookies),
            ]));

    private string KeyQuery { get; }

    private RequestPolicy? Give => _services ? Behaviour.GiveServices ?? Behaviour.Give : Behaviour.Give;

    /// <summary>Reads a request.</summary>
    /// <param name="context">The viewer's.</param>
    /// <param name="distribution">Which was asked.</param>
    /// <param name="services">True: <c>ServiceCallsThroughEdge</c>.</param>
    public static ViewerRequest Of(HttpContext context, Distribution distribution, bool services) =>
        new(context, distribution, services);

    /// <summary>What goes to the origin.</summary>
    /// <param name="tag">Asks whether this is still the newest.</param>
    public OriginRequest ForOrigin(string? tag = null)
    {
        var request = _context.Request;
        var named = Behaviour.Keep.Headers.Concat(Give?.Headers ?? []);
        string[] names = [.. named.Distinct(StringComparer.OrdinalIgnoreCase)];
        var cookies = Cookies([.. Behaviour.Keep.Cookies.Concat(Give?.Cookies ?? []).Distinct()]);
        var fields = Fields(names);
        if (!fields.Exists(field => KeptReply.Is(field.Name, "User-Agent")))
            fields.Add(("User-Agent", "Amazon CloudFront"));
        if (cookies.Count > 0) fields.Add(("Cookie", string.Join("; ", cookies)));
        if (Encoding.Length > 0) fields.Add(("Accept-Encoding", Encoding == "br" ? "br,gzip" : Encoding));
        if (tag is not null) fields.Add(("If-None-Match", tag));
        if (request.Headers.Range.ToString() is { Length: > 0 } range) fields.Add(("Range", range));
        var before = request.Headers["X-Forwarded-For"].ToString();
        var viewer = $"{_context.Connection.RemoteIpAddress}";
        fields.Add(("X-Forwarded-For", before.Length == 0 ? viewer : $"{before}, {viewer}"));
        fields.Add(("Via", $"{request.Protocol[5..]} purser-edge"));
        var body = Behaviour.Acts
            && (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0);
        return new OriginRequest(Method, Path, Query, fields, body ? request.Body : null)
        {
            Length = request.ContentLength,
        };
    }

    private static string Ruled(Distribution distribution, string path) =>
        distribution == Distribution.Guest ? PagePlace.EdgeRule(path) : CrewPlace.EdgeRule(path);

    private static string Line((string Name, string Value) field) => $"{field.Name}:{field.Value}";

    private List<(string Name, string Value)> Fields(IReadOnlyList<string> names) =>
    [
        .. from name in names
           let values = _context.Request.Headers[name]
           where values.Count > 0
           select (name, values.ToString()),
    ];

    /// <summary>
    /// Those of these names. On plain http a cookie of ours has no <c>__Host-</c> before its name: browsers
    /// take that behind https only.
    /// </summary>
    private List<string> Cookies(IReadOnlyList<string> names)
    {
        const string host = "__Host-";
        var sent = _context.Request.Headers.Cookie.ToString();
        return
        [
            .. from pair in sent.Split(';', StringSplitOptions.TrimEntries)
               let name = pair.Split('=')[0]
               where names.Contains(name) || (!_context.Request.IsHttps && names.Contains(host + name))
               select pair,
        ];
    }

    private static string EncodingOf(string accepted)
    {
        const StringSplitOptions clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var offers = accepted.Replace(" ", "", StringComparison.Ordinal).Split(',', clean)
            .Where(offer => !offer.EndsWith(";q=0", StringComparison.Ordinal))
            .Select(offer => offer.Split(';')[0]).ToList();
        return offers.Contains("br") ? "br" : offers.Contains("gzip") ? "gzip" : "";
    }
}
