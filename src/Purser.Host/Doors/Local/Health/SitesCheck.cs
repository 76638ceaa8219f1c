using Purser.Host.Composition;
using Purser.Outside;

namespace Purser.Host.Doors.Local.Health;

/// <summary>
/// Fetches each site's own address as a stranger would: DNS, proxy, certificate and listener in one.
/// </summary>
internal sealed class SitesCheck(House house) : IHealthCheck
{
    public string Name => "sites";

    public async Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop) =>
        await Task.WhenAll(house.Settings.Sites.Select(site => Look(site, stop)));

    private async Task<DoctorCheck> Look(SiteAddress site, CancellationToken stop)
    {
        var name = $"{site.Site.Word} site";
        var address = new Uri(site.Base, "livez");
        try
        {
            var reply = await house.Public.Fetch(address, stop);
            return reply.Status == 200
                ? new DoctorCheck(name, true, $"{site.Origin} answers")
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
