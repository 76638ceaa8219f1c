using Purser.Bookings;

namespace Purser.Provisioning;
internal sealed class PagePublisher(ProvisionerWindows windows)
{
    public Task<(Effect Page, Effect Check)> Publish(BookingFile file, CancellationToken stop) => throw new BugException("later " + windows.GuestSite);
}
