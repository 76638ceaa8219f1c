using System.Text;

namespace Purser.Host.Doors.Guests;

/// <summary>
/// A page of the guest site that is made for one visit: kept by nobody. What it may load is in the page's own
/// policy, with the hash of its script. Its forms must say where they come from, so it sends the site's own
/// address, and nothing to others.
/// </summary>
/// <param name="Html">Everything, in one file.</param>
/// <param name="Status">The status.</param>
public sealed record GuestHtml(string Html, int Status = 200) : IResult
{
    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var body = Encoding.UTF8.GetBytes(Html);
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "same-origin";
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}

/// <summary>Exactly the reply to an address where no page is.</summary>
public sealed record NoPage : IResult
{
    /// <summary>The one there is.</summary>
    public static readonly NoPage Here = new();

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext) => ServedPages.NotHere(httpContext);
}
