using System.Net;
using System.Net.Sockets;
using System.Text;
using Purser.Embedded;
using Purser.Outside;

namespace Purser.Contracts.Embedded;

public sealed class PublicSiteTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly PublicSite _site = new();
    private string _request = "";

    public PublicSiteTests() => _listener.Start();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/g/may-30");

    public void Dispose()
    {
        _site.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_page_is_fetched_unpacked_and_without_cookies()
    {
        var answering = Answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n\r\nhello");
        var reply = await _site.Fetch(Address, Stop);
        await answering;
        Assert.Equal((200, "hello"), (reply.Status, Encoding.UTF8.GetString(reply.Body.Span)));
        Assert.Contains("Accept-Encoding: identity\r\n", _request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var answering = Answer("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(302, (await _site.Fetch(Address, Stop)).Status);
        await answering;
    }

    [Fact]
    public async Task More_than_a_megabyte_is_refused()
    {
        var answering =
            Answer("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n" + new string('x', 1048577));
        await Assert.ThrowsAsync<OutsideRefused>(() => _site.Fetch(Address, Stop));
        await answering;
    }

    [Fact]
    public async Task A_site_that_is_not_there_is_unavailable()
    {
        var address = Address;
        _listener.Stop();
        await Assert.ThrowsAsync<OutsideUnavailable>(() => _site.Fetch(address, Stop));
    }

    private async Task Answer(string reply)
    {
        using var client = await _listener.AcceptTcpClientAsync(Stop);
        await using var stream = client.GetStream();
        var bytes = new byte[4096];
        var read = await stream.ReadAsync(bytes, Stop);
        _request = Encoding.ASCII.GetString(bytes, 0, read);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(reply), Stop);
        }
        catch (IOException)
        {
            // The reader may leave before it has all: it has a limit.
        }
    }
}
