using Purser.Host.Composition;
using Purser.Host.Doors.Keys;

namespace Purser.Host.Doors.Clients;

/// <summary>
/// Counts requests by client address where no key is wanted. Addresses that want one are left to their own
/// wall, which counts by key. Probes answer always: who watches a machine must not hear that it is down when
/// it is busy.
/// </summary>
public sealed class ClientWall(RequestDelegate next, ClientLimits limits)
{
    /// <summary>Passes, or answers 429.</summary>
    public Task Invoke(HttpContext context)
    {
        var keyed = context.GetEndpoint()?.Metadata.GetMetadata<KeyRequired>() is not null;
        var free = context.Site() == Site.Local || Probes.IsProbe(context.Request.Path);
        if (keyed || free) return next(context);
        return limits.Request(context) is { } refusal ? refusal.ExecuteAsync(context) : next(context);
    }
}
