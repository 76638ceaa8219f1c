using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Notices;

/// <summary>
/// Messages that time, or what guests give, brings rather than a change of the booking: photos that wait for
/// the owner, photos that are ready, the wish for a review. Each is planned as soon as its moment is known,
/// moved when the moment moves, and judged again when it is sent.
/// </summary>
public static class TimedNotices
{
    /// <summary>The owner is told of waiting photos at most once in this time.</summary>
    public static readonly Duration Gathered = Duration.FromMinutes(15);

    /// <summary>The first of many photos waits so long for the others.</summary>
    public static readonly Duration First = Duration.FromMinutes(2);

    /// <summary>So late a guest is asked for nothing any more.</summary>
    private static readonly Duration TooLate = Duration.FromDays(7);

    private const string Once = "once";
    private const string Guest = "guest";

    /// <summary>What the outbox of a booking lacks now; nothing if it is as it should be.</summary>
    /// <param name="file">Everything known of the booking.</param>
    /// <param name="fleet">The operator.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<RecordChange> Changes(BookingFile file, FleetFacts fleet, Instant now)
    {
        var booking = file.Booking;
        if (!booking.Live || booking.Slug is null || booking.Erased is not null) return [];
        Notice?[] wanted = [Waiting(file, now), Ready(file, fleet, now), Review(file, fleet, now)];
        var partition = OfficeRows.Partition(booking.Id);
        return
        [
            .. from notice in wanted.OfType<Notice>()
               let place = new RecordKey(partition, NoticeRows.Prefix + notice.Key.Name)
               select NoticeRows.Write(partition, notice, file.Version(place)),
        ];
    }

    /// <summary>When guests are told that their photos are ready; null while there are none.</summary>
    public static Instant? ReadyAt(Booking booking, PhotoTally photos, FleetFacts fleet) =>
        photos is { Published: > 0, LastGiven: { } last }
            ? Instant.Max(last + Duration.FromHours(fleet.Photos.ReadyHours), booking.Trip.Span.End)
            : null;

    /// <summary>When a guest is asked for a review; null: never.</summary>
    public static Instant? ReviewAt(Booking booking, FleetFacts fleet) =>
        fleet.BrandFor(booking.Channel, booking.Trip.Vessel) is { Review: not null } brand
            ? booking.Trip.Span.End + Duration.FromHours(brand.ReviewHours)
            : null;

    private static Notice? Waiting(BookingFile file, Instant now)
    {
        if (file.Effects.GuestSeen?.Photos is not { Waiting: > 0, LastWaiting: { } last }) return null;
        var told = OfficeRows.Read<ToldPhotos>(file.Records.GetValueOrDefault(OfficeRows.PhotosToldSort));
        if (told?.LastWaiting >= last) return null;
        var before = file.Notices.Where(notice => notice.Key.Purpose == NoticePurpose.PhotoReview).ToList();
        if (before.Any(notice => notice.State is NoticeState.Queued or NoticeState.Sending or NoticeState.Unsure))
            return null;
        var sent = before.Where(notice => notice.State == NoticeState.Sent).Max(notice => notice.Changed);
        var due = sent is { } at ? Instant.Max(at + Gathered, now + First) : now + First;
        var cause = $"t{due.ToUnixTimeMilliseconds()}";
        var key = new NoticeKey(file.Booking.Id.Text, "owner", NoticePurpose.PhotoReview, cause);
        return Held(key, now, due);
    }

    private static Notice? Ready(BookingFile file, FleetFacts fleet, Instant now)
    {
        if (file.Effects.GuestSeen is not { } seen) return null;
        if (ReadyAt(file.Booking, seen.Photos, fleet) is not { } due) return null;
        // What was dropped, because nothing was to be seen at its time, is planned again: it was never sent.
        return Planned(file, NoticePurpose.GuestPhotosReady, due, now, again: true);
    }

    private static Notice? Review(BookingFile file, FleetFacts fleet, Instant now)
    {
        if (file.Booking.Guest.Email is null || ReviewAt(file.Booking, fleet) is not { } due) return null;
        return due + TooLate < now ? null
            : Planned(file, NoticePurpose.GuestReviewRequest, due, now, again: false);
    }

    /// <summary>A message that a guest gets once for a charter, at its moment; null: it is as it should be.</summary>
    private static Notice? Planned(
        BookingFile file, NoticePurpose purpose, Instant due, Instant now, bool again)
    {
        var key = new NoticeKey(file.Booking.Id.Text, Guest, purpose, Once);
        return file.Notices.FirstOrDefault(notice => notice.Key == key) switch
        {
            null => Held(key, now, due) with { After = GuestNotices.AfterPage },
            { State: NoticeState.Queued, Attempts: 0 } queued when queued.HeldUntil != due =>
                queued with { Due = due, HeldUntil = due, Changed = now },
            { State: NoticeState.Dropped } when again =>
                Held(key, now, Instant.Max(due, now)) with { After = GuestNotices.AfterPage },
            _ => null,
        };
    }

    private static Notice Held(NoticeKey key, Instant now, Instant due) =>
        new(key, NoticeState.Queued, now, due) { HeldUntil = due };
}
