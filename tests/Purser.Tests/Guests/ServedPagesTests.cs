using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Purser.Bookings;
using Purser.Guests;
using Purser.Host.Doors;
using Purser.Host.Doors.Clients;
using Purser.Outside;

namespace Purser.Tests.Guests;

public sealed class ServedPagesTests : IAsyncLifetime, IObjects, IGuestLinkRequests
{
    private static readonly Slug Name = Texts.Parse<Slug>("may-30-boatsetter-charter");

    private readonly ConcurrentDictionary<string, ObjectContent> objects = new();
    private readonly ConcurrentQueue<string> asked = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
    private ServedPages pages = null!;
    private WebApplication app = null!;

    public async ValueTask InitializeAsync()
    {
        pages = new ServedPages(this);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IGuestLinkRequests>(this);
        app = builder.Build();
        app.UseServedPages(pages, new ClientLimits(TimeProvider.System, TrustedProxies.None));
        app.UseRouting();
        app.MapGuestDoor();
        await app.StartAsync();
        client.BaseAddress = new Uri(app.Urls.First());
        objects[PagePlace.Object(Name).Text] = Content("first");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_page_is_served_at_its_address_with_its_headers()
    {
        foreach (var path in (string[])["/g/may-30-boatsetter-charter", "/g/may-30-boatsetter-charter/", "/g/may-30-boatsetter-charter.html"])
        {
            using var reply = await Send(HttpMethod.Get, path, "identity");
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            Assert.Equal("first", await reply.Content.ReadAsStringAsync(Stop));
            Assert.Equal("noindex, nofollow", reply.Headers.GetValues("X-Robots-Tag").Single());
            Assert.Equal("no-referrer", reply.Headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("frame-ancestors 'none'", reply.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("public, max-age=3600", reply.Headers.CacheControl!.ToString());
            Assert.False(reply.Headers.ETag!.IsWeak);
            Assert.NotNull(reply.Headers.Date);
        }
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("gzip;q=0, br;q=0.0", null)]
    [InlineData("gzip;q=0.5", "gzip")]
    [InlineData("identity", null)]
    public async Task The_encoding_is_one_the_reader_takes_and_each_has_its_own_tag(string accept, string? encoding)
    {
        using var reply = await Send(HttpMethod.Get, PagePlace.Path(Name), accept);
        Assert.Equal(encoding, reply.Content.Headers.ContentEncoding.SingleOrDefault());
        using var plain = await Send(HttpMethod.Get, PagePlace.Path(Name), "identity");
        Assert.Equal(encoding is null, reply.Headers.ETag!.Tag == plain.Headers.ETag!.Tag);
        using var again = await Send(HttpMethod.Get, PagePlace.Path(Name), accept, reply.Headers.ETag.Tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var head = await Send(HttpMethod.Head, PagePlace.Path(Name), accept);
        Assert.Equal(reply.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Incident_11_an_invalidated_path_shows_the_new_page_at_once()
    {
        using var first = await Send(HttpMethod.Get, PagePlace.Path(Name), "identity");
        objects[PagePlace.Object(Name).Text] = Content("second");
        using var kept = await Send(HttpMethod.Get, PagePlace.Path(Name), "identity");
        Assert.Equal("first", await kept.Content.ReadAsStringAsync(Stop));
        await pages.Invalidate([PagePlace.Path(Name)], Stop);
        using var fresh = await Send(HttpMethod.Get, PagePlace.Path(Name) + "/", "identity");
        Assert.Equal("second", await fresh.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Unknown_pages_are_all_answered_with_the_same_bytes()
    {
        var bodies = new HashSet<string>();
        foreach (var path in (string[])["/g/nobody", "/g/nobody/", "/g/", "/g/may-30-boatsetter-charter/waiver", "/g/UPPER"])
        {
            using var reply = await Send(HttpMethod.Get, path, "identity");
            Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
            bodies.Add(await reply.Content.ReadAsStringAsync(Stop));
        }

        Assert.Single(bodies);
    }

    [Fact]
    public async Task Asking_for_the_link_is_always_answered_alike_and_passes_only_what_is_well_formed()
    {
        var replies = new HashSet<string>();
        foreach (var (slug, mail) in ((string, string)[])[("may-30-boatsetter-charter", "robin@example.com"), ("nobody", "x@example.com"),
            ("UPPER", "x@example.com"), ("may-30-boatsetter-charter", "none"), ("may-30-boatsetter-charter", new string('x', 9_000) + "@x")])
        {
            using var form = new FormUrlEncodedContent([new("email", mail)]);
            using var reply = await client.PostAsync($"/api/g/{slug}/link", form, Stop);
            replies.Add($"{(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync(Stop)}");
        }

        Assert.Single(replies);
        Assert.Equal(["may-30-boatsetter-charter robin@example.com", "nobody x@example.com"], asked);
    }

    Task<StoredObject?> IObjects.Get(ObjectKey key, CancellationToken stop) => Task.FromResult(
        objects.TryGetValue(key.Text, out var content) ? new StoredObject(key, content, "tag") : null);

    Task<OpenObject?> IObjects.Open(ObjectKey key, CancellationToken stop) => throw new NotSupportedException();

    Task IObjects.Remove(ObjectKey key, CancellationToken stop) => throw new NotSupportedException();

    Task<string?> IObjects.Put(ObjectKey key, ObjectContent content, string? expectedTag, CancellationToken stop) =>
        throw new NotSupportedException();

    Task IGuestLinkRequests.Ask(Slug slug, string email, CancellationToken stop)
    {
        asked.Enqueue($"{slug} {email}");
        return Task.CompletedTask;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ObjectContent Content(string text) =>
        new(Encoding.UTF8.GetBytes(text), PagePlace.ContentType, PagePlace.CacheControl, 1);

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, string accept, string? tag = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await client.SendAsync(request, Stop);
    }
}
