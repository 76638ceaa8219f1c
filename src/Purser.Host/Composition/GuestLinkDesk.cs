using NodaTime;
using Purser.Bookings;
using Purser.Host.Doors;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>
/// Sends guests their link again: only the booker's own address is ever written to, at most three times an
/// hour.
/// </summary>
public sealed class GuestLinkDesk(Func<House> open) : WishQueue<(Slug Slug, string Email)>, IGuestLinkRequests
{
    private const int MostAnHour = 3;

    /// <inheritdoc />
    public void Ask(Slug slug, string email) => Leave((slug, email));

    /// <inheritdoc />
    protected override async Task Grant((Slug Slug, string Email) wish, CancellationToken stop)
    {
        var house = open();
        if (await house.Shelf.Find(wish.Slug, stop) is not { } id) return;
        if (await house.Shelf.Read(id, stop) is not { } file) return;
        if (!string.Equals(file.Booking.Guest.Email, wish.Email, StringComparison.OrdinalIgnoreCase)) return;
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
}
