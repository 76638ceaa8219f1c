using Purser.Host.Composition;
using Purser.Host.Doors.Clients;

namespace Purser.Host.Doors.Keys;

/// <summary>Marks addresses that want a key.</summary>
/// <param name="Scope">What callers are told to send a key of.</param>
/// <param name="Besides">A scope whose keys open the address too; null: none.</param>
public sealed record KeyRequired(KeyScope Scope, KeyScope? Besides = null)
{
    /// <summary>True if keys of this scope open the address.</summary>
    public bool OpensTo(KeyScope scope) => scope == Scope || scope == Besides;
}

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

        var refusal = await Check(context, wanted);
        await (refusal is null ? next(context) : refusal.ExecuteAsync(context));
    }

    private async Task<Problem?> Check(HttpContext context, KeyRequired wanted)
    {
        var scope = wanted.Scope;
        var text = context.Request.Headers[scope.Header].ToString().Trim();
        if (text.Length == 0)
        {
            return clients.Request(context) ?? Refusal(
                scope, "key-missing", "The key is missing",
                $"Send {scope.Header} with a key of the scope \"{scope.Word}\".");
        }

        if (text.Length > 200 || await Used(wanted, text, context.RequestAborted) is not { } used)
        {
            return clients.Guess(context) ?? Refusal(
                scope, "key-wrong", "The key is wrong",
                $"{scope.Header} was received, but holds no key that stands for the scope \"{scope.Word}\". "
                + $"Make one with: {scope.Making}");
        }

        context.Features.Set(used);
        return limit.Take(used.Scope.Word + used.Id) is { } wait
            ? RateLimit.TooMany("This key may send 100 requests a second, 400 at once.", wait)
            : null;
    }

    private async Task<KeyUsed?> Used(KeyRequired wanted, string text, CancellationToken stop)
    {
        if (await keys.Open(wanted.Scope, text, stop) is { } id) return new KeyUsed(wanted.Scope, id);
        return wanted.Besides is { } other && await keys.Open(other, text, stop) is { } its
            ? new KeyUsed(other, its)
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
    /// <summary>
    /// Every address of this group, or this one address, wants a key of the scope, or of the one besides,
    /// which travels in the same header.
    /// </summary>
    public static TBuilder RequireKey<TBuilder>(this TBuilder routes, KeyScope scope, KeyScope? besides = null)
        where TBuilder : IEndpointConventionBuilder
    {
        Require.That(besides is null || besides.Value.Header == scope.Header);
        return routes.WithMetadata(new KeyRequired(scope, besides));
    }
}
