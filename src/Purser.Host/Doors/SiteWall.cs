using System.Globalization;
using Purser.Aws.Lambda;
using Purser.Host.Composition;
using Purser.Host.Doors.Clients;

namespace Purser.Host.Doors;

/// <summary>
/// What holds for every request of a public site before anything else: it must name this site's host, and its
/// reply carries the site's protecting header fields.
/// </summary>
/// <param name="next">What is behind.</param>
/// <param name="address">Where the site is.</param>
/// <param name="sample">True for the invented operator.</param>
/// <param name="time">The clock.</param>
/// <param name="proxies">Whose word about a request is taken.</param>
public sealed class SiteWall(
    RequestDelegate next, SiteAddress address, bool sample, TimeProvider time, TrustedProxies proxies)
{
    /// <summary>Pages of ours need nothing from elsewhere; JSON needs nothing at all.</summary>
    public const string PagePolicy =
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string NothingPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Passes, or answers 421 (RFC 9110) to a name that is not this site's.</summary>
    public Task Invoke(HttpContext context)
    {
        Protect(context.Response.Headers);
        if (Probes.IsProbe(context.Request.Path)) return next(context);
        if (IsAsked(context))
            return address.Secure && proxies.SaysUnencrypted(context) ? Encrypt(context) : next(context);
        return OtherSite(address.Site, address.Authority).ExecuteAsync(context);
    }

    /// <summary>The refusal of a request for another site than this one.</summary>
    /// <param name="site">Which was reached.</param>
    /// <param name="authority">Host and port by which it answers.</param>
    public static Problem OtherSite(Site site, string authority)
    {
        var detail = $"This is the {site.Word} site; it answers as {authority} only. "
            + $"If that is not its name, set PURSER_{site.Word.ToUpperInvariant()}_URL.";
        return new Problem(421, "other-site", "Another site was asked for", detail);
    }

    /// <summary>
    /// The site's own name, or that of its direct address. Behind a gateway a request names that gateway's
    /// host, which only whoever asked it can have named: the gateway itself says so.
    /// </summary>
    private bool IsAsked(HttpContext context)
    {
        var host = context.Request.Host.Value;
        return string.Equals(host, address.Authority, StringComparison.OrdinalIgnoreCase)
            || (address.Direct is { } direct
                && string.Equals(host, direct.Authority, StringComparison.OrdinalIgnoreCase))
            || (context.Features.Get<GatewayName>() is { } gateway
                && string.Equals(host, gateway.Host, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// What reached a proxy unencrypted may be read on the way: a reader is sent to the encrypted address,
    /// and what would act is refused, so that its sender does not go on so.
    /// </summary>
    private Task Encrypt(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            var detail = $"Send it to {address.Origin}, and change the secrets that it carried.";
            var refusal = new Problem(403, "not-encrypted", "This was sent unencrypted", detail);
            return refusal.ExecuteAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        var place = request.Path.ToUriComponent() + request.QueryString;
        context.Response.Headers.Location = address.Origin + place;
        return Task.CompletedTask;
    }

    private void Protect(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = address.Site == Site.Guest ? "no-referrer" : "same-origin";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = NothingPolicy;
        if (address.Secure) headers.StrictTransportSecurity = "max-age=31536000";
        if (!sample) return;
        headers["X-Purser-Sample"] = "invented people and bookings";
        headers.Date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
    }
}
