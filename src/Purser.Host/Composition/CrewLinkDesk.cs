using System.Threading.Channels;
using Purser.Host.Doors;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>
/// Sends crew the link to their own trips. A wish is left in a short queue, so that asking takes the same
/// time whatever address is asked with.
/// </summary>
public sealed class CrewLinkDesk(Func<House> open) : BackgroundService, ICrewLinkRequests
{
    private readonly Channel<string> _wishes = Channel.CreateBounded<string>(
        new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc />
    public void Ask(string email) => _wishes.Writer.TryWrite(email);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var email in _wishes.Reader.ReadAllAsync(stoppingToken))
                await Grant(email, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Who asked just now asks again.
        }
    }

    private async Task Grant(string email, CancellationToken stop)
    {
        try
        {
            await open().OwnLinks.Ask(email, stop);
        }
        catch (OutsideUnavailable)
        {
            // The store does not answer now; the page says to ask again if no mail comes.
        }
    }
}
