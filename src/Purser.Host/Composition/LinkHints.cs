using Purser.Bookings;
using Purser.Host.Doors;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>
/// Wishes for links where this program does not go on after its reply: they go to the queue of the function
/// that grants them, in the same time whatever is asked.
/// </summary>
/// <param name="hints">Where they are left.</param>
public sealed class LinkHints(IHints hints) : IGuestLinkRequests, ICrewLinkRequests
{
    /// <inheritdoc />
    public Task Ask(Slug slug, string email, CancellationToken stop) =>
        hints.Leave(new Hint.GuestLink(slug, email), stop);

    /// <inheritdoc />
    public Task Ask(string email, CancellationToken stop) => hints.Leave(new Hint.CrewLink(email), stop);
}
