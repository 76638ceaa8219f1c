using System.Text;
using Purser.Aws.Desks;
using Purser.Contracts.Desks;
using Purser.Host.Edge;
using Purser.Outside;
using static Purser.Contracts.Desks.CrewStage;

namespace Purser.Contracts.Edge;

/// <summary>What passes the edge and what does not, in both settings.</summary>
public sealed class EdgePassingTests
{
    private static readonly (string, string)[] Everything =
    [
        ("Authorization", "Bearer guest"), ("X-Event-Code", "K7MW4P"), ("X-Batch", "b1"), ("X-API-Key", "pk_crew_x"),
        ("X-Dashboard-Token", "pk_calendar_x"), ("Cookie", "purser-guest=g; purser-crew=c; other=o"),
        ("If-Match", "\"1\""), ("Idempotency-Key", "k"), ("X-Forwarded-For", "198.51.100.7"), ("X-Anything", "x"),
        ("Accept", "text/html"), ("User-Agent", "Browser"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_asked_for_without_anything_of_the_viewer()
    {
        await using var edge = await EdgeStand.Open();
        await EdgeStand.Get(edge.Guest, "/g/may-30?utm=1", Everything);
        var seen = Assert.Single(edge.Seen);
        Assert.Equal("/g/may-30.html", seen.Target);
        Assert.Equal(["Host", "User-Agent", "Via", "X-Forwarded-For"], seen.Headers.Keys.Where(name => name != "traceparent").Order());
        Assert.Equal("guests.example.com", seen.Headers["Host"]);
        Assert.Equal("Amazon CloudFront", seen.Headers["User-Agent"]);
    }

    [Fact]
    public async Task A_guests_door_gets_what_proves_a_guest_and_no_key()
    {
        await using var edge = await EdgeStand.Open();
        await EdgeStand.Get(edge.Guest, "/api/g/may-30/photos?cursor=a%2Fb", Everything);
        var seen = Assert.Single(edge.Seen);
        Assert.Equal("/api/g/may-30/photos?cursor=a%2Fb", seen.Target);
        Assert.Equal(
            ["Accept", "Authorization", "Cookie", "Idempotency-Key", "User-Agent", "X-Batch", "X-Event-Code"],
            seen.Headers.Keys.Where(name => name is not ("Host" or "Via" or "X-Forwarded-For" or "traceparent")).Order());
        Assert.Equal("purser-guest=g", seen.Headers["Cookie"]);
        Assert.Equal("198.51.100.7, 127.0.0.1", seen.Headers["X-Forwarded-For"]);
    }

    [Theory]
    [InlineData(false, "/api/events", false)]
    [InlineData(true, "/api/events", true)]
    [InlineData(true, "/events", false)]
    [InlineData(true, "/", false)]
    public async Task A_service_key_passes_the_crews_edge_only_where_it_is_wished(bool services, string path, bool passes)
    {
        await using var edge = await EdgeStand.Open(services);
        await EdgeStand.Get(edge.Crew, path, Everything);
        var seen = Assert.Single(edge.Seen);
        Assert.Equal(passes, seen.Headers.ContainsKey("X-API-Key"));
        Assert.False(seen.Headers.ContainsKey("X-Dashboard-Token"));
        Assert.Equal("purser-crew=c", seen.Headers["Cookie"]);
        Assert.Equal("\"1\"", seen.Headers["If-Match"]);
    }

    [Theory]
    [InlineData(true, "/pay/pay.x.1.2.y/?a=1", "office.example.com", "purser-office=o; purser-pay=p")]
    [InlineData(true, "/events", "crew.example.com", "purser-crew=c")]
    [InlineData(false, "/pay", "crew.example.com", "purser-crew=c")]
    public async Task Pay_is_the_offices_where_there_is_one_with_its_session_and_no_others(
        bool office, string target, string host, string cookies)
    {
        await using var edge = await EdgeStand.Open(services: true, office: office);
        (string, string)[] fields =
        [
            ("Cookie", "purser-crew=c; purser-office=o; purser-pay=p"), ("Idempotency-Key", "k"),
            ("If-Match", "\"1\""), ("X-API-Key", "pk_crew_x"),
        ];
        for (var asked = 1; asked <= 2; asked++)
        {
            await EdgeStand.Get(edge.Crew, target, fields);
            Assert.Equal(asked, edge.Seen.Count);
        }

        var seen = edge.Seen.First();
        Assert.Equal(
            (target, host, cookies), (seen.Target, seen.Headers["Host"], seen.Headers["Cookie"]));
        Assert.Equal(host.StartsWith("crew", StringComparison.Ordinal), seen.Headers.ContainsKey("If-Match"));
        Assert.False(seen.Headers.ContainsKey("X-API-Key"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_desk_called_through_the_distribution_fails_as_in_the_field_unless_it_is_wished(bool services)
    {
        var stage = new CrewStage();
        await stage.Man();
        await using var doors = await CrewDeskFar.OpenCrew(stage);
        await using var edge = await EdgeStand.Open(services, crew: doors.Address);
        var address = new DeskAddress(edge.Crew.BaseAddress, "crew-desk-1", DeskKind.Crew);
        var desk = new HttpCrewDesk(doors.Calls(DeskKind.Crew, address: edge.Crew.BaseAddress), address);
        if (services)
        {
            Assert.Equal(PutOutcome.Stored, (await desk.Put(Trip(1), Stop)).Outcome);
            Assert.Equal(1, (await desk.Read(Booking, Stop))!.Generation);
            return;
        }

        var refused = await Assert.ThrowsAsync<OutsideRefused>(() => desk.Put(Trip(1), Stop));
        Assert.Contains("did not reach the crew desk", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_go_through_and_pages_take_none()
    {
        await using var edge = await EdgeStand.Open();
        using var content = new StringContent("""{"files":[]}""", Encoding.UTF8, "application/json");
        using var posted = await edge.Guest.PostAsync("/api/g/may-30/photos", content, Stop);
        var seen = Assert.Single(edge.Seen);
        Assert.Equal(("POST", """{"files":[]}"""), (seen.Method, seen.Body));
        Assert.Equal("application/json; charset=utf-8", seen.Headers["Content-Type"]);
        using var refused = await edge.Guest.PostAsync("/g/may-30", null, Stop);
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Single(edge.Seen);
    }

    [Fact]
    public async Task The_crews_function_is_applied_to_what_goes_on()
    {
        await using var edge = await EdgeStand.Open();
        await EdgeStand.Get(edge.Crew, $"{edge.Crew.BaseAddress}/api//events/?from=2027-05-01");
        Assert.Equal("/api/events?from=2027-05-01", Assert.Single(edge.Seen).Target);
    }

    [Theory]
    [InlineData("/api/g/x/photos", "/api/g/*")]
    [InlineData("/g/x/waiver", "/g/*/waiver*")]
    [InlineData("/g/x/waiver/y", "/g/*/waiver*")]
    [InlineData("/g/x", "/g/*")]
    [InlineData("/photos/a/b.jpg", "/photos/*")]
    [InlineData("/assets/photos-abc.js", "/assets/photos-*")]
    [InlineData("/assets/other.js", "*")]
    [InlineData("/", "*")]
    [InlineData("/G/x", "*")]
    public void The_first_pattern_that_fits_is_the_one(string path, string pattern) =>
        Assert.Equal(pattern, Distribution.Guest.For(path).Path);

    [Theory]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*.html", "/g/x.html", true)]
    [InlineData("/a*b*c", "/axxbyyc", true)]
    [InlineData("/a*b*c", "/axxbyy", false)]
    [InlineData("", "", true)]
    [InlineData("*", "", true)]
    [InlineData("/a", "/ab", false)]
    public void Patterns_fit_as_cloudfronts_do(string pattern, string path, bool fits) =>
        Assert.Equal(fits, PathPattern.Fits(pattern, path));
}
