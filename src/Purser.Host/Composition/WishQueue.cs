using System.Threading.Channels;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>
/// Wishes for a link, left in a short queue and granted one after another: so asking takes the same time
/// whatever is asked. When too many wait, further ones are lost, and whoever asked asks again.
/// </summary>
public abstract class WishQueue<T> : BackgroundService
{
    private const int Most = 200;

    private readonly Channel<T> _wishes = Channel.CreateBounded<T>(
        new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Leaves a wish.</summary>
    protected void Leave(T wish) => _wishes.Writer.TryWrite(wish);

    /// <summary>Does what is asked, if it is right to.</summary>
    protected abstract Task Grant(T wish, CancellationToken stop);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var wish in _wishes.Reader.ReadAllAsync(stoppingToken))
                await TryGrant(wish, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Who asked just now asks again.
        }
    }

    private async Task TryGrant(T wish, CancellationToken stop)
    {
        try
        {
            await Grant(wish, stop);
        }
        catch (OutsideUnavailable)
        {
            // The store does not answer now; the page says to ask again if no mail comes.
        }
    }
}
