using System.Reflection;

namespace Purser.Host.Doors;

/// <summary>The style and the typeface of the crew site, from within the program.</summary>
internal static class CrewAssets
{
    /// <summary>The file, or the reply to what is not there.</summary>
    public static IResult Find(string name) => name switch
    {
        "crew.css" => new Asset("crew.css", "text/css; charset=utf-8"),
        "barlow-semi-600.woff2" => new Asset("barlow-semi-600.woff2", "font/woff2"),
        _ => Problem.Unknown,
    };

    private sealed record Asset(string Name, string Type) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            await using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("crew/" + Name)
                ?? throw new BugException($"the program lacks {Name}");
            response.ContentType = Type;
            response.ContentLength = file.Length;
            response.Headers.CacheControl = "public, max-age=3600";
            if (!HttpMethods.IsHead(httpContext.Request.Method)) await file.CopyToAsync(response.Body, httpContext.RequestAborted);
        }
    }
}
