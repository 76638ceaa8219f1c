using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Time.Testing;
using Purser.Host.Doors.Guests;
using Purser.Host.Edge;
using Purser.Outside;

namespace Purser.Contracts.Edge;

/// <summary>How long the edge waits, how much it takes, and how much it keeps.</summary>
public sealed class EdgeLimitsTests
{
    private static readonly DateTimeOffset Start = new(2027, 4, 18, 16, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_phone_may_take_half_an_hour_to_send_and_only_then_is_the_origin_hurried()
    {
        var time = new FakeTimeProvider(Start);
        var doors = new SilentDoors();
        using var http = new HttpClient(doors) { Timeout = DoorOrigin.NewClient().Timeout };
        var origin = new DoorOrigin(http, new Uri("http://127.0.0.1:1"), "guests.example.com", time);
        var phone = new Pipe();
        var ask = origin.Ask(new OriginRequest("PUT", "/api/g/x", "", [], phone.Reader.AsStream()), Stop);
        await phone.Writer.WriteAsync("film"u8.ToArray(), Stop);
        Assert.Equal("film", await doors.Next());
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.False(ask.IsCompleted);
        await phone.Writer.WriteAsync("end"u8.ToArray(), Stop);
        await phone.Writer.CompleteAsync();
        Assert.Equal("end", await doors.Next());
        await doors.Sent.Task.WaitAsync(Stop);
        time.Advance(DoorOrigin.Patience - TimeSpan.FromSeconds(1));
        Assert.False(doors.GivenUp.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => ask);
        Assert.IsType<TimeoutException>(fault.InnerException);
    }

    [Fact]
    public void No_client_of_the_edge_has_a_time_limit_of_its_own()
    {
        using var http = DoorOrigin.NewClient();
        Assert.Equal(Timeout.InfiniteTimeSpan, http.Timeout);
    }

    [Fact]
    public void The_edge_takes_what_the_doors_behind_it_take_and_as_slowly()
    {
        var limits = new KestrelServerOptions().Limits;
        EdgeServer.Limit(limits);
        Assert.Equal(UploadLimits.FormBytes + UploadsDoor.FormExtraBytes, limits.MaxRequestBodySize);
        Assert.Same(UploadsDoor.Slowest, limits.MinRequestBodyDataRate);
        Assert.Equal(16 * 1024, limits.MaxRequestHeadersTotalSize);
        Assert.Equal(4 * 1024, limits.MaxRequestLineSize);
        Assert.Equal(4096, limits.MaxConcurrentConnections);
        Assert.Equal(TimeSpan.FromSeconds(10), limits.RequestHeadersTimeout);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(404, true)]
    [InlineData(404, false)]
    [InlineData(503, false)]
    public async Task What_is_longer_than_anything_kept_is_passed_on(int status, bool says)
    {
        const int length = 12 * 1024 * 1024;
        await using var edge = await EdgeStand.Open();
        edge.Answer = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.CacheControl = "max-age=3600";
            if (says) context.Response.ContentLength = length;
            for (var sent = 0; sent < length; sent += 1024 * 1024)
                await context.Response.Body.WriteAsync(new byte[1024 * 1024], context.RequestAborted);
        };
        for (var asked = 1; asked <= 2; asked++)
        {
            using var reply = await edge.Guest.GetAsync("/g/may-30", Stop);
            Assert.Equal((status, length), ((int)reply.StatusCode, (await reply.Content.ReadAsByteArrayAsync(Stop)).Length));
            Assert.Null(reply.Headers.Age);
            Assert.Equal(asked, edge.Seen.Count);
        }
    }

    [Fact]
    public void Replies_without_a_body_count_with_all_that_they_hold()
    {
        var cache = new EdgeCache(mostBytes: 100_000, mostReplies: 1_000_000);
        for (var number = 0; number < 1000; number++) cache.Keep(Key(number), Reply(301, Start), 0);
        Assert.InRange(cache.Count, 1, 100_000 / 512);
        var long1 = new EdgeCache(mostBytes: 100_000, mostReplies: 1_000_000);
        var header = Reply(301, Start) with { Headers = [("Location", new string('a', 4096))] };
        for (var number = 0; number < 1000; number++) long1.Keep(Key(number), header, 0);
        Assert.InRange(long1.Count, 1, 12);
        var keys = new EdgeCache(mostBytes: 100_000, mostReplies: 1_000_000);
        for (var number = 0; number < 1000; number++)
            keys.Keep(new EdgeKey($"/{number}", new string('a', 4096)), Reply(301, Start), 0);
        Assert.InRange(keys.Count, 1, 12);
    }

    [Fact]
    public void Their_number_has_an_end_too_and_what_is_not_fresh_goes_first()
    {
        var cache = new EdgeCache(mostBytes: long.MaxValue / 4, mostReplies: 100);
        cache.Keep(Key(0), Reply(200, Start) with { Fresh = TimeSpan.FromDays(2) }, 0);
        for (var number = 1; number < 100; number++)
            cache.Keep(Key(number), Reply(200, Start) with { Fresh = TimeSpan.FromSeconds(1) }, 0);
        Assert.Equal(100, cache.Count);
        cache.Keep(Key(100), Reply(200, Start.AddSeconds(2)), 0);
        Assert.Equal(75, cache.Count);
        Assert.NotNull(cache.Find(Key(0)));
        Assert.NotNull(cache.Find(Key(100)));
    }

    [Fact]
    public void What_nobody_can_be_given_any_more_goes_when_another_is_kept()
    {
        var cache = new EdgeCache(mostBytes: 1_000_000, mostReplies: 100);
        cache.Keep(Key(1), Reply(404, Start) with { Fresh = TimeSpan.FromSeconds(10) }, 0);
        cache.Keep(Key(2), Reply(200, Start), 0);
        var later = Start.AddHours(2);
        cache.Keep(Key(3), Reply(200, later), 0);
        Assert.Null(cache.Find(Key(1)));
        Assert.NotNull(cache.Find(Key(2)));
        cache.Keep(Key(4), Reply(200, Start.AddHours(1) + EdgeCache.StaleFor), 0);
        Assert.Null(cache.Find(Key(2)));
        Assert.NotNull(cache.Find(Key(3)));
    }

    private static EdgeKey Key(int number) => new($"/g/{number}", "");

    private static KeptReply Reply(int status, DateTimeOffset stored) =>
        new(status, [], ReadOnlyMemory<byte>.Empty, stored, TimeSpan.FromHours(1));

    /// <summary>Takes a whole request and never answers.</summary>
    private sealed class SilentDoors : HttpMessageHandler
    {
        private readonly Pipe _taken = new();

        public TaskCompletionSource Sent { get; } = new();

        public CancellationToken GivenUp { get; private set; }

        public async Task<string> Next()
        {
            var read = await _taken.Reader.ReadAsync(Stop);
            var text = Encoding.UTF8.GetString(read.Buffer);
            _taken.Reader.AdvanceTo(read.Buffer.End);
            return text;
        }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            GivenUp = cancellationToken;
            await request.Content!.CopyToAsync(_taken.Writer.AsStream(), cancellationToken);
            Sent.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            throw new UnreachableException();
        }
    }
}
