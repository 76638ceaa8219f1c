namespace Purser.Host.Doors.Guests;

/// <summary>
/// Browsers of our own page may send here, those of another page may not. Who sends no <c>Origin</c> is no
/// page.
/// </summary>
public static class OwnOrigin
{
    private const string OneHour = "3600";

    /// <summary>The refusal of a request that another page sent; null if it may pass.</summary>
    public static Problem? Foreign(HttpRequest request, string own)
    {
        var origin = request.Headers.Origin;
        if (origin.Count == 0 || (origin.Count == 1 && origin[0] == own)) return null;
        return new Problem(
            403, "foreign-origin", "This was not sent from our own page",
            $"Open {own} and send it from there.")
        {
            Headers = [("Vary", "Origin")],
        };
    }

    /// <summary>
    /// Answers what a browser asks before it sends (a preflight): our own page may send with this method and
    /// name the kind of its body, without cookies.
    /// </summary>
    public static Task Answer(HttpContext context, string own, string method)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        if (Foreign(request, own) is { } foreign) return foreign.ExecuteAsync(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        headers.Vary = "Origin";
        headers.Allow = $"{method}, OPTIONS";
        if (request.Headers.Origin.Count == 0) return Task.CompletedTask;
        headers.AccessControlAllowOrigin = own;
        headers.AccessControlAllowMethods = method;
        headers.AccessControlAllowHeaders = "content-type";
        headers.AccessControlMaxAge = OneHour;
        return Task.CompletedTask;
    }
}
