using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Purser.Aws.Edge;
using Purser.Contracts.Memory;
using Purser.Host.Edge;
using Purser.Outside;

namespace Purser.Contracts.Edge;

/// <summary>What the local edge keeps, for how long, and how it is made to forget.</summary>
public sealed class EdgeCacheTests
{
    private const string Page = "/g/may-30-boatsetter-charter";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_kept_as_long_as_it_says_and_then_asked_for_by_its_tag()
    {
        await using var edge = await EdgeStand.Open();
        edge.Answer = context => context.Request.Headers.IfNoneMatch == "\"a\""
            ? NotModified(context)
            : EdgeStand.Say(context, "<p>Page</p>", "public, max-age=3600", tag: "\"a\"");
        Assert.Equal((200, "Miss", null, "<p>Page</p>"), await EdgeStand.Get(edge.Guest, Page));
        edge.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal((200, "Hit", "90", "<p>Page</p>"), await EdgeStand.Get(edge.Guest, Page + "/"));
        Assert.Equal(Page + ".html", Assert.Single(edge.Seen).Target);
        edge.Time.Advance(TimeSpan.FromSeconds(3600));
        Assert.Equal((200, "RefreshHit", "0", "<p>Page</p>"), await EdgeStand.Get(edge.Guest, Page));
        Assert.Equal((200, "Hit", "0", "<p>Page</p>"), await EdgeStand.Get(edge.Guest, Page));
        Assert.Equal(2, edge.Seen.Count);
    }

    [Fact]
    public async Task An_invalidation_of_exactly_the_paths_makes_it_forget_and_nothing_else()
    {
        await using var edge = await EdgeStand.Open();
        foreach (var page in new[] { Page, "/g/june-1" }) await EdgeStand.Get(edge.Guest, page);
        var near = new MemoryEdge();
        var port = LocalEdge.Behind(near, edge.Door);
        await port.Invalidate([Page, Page + "/", Page + ".html"], Stop);
        Assert.Equal("Miss", (await EdgeStand.Get(edge.Guest, Page)).How);
        Assert.Equal("Hit", (await EdgeStand.Get(edge.Guest, "/g/june-1")).How);
    }

    [Fact]
    public async Task What_was_asked_for_before_an_invalidation_is_not_kept_after_it()
    {
        await using var edge = await EdgeStand.Open();
        var told = LocalEdge.Behind(new MemoryEdge(), edge.Door);
        edge.Answer = async context =>
        {
            await told.Invalidate([Page + ".html"], Stop);
            await EdgeStand.Say(context, "old", "max-age=3600");
        };
        Assert.Equal("old", (await EdgeStand.Get(edge.Guest, Page)).Body);
        edge.Answer = context => EdgeStand.Say(context, "new", "max-age=3600");
        Assert.Equal("new", (await EdgeStand.Get(edge.Guest, Page)).Body);
    }

