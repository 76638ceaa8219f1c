using NodaTime;
using Purser.Bookings;
using Purser.Crew;
using Purser.Guests;
using Purser.Notices;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning.Rehearsal;

/// <summary>The rooms of a rehearsal: the house's own code, over what only the rehearsal can write.</summary>
/// <param name="Office">The office's records.</param>
/// <param name="CrewRecords">The crew desk's.</param>
/// <param name="Crew">The crew desk.</param>
/// <param name="Provisioner">Puts the booking in step.</param>
/// <param name="Postmen">The office's, then the crew's.</param>
/// <param name="Papers">Page and links.</param>
/// <param name="Objects">What is published.</param>
/// <param name="Published">What is published in truth.</param>
/// <param name="Mail">What leaves.</param>
/// <param name="Hints">What is left to do.</param>
/// <param name="Clock">Moved by the rehearsal.</param>
public sealed record RehearsalRooms(
    IRecords Office, IRecords CrewRecords, CrewDesk Crew, Provisioner Provisioner,
    IReadOnlyList<Postman> Postmen, GuestPapers Papers, IObjects Objects, IObjects Published,
    RehearsedMail Mail, RehearsedHints Hints, RehearsedClock Clock);

/// <summary>
/// Plays one booking forward to a moment with the house's own code, so that what it shows is what will be
/// sent: the same bytes, if nobody changes anything until then. What crew will answer and guests will give is
/// not known, so nothing is assumed of it. Nothing is written.
/// </summary>
public sealed class Rehearser(RehearsalRooms rooms)
{
    private const int MostSteps = 500;
    private readonly Dictionary<string, RehearsedMessage> _drafts = new(StringComparer.Ordinal);

    /// <summary>
    /// Plays until the moment; null: there is no such booking. A moment that is past shows the page as it
    /// showed itself then, and no message: what was sent is in the outbox.
    /// </summary>
    public async Task<Rehearsed?> PlayTo(BookingId id, Instant at, CancellationToken stop)
    {
        if (await BookingFile.Load(rooms.Office, id, stop) is null) return null;
        var start = rooms.Clock.Now;
        for (var i = 0; i < MostSteps && rooms.Clock.Now <= at; i++)
        {
            await Work(id, stop);
            var file = await Load(id, stop);
            if (await Next(file, stop) is not { } next) break;
            if (next > at) break;
            rooms.Clock.Now = next;
        }

        if (start > at) await Work(id, stop);
        return await Shown(await Load(id, stop), at, stop);
    }

    private async Task<BookingFile> Load(BookingId id, CancellationToken stop) =>
        await BookingFile.Load(rooms.Office, id, stop)
        ?? throw new BugException("bookings are never removed");

    /// <summary>All that can be done for the booking at the time that is reached.</summary>
    private async Task Work(BookingId id, CancellationToken stop)
    {
        var own = new HashSet<string>(StringComparer.Ordinal)
        {
            OfficeRows.Partition(id), CrewRows.EventPartition(EventId.Of(id)),
        };
        await rooms.Provisioner.Follow(id, stop);
        if (await Waits(await Load(id, stop), stop)) await rooms.Crew.Sweep(stop);
        await Deliver(id, stop);
        while (rooms.Hints.Take() is { } hint)
        {
            await hint.Match(
                booking => booking.Id == id ? rooms.Provisioner.Provision(id, stop) : Task.CompletedTask,
                follow => follow.Id == id ? rooms.Provisioner.Follow(id, stop) : Task.CompletedTask,
                outbox => own.Contains(outbox.Partition) ? Deliver(id, stop) : Task.CompletedTask,
                _ => Task.CompletedTask, _ => Task.CompletedTask, _ => Task.CompletedTask,
                _ => Task.CompletedTask);
        }

        await Deliver(id, stop);
    }

