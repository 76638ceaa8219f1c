using NodaTime;
using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Outbox;

namespace Purser.Notices;

/// <summary>
/// Which messages a change of a booking causes. Whether a message is still news is decided when it is sent.
/// </summary>
public static class GuestNotices
{
    /// <summary>
    /// The effect that a guest's message about a live charter waits for: the link in it must work.
    /// </summary>
    public const string AfterPage = "page-check";

    /// <summary>
    /// What the guest is to be told of the step from <paramref name="before"/> (null: new) to
    /// <paramref name="after"/>.
    /// </summary>
    public static IEnumerable<Notice> For(Booking? before, Booking after, Instant now)
    {
        if (before == after || after.Erased is not null) yield break;
        var confirmed = before is { Slug: not null };
        if (after.Live && !confirmed) yield return Guest(after, NoticePurpose.GuestConfirmation, now, AfterPage);
        if (after.Live && confirmed) yield return Guest(after, NoticePurpose.GuestChange, now, AfterPage);
        if (after.Status == BookingStatus.Cancelled && confirmed) yield return Guest(after, NoticePurpose.GuestCancelled, now, null);
    }

    /// <summary>What the owner must be told of.</summary>
    /// <param name="subject">The booking.</param>
    /// <param name="cause">Unique per cause, of <c>[a-z0-9-]</c>.</param>
    /// <param name="detail">What happened, in one or two sentences.</param>
    /// <param name="now">The time.</param>
    public static Notice Alert(BookingId subject, string cause, string detail, Instant now) =>
        new(new NoticeKey(subject.Text, "owner", NoticePurpose.OwnerAlert, cause), NoticeState.Queued, now, now, Detail: detail);

    /// <summary>Copies that signers of waivers asked for and were not yet sent.</summary>
    /// <param name="subject">The booking.</param>
    /// <param name="waivers">Those that hold.</param>
    /// <param name="known">The booking's notices.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<Notice> WaiverCopies(
        BookingId subject, IReadOnlyList<WaiverMark> waivers, IReadOnlyList<Notice> known, Instant now)
    {
        var queued = known.Select(notice => notice.Key).ToHashSet();
        return from waiver in waivers
               where waiver.Mail is not null
               let key = new NoticeKey(
                   subject.Text, $"waiver-{waiver.Id}", NoticePurpose.WaiverCopy, waiver.Id)
               where !queued.Contains(key)
               select new Notice(key, NoticeState.Queued, now, now);
    }

    private static Notice Guest(Booking booking, NoticePurpose purpose, Instant now, string? after) => new(
        new NoticeKey(booking.Id.Text, "guest", purpose, $"g{booking.Generation}"), NoticeState.Queued, now, now, After: after);
}
