using Purser.Host.Doors;

namespace Purser.Host.Composition;

/// <summary>Sends crew the link to their own trips.</summary>
public sealed class CrewLinkDesk(Func<House> open) : WishQueue<string>, ICrewLinkRequests
{
    /// <inheritdoc />
    public Task Ask(string email, CancellationToken stop)
    {
        Leave(email);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override Task Grant(string wish, CancellationToken stop) => open().OwnLinks.Ask(wish, stop);
}