    private async Task Deliver(BookingId id, CancellationToken stop)
    {
        foreach (var (postman, partition) in Outboxes(id))
        {
            await postman.Deliver(partition, stop);
            foreach (var notice in await Notices(postman, partition, stop))
            {
                if (notice.State != NoticeState.Draft || _drafts.ContainsKey(notice.Key.Name)) continue;
                if (await postman.Preview(notice, null, stop) is not Letter.ByHand letter) continue;
                var trip = (await Load(id, stop)).Booking.Trip;
                _drafts[notice.Key.Name] = new RehearsedMessage(
                    notice.Key.Name, notice.Key.Purpose, notice.Key.Person,
                    QuietHours.FreeFrom(trip, rooms.Clock.Now), null, letter.Text);
            }
        }
    }

    private IEnumerable<(Postman Postman, string Partition)> Outboxes(BookingId id) =>
    [
        (rooms.Postmen[0], OfficeRows.Partition(id)),
        (rooms.Postmen[1], CrewRows.EventPartition(EventId.Of(id))),
    ];

    private async Task<IEnumerable<Notice>> Notices(Postman postman, string partition, CancellationToken stop)
    {
        var records = postman == rooms.Postmen[0] ? rooms.Office : rooms.CrewRecords;
        var rows = await records.Whole(partition, stop, NoticeRows.Prefix, NoticeRows.PrefixEnd);
        return rows.Select(NoticeRows.Read);
    }

    /// <summary>True if somebody is not asked yet, and time alone may change that.</summary>
    private async Task<bool> Waits(BookingFile file, CancellationToken stop) =>
        await rooms.Crew.Read(file.Booking.Id, stop) is { Live: true } seen
        && seen.Roles.Any(role => role.Ask == 0);

    /// <summary>The next moment at which something is due, or null.</summary>
    private async Task<Instant?> Next(BookingFile file, CancellationToken stop)
    {
        var (now, id) = (rooms.Clock.Now, file.Booking.Id);
        var moments = new List<Instant?>
        {
            file.Effects.Calendar.NextTry, file.Effects.Crew.NextTry, file.Effects.Page.NextTry,
            file.Effects.PageCheck.NextTry,
        };
        if (await Waits(file, stop)) moments.Add(file.Booking.Trip.Span.Start - Cascade.AtOnce);
        foreach (var (postman, partition) in Outboxes(id))
        {
            moments.AddRange((await Notices(postman, partition, stop))
                .Where(notice => notice.State == NoticeState.Queued).Select(notice => (Instant?)notice.Due));
        }

        return moments.Where(moment => moment > now).Min();
    }

    private async Task<Rehearsed> Shown(BookingFile file, Instant at, CancellationToken stop)
    {
        var booking = file.Booking;
        var messages = rooms.Mail.Sent
            .Select(sent => Of(sent.Mail, sent.At)).Where(message => message.When <= at)
            .Concat(_drafts.Values).OrderBy(message => message.When)
            .ThenBy(message => message.Name, StringComparer.Ordinal).ToList();
        if (booking.Slug is not { } slug)
            return new Rehearsed(at, booking.Trip.Zone, null, null, null, messages);
        var fleet = rooms.Papers.Fleet();
        var key = PagePlace.Object(slug);
        var there = await rooms.Objects.Get(key, stop);
        var real = await rooms.Published.Get(key, stop);
        var phase = booking.Erased is not null ? "erased"
            : booking.Status == BookingStatus.Cancelled ? "cancelled"
            : PagePhases.Of(booking.Trip, fleet.Vessel(booking.Trip.Vessel), fleet.Pages).At(at);
        var page = there is null ? null : new RehearsedPage(
            there.Content.Revision, there.Content.Body,
            real is not null && real.Content.Body.Span.SequenceEqual(there.Content.Body.Span));
        var fragment = booking.Erased is null ? (await rooms.Papers.Key(file, stop)).Fragment : null;
        return new Rehearsed(at, booking.Trip.Zone, phase, page, fragment, messages);
    }

    private static RehearsedMessage Of(Mail mail, Instant at)
    {
        var (purpose, person) = NoticePurposes.OfName(mail.Name);
        return new RehearsedMessage(mail.Name, purpose, person, at, mail, null);
    }
}
