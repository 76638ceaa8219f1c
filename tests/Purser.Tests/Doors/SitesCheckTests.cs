using System.Text;
using Purser.Host.Composition;
using Purser.Host.Doors.Local.Health;
using Purser.Outside;

namespace Purser.Tests.Doors;

public sealed class SitesCheckTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Site.Guest, 200, false, true)]
    [InlineData(Site.Guest, 404, false, false)]
    [InlineData(Site.Guest, 404, true, true)]
    [InlineData(Site.Guest, 403, true, true)]
    [InlineData(Site.Guest, 421, true, false)]
    [InlineData(Site.Guest, 502, true, false)]
    [InlineData(Site.Crew, 404, true, false)]
    [InlineData(Site.Office, 403, true, false)]
    public async Task Only_where_guests_pages_lie_apart_may_another_site_answer_for_the_rest(
        Site site, int status, bool apart, bool well)
    {
        var address = new SiteAddress(site, new Uri("https://boat.example/"), null, 8080);
        var found = Assert.Single(await new SitesCheck([address], new Answering(status), apart).Look(Stop));
        Assert.Equal(($"{site.Word} site", well), (found.Name, found.Well));
        if (!well) Assert.Equal($"https://boat.example/livez answers {status}", found.Found);
    }

    private sealed class Answering(int status) : IPublicSite
    {
        public Task<PublicReply> Fetch(Uri address, CancellationToken stop) =>
            Task.FromResult(new PublicReply(status, Encoding.UTF8.GetBytes("a body")));
    }
}
