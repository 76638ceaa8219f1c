using Microsoft.AspNetCore.Http;
using Purser.Aws.Lambda;
using Purser.Host.Composition;
using Purser.Host.Doors;
using Purser.Host.Doors.Clients;
using Purser.Outside;

namespace Purser.Tests.Doors;

public sealed class WallTests
{
    [Theory]
    [InlineData("\"3.abc\"", true)]
    [InlineData("\"3\"", true)]
    [InlineData("W/\"3.other\"", true)]
    [InlineData("\"2.abc\", \"3.x\"", true)]
    [InlineData("*", true)]
    [InlineData("\"2.abc\"", false)]
    public void If_match_compares_the_counters_only(string header, bool holds)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.IfMatch = header;
        Assert.Equal(holds, Tags.IfMatch(context.Request).Against("3") is null);
    }

    [Fact]
    public void A_change_without_a_condition_is_428_and_of_an_old_state_412()
    {
        var context = new DefaultHttpContext();
        Assert.Equal(428, Tags.IfMatch(context.Request).Against("3")!.Status);
        context.Request.Headers.IfMatch = "\"2.abc\"";
        Assert.Equal(412, Tags.IfMatch(context.Request).Against("3")!.Status);
    }

    [Fact]
    public async Task A_reply_that_the_caller_has_is_304_and_any_other_byte_is_200()
    {
        var tag = Tags.Of("3", "{\"a\":1}"u8);
        Assert.Equal(304, await Status("{\"a\":1}"u8.ToArray(), tag));
        Assert.Equal(200, await Status("{\"a\":2}"u8.ToArray(), tag));
    }

    [Theory]
    [InlineData("localhost:8082", 200)]
    [InlineData("LOCALHOST:8082", 200)]
    [InlineData("localhost:8081", 421)]
    [InlineData("evil.example", 421)]
    public async Task Another_sites_name_is_421(string host, int status)
    {
        var context = Context();
        context.Request.Host = new HostString(host);
        var address = new SiteAddress(Site.Office, new Uri("http://localhost:8082/"), null, 8082);
        await new SiteWall(_ => Task.CompletedTask, address, sample: false, TimeProvider.System, TrustedProxies.None).Invoke(context);
        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal("nosniff", context.Response.Headers.XContentTypeOptions);
    }

    [Theory]
    [InlineData("id.execute-api.us-east-1.amazonaws.com", 200)]
    [InlineData("office.example.com", 200)]
    [InlineData("evil.example", 421)]
    public async Task Behind_a_gateway_its_own_name_is_taken_and_no_other(string host, int status)
    {
        var context = Context();
        context.Features.Set(new GatewayName("id.execute-api.us-east-1.amazonaws.com"));
        context.Request.Host = new HostString(host);
        context.Request.Headers["X-Forwarded-Host"] = "office.example.com";
        var address = new SiteAddress(Site.Office, new Uri("https://office.example.com/"), null, 8082);
        await new SiteWall(_ => Task.CompletedTask, address, sample: false, TimeProvider.System, TrustedProxies.None).Invoke(context);
        Assert.Equal(status, context.Response.StatusCode);
    }

    [Fact]
    public void What_does_not_answer_is_503_and_a_bug_is_500_without_its_inside()
    {
        Assert.Equal(503, FaultWall.Reply(new OutsideUnavailable("commit office")).Status);
        Assert.NotNull(FaultWall.Reply(new OutsideUnavailable("commit office")).RetryAfter);
        var bug = FaultWall.Reply(new BugException("the inside"));
        Assert.Equal(500, bug.Status);
        Assert.DoesNotContain("inside", bug.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /g/may-30?x=secret", "secret")]
    [InlineData("see http://localhost:8080/g/may-30#iykx7Y8r8x3XU_IX", "iykx7Y8r8x3XU_IX")]
    [InlineData("POST /sign-in/sign-in.abc.0.18108.OHBweS8sVbY8 303", "OHBweS8sVbY8")]
    [InlineData("office GET /feeds/Qx7mVb2nR4tY8uW1 500 3.0 ms", "Qx7mVb2nR4tY8uW1")]
    [InlineData("office POST /feeds/Qx7mVb2nR4tY8uW1 405 3.0 ms", "Qx7mVb2nR4tY8uW1")]
    [InlineData("crew PUT /l/torn-link-of-a-mail 405 1.0 ms", "torn-link-of-a-mail")]
    [InlineData("office DELETE /sign-in/torn-link-of-a-mail 405 1.0 ms", "torn-link-of-a-mail")]
    [InlineData("guest POST /api/g/may-30/photos/k3mq7/file 204 9.0 ms", "k3mq7")]
    [InlineData("guest PUT /api/g/may-30/photos/k3mq7/file/2 204 9.0 ms", "k3mq7")]
    [InlineData("key pk_bookings_Cnt5ohRjMGq5ojL16d257 seen", "Cnt5ohRjMGq5ojL16d257")]
    public void Log_lines_lose_whatever_opens_a_door(string line, string secret)
    {
        Assert.DoesNotContain(secret, LineLog.Clean(line), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', LineLog.Clean(line + "\nsecond"));
    }

    [Fact]
    public void A_cursor_that_no_list_gave_is_422_naming_it()
    {
        var problem = FaultWall.Reply(new CursorUnknown());
        Assert.Equal(422, problem.Status);
        Assert.Equal("?cursor", Assert.Single(problem.Errors!).Pointer);
        var context = Context();
        context.Request.QueryString = new QueryString("?cursor=" + new string('x', 1001));
        Assert.Throws<CursorUnknown>(() => Asked.Cursor(context.Request));
    }

    private static async Task<int> Status(byte[] body, string known)
    {
        var context = Context();
        context.Request.Headers.IfNoneMatch = known;
        await new Reply(body, Counters: "3").ExecuteAsync(context);
        return context.Response.StatusCode;
    }

    private static DefaultHttpContext Context()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Response.Body = new MemoryStream();
        return context;
    }
}
