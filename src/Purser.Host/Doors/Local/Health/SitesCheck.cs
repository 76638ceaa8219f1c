using Purser.Host.Composition;
using Purser.Outside;

namespace Purser.Host.Doors.Local.Health;

/// <summary>
/// Fetches each site's own address as a stranger would: DNS, proxy, certificate and listener in one.
/// </summary>
/// <param name="sites">The public addresses.</param>
/// <param name="web">Fetches.</param>
/// <param name="pagesApart">True where the guests' pages may be served without this program, from a bucket
/// behind a distribution: then what is no page is another site's there.</param>
internal sealed class SitesCheck(IReadOnlyList<SiteAddress> sites, IPublicSite web, bool pagesApart) : IHealthCheck
{
    public string Name => "sites";

    public async Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop) =>
        await Task.WhenAll(sites.Select(site => Look(site, stop)));

    private async Task<DoctorCheck> Look(SiteAddress site, CancellationToken stop)
    {
        var name = $"{site.Site.Word} site";
        var address = new Uri(site.Base, "livez");
        try
        {
            var reply = await web.Fetch(address, stop);
            if (reply.Status == 200) return new DoctorCheck(name, true, $"{site.Origin} answers");
            var apart = pagesApart && site.Site == Site.Guest && reply.Status is (403 or 404);
            return apart
                ? new DoctorCheck(name, true, $"{site.Origin} answers, with {reply.Status} where no page of ours is")
                : new DoctorCheck(
                    name, false, $"{address} answers {reply.Status}",
                    $"Let {site.Origin} lead to port {site.Port} of this machine.");
        }
        catch (OutsideUnavailable fault)
        {
            return new DoctorCheck(
                name, false, $"{address} does not answer: {fault.InnerException?.Message}",
                $"Start `purser serve`, and let {site.Origin} lead to port {site.Port} of this machine.");
        }
    }
}
