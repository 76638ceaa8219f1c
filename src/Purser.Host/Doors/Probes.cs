namespace Purser.Host.Doors;

/// <summary>Two addresses on every site: is the process alive, and can it do its work.</summary>
public static class Probes
{
    private const string Live = "/livez";
    private const string Ready = "/readyz";

    /// <summary>
    /// True for either; they answer to any host name, since those who watch a machine use its number.
    /// </summary>
    public static bool IsProbe(PathString path) => path == Live || path == Ready;

    /// <summary>Adds both.</summary>
    /// <param name="site">The site's routes.</param>
    /// <param name="ready">Null when all is well; else what is not.</param>
    public static void MapProbes(this IEndpointRouteBuilder site, Func<CancellationToken, Task<string?>> ready)
    {
        site.MapGet(Live, context => Say(context, 200, "alive"));
        site.MapGet(Ready, async context =>
        {
            var wrong = await ready(context.RequestAborted);
            await Say(context, wrong is null ? 200 : 503, wrong ?? "ready");
        });
    }

    private static Task Say(HttpContext context, int status, string word)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(word + "\n", context.RequestAborted);
    }
}
