using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;
using Purser.Reception;

namespace Purser.Provisioning;

/// <summary>
/// The daily clearing: what has been kept for its number of days after the return is removed. It runs once on
/// every harbour day, at the first look after midnight, whenever that is; what a missed day should have
/// cleared, the next one does.
/// </summary>
/// <param name="office">The office's records.</param>
/// <param name="guests">Removes what guests gave.</param>
/// <param name="mails">Copies of sent mail.</param>
/// <param name="clock">The time.</param>
/// <param name="fleet">The operator as it is now.</param>
public sealed class Retention(
    IRecords office, IGuestCare guests, IKeptMail mails, IClock clock, Func<FleetFacts> fleet)
{
    private const string MailKind = "mails";
    private const int MostDays = 398;

    /// <summary>No charter is older than this product.</summary>
    private static readonly LocalDate First = new(2020, 1, 1);

    private readonly OfficeShelf _shelf = new(office);

    /// <summary>What the last run did, or null.</summary>
    public async Task<RetentionRow?> Last(CancellationToken stop) =>
        OfficeRows.Read<RetentionRow>(await office.Get(OfficeRows.Retention, stop));

    /// <summary>Clears if it has not been done today. False: it had.</summary>
    public async Task<bool> Run(CancellationToken stop)
    {
        var now = clock.GetCurrentInstant();
        var today = now.InZone(fleet().Harbours[0].Rules).Date;
        var row = await office.Get(OfficeRows.Retention, stop);
        var last = OfficeRows.Read<RetentionRow>(row);
        // Also a day that is ahead is over: the clock has been set back.
        if (last?.Day == today) return false;
        var swept = new Dictionary<string, LocalDate>(StringComparer.Ordinal);
        var removed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (kind, days) in Kinds())
        {
            var until = today.PlusDays(-days);
            var from = last?.Swept.GetValueOrDefault(Word(kind), First) ?? First;
            removed[Word(kind)] = await Clear(kind, from, until, stop);
            swept[Word(kind)] = LocalDate.Max(from, until);
        }

        removed[MailKind] = await ClearMails(now, stop);
        var next = new RetentionRow(today, now, swept, removed);
        await office.Commit(
            [RecordChange.Put(OfficeRows.Retention, row?.Version ?? 0, OfficeRows.Body(next))], stop);
        return true;
    }

    /// <summary>
    /// Each kind with its days. Guests may still add photos for some days after the return: nothing of a
    /// charter is cleared before its window is closed.
    /// </summary>
    private IEnumerable<(GuestThing Kind, int Days)> Kinds()
    {
        var (rules, open) = (fleet().Retention, fleet().Photos.CloseDays + 1);
        yield return (GuestThing.Originals, Math.Max(rules.Originals, open));
        yield return (GuestThing.Photos, Math.Max(rules.Photos, open));
        yield return (GuestThing.Waivers, Math.Max(rules.Waivers, open));
        yield return (GuestThing.Visits, rules.Visits);
    }

    /// <summary>Clears the charters that returned after one date and not after another.</summary>
    private async Task<int> Clear(GuestThing kind, LocalDate from, LocalDate until, CancellationToken stop)
    {
        var count = 0;
        for (var start = from; start < until; start = start.PlusDays(MostDays))
        {
            var end = LocalDate.Min(start.PlusDays(MostDays), until);
            string? cursor = null;
            do
            {
                var page = await _shelf.List(start, end.PlusDays(1), cursor, stop);
                foreach (var booking in page.Items.Where(one => Returned(one) > start
                    && Returned(one) <= end))
                    count += await guests.Forget(booking.Id, kind, stop);
                cursor = page.Next;
            }
            while (cursor is not null);
        }

        return count;
    }

    /// <summary>
    /// Copies of mails about a charter go with its days; what is about no charter goes by its own age.
    /// </summary>
    private async Task<int> ClearMails(Instant now, CancellationToken stop)
    {
        var days = Duration.FromDays(fleet().Retention.Mails);
        var count = 0;
        foreach (var subject in (await mails.List(stop)).GroupBy(mail => mail.Subject,
            StringComparer.Ordinal))
        {
            var file = BookingId.TryParse(subject.Key, out var id) ? await _shelf.Read(id, stop) : null;
            var old = subject.Where(mail => (file?.Booking.Trip.Span.End ?? mail.Kept) + days < now);
            foreach (var mail in old)
            {
                await mails.Remove(mail.Name, stop);
                count++;
            }
        }

        return count;
    }

    private static LocalDate Returned(Booking booking) => booking.Trip.Return.Date;

    private static string Word(GuestThing kind) => kind switch
    {
        GuestThing.Photos => "photos",
        GuestThing.Originals => "originals",
        GuestThing.Waivers => "waivers",
        GuestThing.Visits => "visits",
        _ => throw new BugException("an unknown kind"),
    };
}
