using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Purser.Host.Composition;
using Purser.Host.Doors;
using Purser.Host.Doors.Clients;

namespace Purser.Tests.Doors;

public sealed class ClientTests
{
    private const string Trusted = "127.0.0.1, ::1, 10.0.0.0/8, 2001:db8:1::/48";

    /// <summary>Who is connected, what X-Forwarded-For says, who the client is.</summary>
    [Theory]
    [InlineData("198.51.100.7", "", "198.51.100.7")]
    [InlineData("198.51.100.7", "203.0.113.9", "198.51.100.7")]
    [InlineData("198.51.100.7", "127.0.0.1", "198.51.100.7")]
    [InlineData("127.0.0.1", "", "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("::1", "203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "192.0.2.1, 203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "192.0.2.1, 203.0.113.9, 10.1.2.3", "203.0.113.9")]
    [InlineData("127.0.0.1", "203.0.113.9,10.1.2.3 , 10.4.5.6", "203.0.113.9")]
    [InlineData("127.0.0.1", "10.9.9.9, 203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "10.9.9.9, 10.1.2.3", "10.9.9.9")]
    [InlineData("127.0.0.1", "203.0.113.9:4711", "203.0.113.9")]
    [InlineData("127.0.0.1", "[2001:db8:2::9]:4711", "2001:db8:2::9")]
    [InlineData("127.0.0.1", "2001:db8:2::9", "2001:db8:2::9")]
    [InlineData("2001:db8:1::5", "::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "unknown", "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9, unknown, 10.1.2.3", "10.1.2.3")]
    [InlineData("127.0.0.1", "203.0.113.9, ", "127.0.0.1")]
    [InlineData("127.0.0.1", "1", "127.0.0.1")]
    [InlineData("127.0.0.1", "fe80::1%eth0", "127.0.0.1")]
    [InlineData("127.0.0.1", "'; drop table", "127.0.0.1")]
    public void The_client_is_the_first_address_that_no_trusted_proxy_has(string peer, string forwarded, string client)
    {
        var proxies = TrustedProxies.Read(Trusted)!;
        Assert.Equal(IPAddress.Parse(client), proxies.Client(IPAddress.Parse(peer), forwarded));
    }

    [Fact]
    public void A_header_in_several_lines_is_one_list()
    {
        var proxies = TrustedProxies.Read(Trusted)!;
        var client = proxies.Client(IPAddress.Loopback, new(["192.0.2.1", "203.0.113.9", "10.1.2.3"]));
        Assert.Equal(IPAddress.Parse("203.0.113.9"), client);
    }

    [Fact]
    public void Without_a_trusted_proxy_nobody_says_who_he_is() =>
        Assert.Equal(IPAddress.Loopback, TrustedProxies.None.Client(IPAddress.Loopback, "203.0.113.9"));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.1,::1", true)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("2001:db8::/32", true)]
    [InlineData("10.1.2.3/8", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("0.0.0.0/0", false)]
    [InlineData("::/0", false)]
    [InlineData("my-proxy", false)]
    [InlineData("127.0.0.1,", false)]
    [InlineData("", false)]
    public void Proxies_are_addresses_and_networks(string text, bool right) =>
        Assert.Equal(right, TrustedProxies.Read(text) is not null);

    [Fact]
    public void Of_ipv6_one_customers_network_is_one_client()
    {
        string Holder(string address) => ClientLimits.Holder(IPAddress.Parse(address));
        Assert.Equal(Holder("2001:db8:2:3::1"), Holder("2001:db8:2:3:ffff::2"));
        Assert.NotEqual(Holder("2001:db8:2:3::1"), Holder("2001:db8:2:4::1"));
        Assert.NotEqual(Holder("203.0.113.9"), Holder("203.0.113.10"));
    }

    [Fact]
    public void Each_client_has_limits_of_its_own_and_they_come_back()
    {
        var time = new FakeTimeProvider();
        var limits = new ClientLimits(time, TrustedProxies.None);
        var (one, other) = (From("203.0.113.9"), From("203.0.113.10"));
        for (var i = 0; i < 500; i++) Assert.Null(limits.Request(one));
        var refusal = limits.Request(one);
        Assert.Equal((429, 1), (refusal?.Status, refusal?.RetryAfter));
        Assert.Null(limits.Request(other));
        for (var i = 0; i < 30; i++) Assert.Null(limits.SignIn(one));
        Assert.Equal(2, limits.SignIn(one)?.RetryAfter);
        for (var i = 0; i < 100; i++) Assert.Null(limits.Guess(one));
        Assert.NotNull(limits.Guess(one));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(limits.Request(one));
        Assert.Null(limits.SignIn(one));
        Assert.Null(limits.Guess(one));
    }

    [Theory]
    [InlineData("127.0.0.1", "http", "GET", 308)]
    [InlineData("127.0.0.1", "http", "POST", 403)]
    [InlineData("127.0.0.1", "https", "POST", 200)]
    [InlineData("127.0.0.1", "https, http", "GET", 200)]
    [InlineData("127.0.0.1", "", "GET", 200)]
    [InlineData("198.51.100.7", "http", "GET", 200)]
    public async Task What_a_trusted_proxy_took_unencrypted_goes_no_further(
        string peer, string scheme, string method, int status)
    {
        var context = From(peer);
        context.Request.Host = new HostString("office.example.com");
        context.Request.Method = method;
        context.Request.Path = "/mails";
        context.Request.QueryString = new QueryString("?a=1");
        context.Request.Headers["X-Forwarded-Proto"] = scheme;
        var address = new SiteAddress(Site.Office, new Uri("https://office.example.com/"), null, 8082);
        RequestDelegate next = _ => Task.CompletedTask;
        var proxies = TrustedProxies.Read(Trusted)!;
        await new SiteWall(next, address, sample: false, TimeProvider.System, proxies).Invoke(context);
        Assert.Equal(status, context.Response.StatusCode);
        var to = status == 308 ? "https://office.example.com/mails?a=1" : "";
        Assert.Equal(to, context.Response.Headers.Location.ToString());
    }

    private static DefaultHttpContext From(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Response.Body = new MemoryStream();
        return context;
    }
}
