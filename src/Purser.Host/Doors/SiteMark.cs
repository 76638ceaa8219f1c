using Purser.Host.Composition;

namespace Purser.Host.Doors;

/// <summary>
/// Put on each connection by the listener that took it, or on each request of a function: which site was
/// called.
/// </summary>
public sealed record SiteMark(Site Site);

/// <summary>Asking for it.</summary>
public static class SiteMarks
{
    /// <summary>The site that this request came to.</summary>
    public static Site Site(this HttpContext context) =>
        context.Features.Get<SiteMark>()?.Site ?? throw new BugException("a connection without a site");
}
