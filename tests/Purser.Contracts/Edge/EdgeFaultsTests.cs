using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Purser.Contracts.Memory;
using Purser.Host.Edge;
using Purser.Outside;

namespace Purser.Contracts.Edge;

/// <summary>What viewers get, and what is logged, when an origin or a viewer fails.</summary>
public sealed class EdgeFaultsTests
{
    private const string Page = "/g/may-30-boatsetter-charter";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bucket_that_does_not_answer_takes_nothing_away_that_is_kept()
    {
        // The put is the first call, the first opening the second.
        var objects = new MemoryObjects(Faults.Nth(3, FaultSpan.Forever));
        var page = new ObjectContent("<p>In the bucket</p>"u8.ToArray(), "text/html", "max-age=3600", 7);
        await objects.Put(ObjectKey.Of("g/may-30-boatsetter-charter.html"), page, null, Stop);
        await using var edge = await EdgeStand.Open(objects: objects);
        Assert.Equal(200, (await EdgeStand.Get(edge.Guest, Page)).Status);
        edge.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal((200, "Error", "7200", "<p>In the bucket</p>"), await EdgeStand.Get(edge.Guest, Page));
        Assert.Equal(502, (await EdgeStand.Get(edge.Guest, "/g/june-1")).Status);
        Assert.Equal(2, edge.Log.Count);
        Assert.Contains($"guest GET {Page}.html: site fails", edge.Log[0], StringComparison.Ordinal);
        Assert.Contains("open object g/june-1.html did not answer", edge.Log[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_refuses_is_an_origin_that_does_not_answer()
    {
        var origin = new BucketOrigin(new Refusing(), TimeProvider.System);
        var fault = await Assert.ThrowsAsync<HttpRequestException>(
            () => origin.Ask(new OriginRequest("GET", "/g/a.html", "", [], null), Stop));
        Assert.IsType<OutsideRefused>(fault.InnerException);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task A_body_that_breaks_is_no_answer(int status)
    {
        await using var edge = await EdgeStand.Open();
        await EdgeStand.Get(edge.Guest, Page);
        edge.Time.Advance(TimeSpan.FromHours(2));
        edge.Answer = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentLength = 100;
            context.Response.Headers.CacheControl = "max-age=3600";
            await context.Response.WriteAsync("<p>Pa", Stop);
            await context.Response.Body.FlushAsync(Stop);
            context.Abort();
        };
        var old = await EdgeStand.Get(edge.Guest, Page);
        Assert.Equal((200, "Error", "<p>Page</p>"), (old.Status, old.How, old.Body));
        Assert.Equal(502, (await EdgeStand.Get(edge.Guest, "/g/june-1")).Status);
        Assert.Equal(2, edge.Log.Count);
    }

    [Fact]
    public async Task A_reply_that_breaks_on_its_way_is_not_made_to_look_whole()
    {
        await using var edge = await EdgeStand.Open();
        var arrived = new TaskCompletionSource();
        edge.Answer = async context =>
        {
            await context.Response.WriteAsync("begun", Stop);
            await context.Response.Body.FlushAsync(Stop);
            await arrived.Task.WaitAsync(Stop);
            context.Abort();
        };
        using var reply = await edge.Guest.GetAsync(
            "/api/g/may-30/photos", HttpCompletionOption.ResponseHeadersRead, Stop);
        arrived.SetResult();
        await Assert.ThrowsAsync<HttpRequestException>(() => reply.Content.ReadAsStringAsync(Stop));
        Assert.Contains("guest GET /api/g/may-30/photos", Assert.Single(edge.Log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/g/may-30/photos", "/api/g/may-30/photos:")]
    [InlineData("/unsubscribe/unsubscribe.x.1.hidden", "/unsubscribe/…")]
    public async Task A_fault_is_logged_once_with_its_address_and_nothing_that_opens_a_door(
        string path, string logged)
    {
        await using var edge = await EdgeStand.Open();
        await edge.StopOrigin();
        (string, string)[] proof = [("Authorization", "Bearer hidden"), ("X-Event-Code", "HIDDEN")];
        Assert.Equal(502, (await EdgeStand.Get(edge.Guest, $"{path}?cursor=hidden", proof)).Status);
        var line = Assert.Single(edge.Log);
        Assert.Contains($"guest GET {logged} doors fails: Connection refused", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", line, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_failure_that_is_hidden_from_viewers_is_logged()
    {
        await using var edge = await EdgeStand.Open();
        await EdgeStand.Get(edge.Guest, Page);
        edge.Time.Advance(TimeSpan.FromHours(2));
        edge.Answer = context => EdgeStand.Say(context, "broken", status: 503);
        await EdgeStand.Get(edge.Guest, Page);
        Assert.Contains("answered 503", Assert.Single(edge.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_origin_that_never_answers_is_given_up()
    {
        await using var edge = await EdgeStand.Open();
        var asked = new TaskCompletionSource();
        edge.Answer = context =>
        {
            asked.SetResult();
            return new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        };
        var get = EdgeStand.Get(edge.Guest, "/api/g/may-30/photos");
        await asked.Task.WaitAsync(Stop);
        edge.Time.Advance(DoorOrigin.Patience);
        Assert.Equal(504, (await get).Status);
        Assert.Contains("nothing came in 60 seconds", Assert.Single(edge.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_longer_than_any_door_takes_is_413_and_no_fault_of_the_origin()
    {
        await using var edge = await EdgeStand.Open();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, edge.Guest.BaseAddress!.Port, Stop);
        var head = "POST /api/g/may-30/photos HTTP/1.1\r\nHost: guests.example.com\r\nContent-Length: 99999999\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Stop);
        using var reply = new StreamReader(socket.GetStream());
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reply.ReadLineAsync(Stop));
        Assert.Empty(edge.Log);
    }

    [Fact]
    public async Task A_viewer_that_is_too_slow_is_told_so()
    {
        var slow = new BadHttpRequestException("too slow", StatusCodes.Status408RequestTimeout);
        var context = new DefaultHttpContext { Request = { Method = "POST", Protocol = "HTTP/1.1" } };
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/api/g/may-30/photos";
        foreach (var fault in new Exception[] { slow, new HttpRequestException("copying", slow) })
        {
            var origins = new Dictionary<string, IReadOnlyList<IEdgeOrigin>> { ["doors"] = [new Failing(fault)] };
            var pipeline = new EdgePipeline(
                Distribution.Guest, origins, services: false, new EdgeCache(1000, 10), TimeProvider.System,
                NullLogger<EdgePipeline>.Instance);
            context.Response.StatusCode = 200;
            await pipeline.Answer(context);
            Assert.Equal(408, context.Response.StatusCode);
        }
    }

    private sealed class Failing(Exception fault) : IEdgeOrigin
    {
        public Task<OriginReply> Ask(OriginRequest request, CancellationToken stop) =>
            Task.FromException<OriginReply>(fault);
    }

    private sealed class Refusing : IObjects
    {
        public Task<StoredObject?> Get(ObjectKey key, CancellationToken stop) => throw Refused();

        public Task<string?> Put(ObjectKey key, ObjectContent content, string? expectedTag, CancellationToken stop) =>
            throw Refused();

        public Task<OpenObject?> Open(ObjectKey key, CancellationToken stop) => throw Refused();

        public Task Remove(ObjectKey key, CancellationToken stop) => throw Refused();

        private static OutsideRefused Refused() => new("open object", "403: AccessDenied");
    }
}
