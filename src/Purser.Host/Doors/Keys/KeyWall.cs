using Purser.Host.Composition;
using Purser.Host.Doors.Clients;

namespace Purser.Host.Doors.Keys;

/// <summary>Marks addresses that want a key.</summary>
public sealed record KeyRequired(KeyScope Scope);

/// <summary>
/// Which key opened this request; absent at the local door, which is trusted by its file permission.
/// </summary>
public sealed record KeyUsed(KeyScope Scope, string Id);

/// <summary>Lets requests to marked addresses pass only with a right key, and not too many of them.</summary>
/// <param name="next">What is behind.</param>
/// <param name="keys">Those that stand.</param>
/// <param name="limit">By key.</param>
/// <param name="clients">By client address, for requests without a right key.</param>
public sealed class KeyWall(RequestDelegate next, KeyRing keys, RateLimit limit, ClientLimits clients)
{
    /// <summary>Passes, or refuses: a missing key and a wrong one are told apart.</summary>
    public async Task Invoke(HttpContext context)
    {
        var wanted = context.GetEndpoint()?.Metadata.GetMetadata<KeyRequired>();
        if (wanted is null || context.Site() == Site.Local)
        {
            await next(context);
            return;
        }

        var refusal = await Check(context, wanted.Scope);
        await (refusal is null ? next(context) : refusal.ExecuteAsync(context));
    }

    private async Task<Problem?> Check(HttpContext context, KeyScope scope)
    {
        var text = context.Request.Headers[scope.Header].ToString().Trim();
        if (text.Length == 0)
        {
            return clients.Request(context) ?? Refusal(
                scope, "key-missing", "The key is missing",
                $"Send {scope.Header} with a key of the scope \"{scope.Word}\".");
        }

        if (text.Length > 200 || await keys.Open(scope, text, context.RequestAborted) is not { } id)
        {
            return clients.Guess(context) ?? Refusal(
                scope, "key-wrong", "The key is wrong",
                $"{scope.Header} was received, but holds no key that stands for the scope \"{scope.Word}\". "
                + $"Make one with: purser keys new {scope.Word}");
        }

        context.Features.Set(new KeyUsed(scope, id));
        return limit.Take(scope.Word + id) is { } wait
            ? RateLimit.TooMany("This key may send 100 requests a second, 400 at once.", wait)
            : null;
    }

    private static Problem Refusal(KeyScope scope, string kind, string title, string detail) => new(401, kind, title, detail)
    {
        Headers = [("WWW-Authenticate", $"ApiKey realm=\"{scope.Word}\", header=\"{scope.Header}\"")],
    };
}

/// <summary>Marking.</summary>
public static class KeyMarks
{
    /// <summary>Every address of this group, or this one address, wants a key of the scope.</summary>
    public static TBuilder RequireKey<TBuilder>(this TBuilder routes, KeyScope scope)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new KeyRequired(scope));
}
