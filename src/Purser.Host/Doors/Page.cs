using RazorSlices;

namespace Purser.Host.Doors;

/// <summary>An HTML page of ours: never kept by anybody, and needing nothing from elsewhere.</summary>
/// <param name="Slice">The compiled page.</param>
/// <param name="Status">The status.</param>
public sealed record Page(RazorSlice Slice, int Status = 200) : IResult
{
    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = SiteWall.PagePolicy;
        response.ContentType = "text/html; charset=utf-8";
        return Slice.RenderAsync(response.BodyWriter, null, httpContext.RequestAborted).AsTask();
    }

    /// <summary>Sends the browser to another page of the same site, by GET.</summary>
    public static IResult SeeOther(string path) => new Elsewhere(path);

    private sealed record Elsewhere(string Path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            Require.That(Path.StartsWith('/') && !Path.StartsWith("//", StringComparison.Ordinal));
            httpContext.Response.StatusCode = 303;
            httpContext.Response.Headers.Location = Path;
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }
}
