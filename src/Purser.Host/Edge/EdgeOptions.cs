using System.Net;
using Purser.Outside;

namespace Purser.Host.Edge;

/// <summary>What an edge on this machine stands before.</summary>
/// <param name="Guest">The guest site.</param>
/// <param name="Crew">The crew site.</param>
/// <param name="Door">Where it is told what to forget.</param>
/// <param name="Services">True: <c>ServiceCallsThroughEdge</c>.</param>
/// <param name="Objects">The bucket of pages; null: the guest site's own server stands for it.</param>
public sealed record EdgeOptions(
    EdgeSite Guest, EdgeSite Crew, IPEndPoint Door, bool Services = false, IObjects? Objects = null)
{
    /// <summary>Whose <c>/pay</c> of the crew site is; null: nobody's, as without <c>OfficeDomain</c>.</summary>
    public EdgeOffice? Office { get; init; }
}

/// <summary>A site before which an edge stands.</summary>
/// <param name="Base">The public base address, and the name under which the site answers.</param>
/// <param name="Listen">Where viewers are heard; null: both loopback addresses, at the port of the base
/// address.</param>
/// <param name="Origin">Where its server listens.</param>
public sealed record EdgeSite(Uri Base, IPEndPoint? Listen, Uri Origin);

/// <summary>An office behind the crew site's edge.</summary>
/// <param name="Base">The public base address, and the name under which it answers.</param>
/// <param name="Origin">Where its server listens.</param>
public sealed record EdgeOffice(Uri Base, Uri Origin);
