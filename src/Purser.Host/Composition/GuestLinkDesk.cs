using System.Threading.Channels;
using NodaTime;
using Purser.Bookings;
using Purser.Host.Doors;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>
/// Sends guests their link again. A wish is left in a short queue, so that asking takes the same time
/// whatever is asked; only the booker's own address is ever written to, at most three times an hour.
/// </summary>
public sealed class GuestLinkDesk(Func<House> open) : BackgroundService, IGuestLinkRequests
{
    private const int MostAnHour = 3;
    private readonly Channel<(Slug Slug, string Email)> _wishes = Channel.CreateBounded<(Slug, string)>(
        new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc />
    public Task Ask(Slug slug, string email, CancellationToken stop)
    {
        _wishes.Writer.TryWrite((slug, email));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (slug, email) in _wishes.Reader.ReadAllAsync(stoppingToken)) await Grant(slug, email, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Who asked just now asks again.
        }
    }

    private async Task Grant(Slug slug, string email, CancellationToken stop)
    {
        try
        {
            var house = open();
            if (await house.Shelf.Find(slug, stop) is not { } id || await house.Shelf.Read(id, stop) is not { } file) return;
            if (!string.Equals(file.Booking.Guest.Email, email, StringComparison.OrdinalIgnoreCase)) return;
            var now = house.Clock.GetCurrentInstant();
            var recent = file.Notices.Count(notice =>
                notice.Key.Purpose == NoticePurpose.GuestLink && notice.Queued > now - Duration.FromHours(1));
            if (recent >= MostAnHour) return;
            var key = new NoticeKey(id.Text, "guest", NoticePurpose.GuestLink, $"t{now.ToUnixTimeSeconds()}");
            var partition = OfficeRows.Partition(id);
            var notice = new Notice(key, NoticeState.Queued, now, now);
            if (await house.Office.Commit([NoticeRows.Queue(partition, notice)], stop) is null)
                await house.Hints.Leave(new Hint.Outbox(Compartment.Office, partition), stop);
        }
        catch (OutsideUnavailable)
        {
            // The store does not answer now; the guest is told to ask again if no mail comes.
        }
    }
}
