using System.Net;
using Purser.Outside;

namespace Purser.Embedded;

/// <summary>Fetches as a stranger would: directly, without cookies, without following.</summary>
internal sealed class PublicSite : IPublicSite, IDisposable
{
    private const int MostBytes = 1024 * 1024;
    private readonly HttpClient _client;

    public PublicSite()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        _client = new HttpClient(handler)
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = MostBytes,
        };
        _client.DefaultRequestHeaders.Add("Accept-Encoding", "identity");
        _client.DefaultRequestHeaders.Add("User-Agent", "purser");
    }

    public async Task<PublicReply> Fetch(Uri address, CancellationToken stop)
    {
        try
        {
            using var reply = await _client.GetAsync(address, HttpCompletionOption.ResponseContentRead, stop);
            return new PublicReply((int)reply.StatusCode, await reply.Content.ReadAsByteArrayAsync(stop));
        }
        catch (HttpRequestException fault)
            when (fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new OutsideRefused($"fetch {address.AbsolutePath}", "the page has more than 1 MB");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new OutsideUnavailable($"fetch {address.AbsolutePath}", fault);
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            throw new OutsideUnavailable($"fetch {address.AbsolutePath}", fault);
        }
    }

    public void Dispose() => _client.Dispose();
}
