using System.Text;
using Purser.Host.Composition;
using Purser.Host.Doors.Local.Health;
using Purser.Outside;

namespace Purser.Tests.Doors;

public sealed class SitesCheckTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("guest", 200, false, true)]
    [InlineData("guest", 404, false, false)]
    [InlineData("guest", 404, true, true)]
    [InlineData("guest", 403, true, true)]
    [InlineData("guest", 421, true, false)]
    [InlineData("guest", 502, true, false)]
    [InlineData("crew", 404, true, false)]
    [InlineData("office", 403, true, false)]
    public async Task Only_where_guests_pages_lie_apart_may_another_site_answer_for_the_rest(
        string word, int status, bool apart, bool well)
    {
        var site = Site.All.Single(one => one.Word == word);
        var address = new SiteAddress(site, new Uri("https://boat.example/"), null, 8080);
        var found = Assert.Single(await new SitesCheck([address], new Answering(status), apart).Look(Stop));
        Assert.Equal((word + " site", well), (found.Name, found.Well));
        if (!well) Assert.Equal($"https://boat.example/livez answers {status}", found.Found);
    }

    private sealed class Answering(int status) : IPublicSite
    {
        public Task<PublicReply> Fetch(Uri address, CancellationToken stop) =>
            Task.FromResult(new PublicReply(status, Encoding.UTF8.GetBytes("a body")));
    }
}
