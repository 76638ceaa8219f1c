using NodaTime;
using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>
/// Sends guests their link again: only the booker's own address is ever written to, at most three times an
/// hour.
/// </summary>
/// <param name="office">Knows who booked.</param>
public sealed class GuestLinkLetters(OfficeRooms office)
{
    private const int MostAnHour = 3;

    /// <summary>Queues the letter, if it is right to.</summary>
    public async Task Grant(Slug slug, string email, CancellationToken stop)
    {
        if (await office.Shelf.Find(slug, stop) is not { } id) return;
        if (await office.Shelf.Read(id, stop) is not { } file) return;
        if (!string.Equals(file.Booking.Guest.Email, email, StringComparison.OrdinalIgnoreCase)) return;
        var now = office.Clock.GetCurrentInstant();
        var recent = file.Notices.Count(notice =>
            notice.Key.Purpose == NoticePurpose.GuestLink && notice.Queued > now - Duration.FromHours(1));
        if (recent >= MostAnHour) return;
        var key = new NoticeKey(id.Text, "guest", NoticePurpose.GuestLink, $"t{now.ToUnixTimeSeconds()}");
        var partition = OfficeRows.Partition(id);
        var notice = new Notice(key, NoticeState.Queued, now, now);
        if (await office.Office.Commit([NoticeRows.Queue(partition, notice)], stop) is null)
            await office.Hints.Leave(new Hint.Outbox(Compartment.Office, partition), stop);
    }
}