    [Fact]
    public async Task A_missing_page_is_kept_for_ten_seconds_whatever_it_says()
    {
        await using var edge = await EdgeStand.Open();
        edge.Answer = context => EdgeStand.Say(context, "none", "no-store", status: 404);
        Assert.Equal((404, "Error", null, "none"), await EdgeStand.Get(edge.Guest, Page) with { Age = null });
        edge.Answer = context => EdgeStand.Say(context, "there", "max-age=3600");
        Assert.Equal(404, (await EdgeStand.Get(edge.Guest, Page)).Status);
        edge.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, (await EdgeStand.Get(edge.Guest, Page)).Status);
    }

    [Fact]
    public async Task What_a_crew_door_does_not_know_now_it_may_know_the_next_moment()
    {
        await using var edge = await EdgeStand.Open();
        edge.Answer = context => EdgeStand.Say(context, "none", "no-store", status: 404);
        Assert.Equal(404, (await EdgeStand.Get(edge.Crew, "/api/events/abc")).Status);
        edge.Answer = context => EdgeStand.Say(context, "there", "no-cache, private");
        Assert.Equal("there", (await EdgeStand.Get(edge.Crew, "/api/events/abc")).Body);
        edge.Answer = context => EdgeStand.Say(context, "changed");
        Assert.Equal("changed", (await EdgeStand.Get(edge.Crew, "/api/events/abc")).Body);
    }

    [Fact]
    public async Task Bodies_are_compressed_for_whoever_takes_it_and_kept_apart()
    {
        await using var edge = await EdgeStand.Open();
        var text = string.Concat(Enumerable.Range(0, 400).Select(number => $"<p>Line {number}</p>"));
        edge.Answer = context => EdgeStand.Say(context, text, "max-age=3600", tag: "\"a\"");
        var sizes = new Dictionary<string, int>();
        foreach (var accepted in new[] { "identity", "gzip", "br, gzip", "gzip;q=1, br;q=0" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Page);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            using var reply = await edge.Guest.SendAsync(request, Stop);
            sizes[accepted + " " + reply.Content.Headers.ContentEncoding] = (await reply.Content.ReadAsByteArrayAsync(Stop)).Length;
        }

        Assert.Equal(
            ["identity ", "gzip gzip", "br, gzip br", "gzip;q=1, br;q=0 gzip"], sizes.Keys);
        Assert.Equal(text.Length, sizes["identity "]);
        Assert.True(sizes["br, gzip br"] < text.Length / 4);
        Assert.Equal(3, edge.Seen.Count);
    }

    [Fact]
    public async Task Whoever_has_it_gets_304_and_whoever_wants_a_part_gets_that()
    {
        await using var edge = await EdgeStand.Open();
        edge.Answer = context => EdgeStand.Say(context, "0123456789", "max-age=3600", tag: "\"a\"");
        await EdgeStand.Get(edge.Guest, Page);
        Assert.Equal(304, (await EdgeStand.Get(edge.Guest, Page, ("If-None-Match", "\"a\""))).Status);
        Assert.Equal(200, (await EdgeStand.Get(edge.Guest, Page, ("If-None-Match", "\"b\""))).Status);
        Assert.Equal((206, "Hit", "0", "234"), await EdgeStand.Get(edge.Guest, Page, ("Range", "bytes=2-4")));
        Assert.Equal((206, "Hit", "0", "89"), await EdgeStand.Get(edge.Guest, Page, ("Range", "bytes=-2")));
        Assert.Single(edge.Seen);
    }

    [Fact]
    public async Task An_origin_that_fails_takes_nothing_away_that_is_kept()
    {
        await using var edge = await EdgeStand.Open();
        await EdgeStand.Get(edge.Guest, Page);
        edge.Time.Advance(TimeSpan.FromHours(2));
        edge.Answer = context => EdgeStand.Say(context, "broken", status: 503);
        Assert.Equal((200, "<p>Page</p>"), StatusAndBody(await EdgeStand.Get(edge.Guest, Page)));
        await edge.StopOrigin();
        Assert.Equal((200, "<p>Page</p>"), StatusAndBody(await EdgeStand.Get(edge.Guest, Page)));
        Assert.Equal(502, (await EdgeStand.Get(edge.Guest, "/g/june-1")).Status);
    }

    [Fact]
    public async Task Pages_are_read_from_the_bucket_itself()
    {
        var objects = new MemoryObjects();
        var page = new ObjectContent(Encoding.UTF8.GetBytes("<p>In the bucket</p>"), "text/html; charset=utf-8", "public, max-age=3600", 7);
        await objects.Put(ObjectKey.Of("g/may-30-boatsetter-charter.html"), page, null, Stop);
        await using var edge = await EdgeStand.Open(objects: objects);
        using var reply = await edge.Guest.GetAsync(Page, Stop);
        Assert.Equal("<p>In the bucket</p>", await reply.Content.ReadAsStringAsync(Stop));
        Assert.Equal("public, max-age=3600", Assert.Single(reply.Headers.NonValidated["Cache-Control"]));
        Assert.Equal("noindex, nofollow", reply.Headers.GetValues("X-Robots-Tag").Single());
        Assert.Equal("no-referrer", reply.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal(404, (await EdgeStand.Get(edge.Guest, "/g/none")).Status);
        Assert.Equal(404, (await EdgeStand.Get(edge.Guest, "/photos/No_Such")).Status);
        Assert.Equal(403, (await EdgeStand.Get(edge.Guest, "/held/a/b.jpg")).Status);
        edge.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal("RefreshHit", (await EdgeStand.Get(edge.Guest, Page)).How);
        Assert.Empty(edge.Seen);
    }

    [Fact]
    public async Task The_door_takes_only_what_a_program_sends()
    {
        await using var edge = await EdgeStand.Open();
        using var http = new HttpClient { BaseAddress = edge.Door };
        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync("/livez", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(LocalEdge.Path, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await Post(http, """{"paths":["/g/a"]}""", "text/plain"));
        Assert.Equal(HttpStatusCode.BadRequest, await Post(http, """{"paths":["g/a"]}""", "application/json"));
        var wrong = LocalEdge.Behind(new MemoryEdge(), edge.Guest.BaseAddress!);
        var refused = await Assert.ThrowsAsync<OutsideRefused>(() => wrong.Invalidate([Page], Stop));
        Assert.Contains("PURSER_EDGE_URL", refused.Reason, StringComparison.Ordinal);
        var gone = LocalEdge.Behind(new MemoryEdge(), new Uri("http://127.0.0.1:1"));
        await Assert.ThrowsAsync<OutsideUnavailable>(() => gone.Invalidate([Page], Stop));
    }

    [Theory]
    [InlineData(200, "max-age=60", 60)]
    [InlineData(200, "max-age=60, s-maxage=90", 90)]
    [InlineData(200, "max-age=60, no-store", null)]
    [InlineData(200, "private", null)]
    [InlineData(200, "no-cache", null)]
    [InlineData(200, null, 3600)]
    [InlineData(200, "max-age=0", null)]
    [InlineData(200, "max-age=99999999", 31_536_000)]
    [InlineData(404, null, 10)]
    [InlineData(404, "no-store", 10)]
    [InlineData(404, "max-age=60", 60)]
    [InlineData(503, "max-age=1", 10)]
    [InlineData(401, "max-age=60", null)]
    [InlineData(403, null, null)]
    [InlineData(403, "max-age=60", 60)]
    public void Replies_are_kept_by_the_rules_of_cloudfront(int status, string? control, int? seconds)
    {
        var policy = Distribution.Guest.For("/g/x").Keep;
        var kept = Freshness.Of(status, control, policy, errorSeconds: 10);
        Assert.Equal(seconds, (int?)kept?.TotalSeconds);
    }

    private static Task NotModified(HttpContext context)
    {
        context.Response.StatusCode = 304;
        return Task.CompletedTask;
    }

    private static (int, string) StatusAndBody((int Status, string How, string? Age, string Body) reply) =>
        (reply.Status, reply.Body);

    private static async Task<HttpStatusCode> Post(HttpClient http, string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return (await http.PostAsync(LocalEdge.Path, content, Stop)).StatusCode;
    }
}
