using Purser.Bookings;
using Purser.Host.Doors;

namespace Purser.Host.Composition;

/// <summary>Sends guests their link again.</summary>
public sealed class GuestLinkDesk(Func<House> open)
    : WishQueue<(Slug Slug, string Email)>, IGuestLinkRequests
{
    /// <inheritdoc />
    public Task Ask(Slug slug, string email, CancellationToken stop)
    {
        Leave((slug, email));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override Task Grant((Slug Slug, string Email) wish, CancellationToken stop) =>
        new GuestLinkLetters(open().OfOffice).Grant(wish.Slug, wish.Email, stop);
}
