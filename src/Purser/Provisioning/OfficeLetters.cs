using System.Globalization;
using NodaTime;
using Purser.Bookings;
using Purser.Calendar;
using Purser.Guests;
using Purser.Guests.Waivers;
using Purser.Notices;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>
/// Composes the office's letters: to guests and to the owner, from the booking's current facts.
/// </summary>
/// <param name="office">The office's records.</param>
/// <param name="papers">Page, link and calendar file of a booking.</param>
/// <param name="templates">Their words.</param>
/// <param name="officeSite">Where the owner's letters point.</param>
/// <param name="guests">Whose waivers are copied to their signers.</param>
/// <param name="care">Knows who wants to be left alone.</param>
/// <param name="clock">Now.</param>
public sealed class OfficeLetters(
    IRecords office, GuestPapers papers, ITemplates templates, Uri officeSite, IGuestDesk guests, IGuestCare care,
    IClock clock) : ILetters
{
    private readonly AfterwardLetters _afterwards = new(papers, care, templates, officeSite, clock);

    /// <inheritdoc />
    public IComposer Open(IReadOnlyList<StoredRecord>? rows) => new Composer(this, rows);

    private async Task<BookingFile> Load(
        Notice notice, IReadOnlyList<StoredRecord>? rows, CancellationToken stop)
    {
        var id = Texts.Parse<BookingId>(notice.Key.Subject);
        var file = rows is null ? await BookingFile.Load(office, id, stop) : BookingFile.Of(rows);
        return file ?? throw new BugException($"a notice without its booking {id}");
    }

    private async Task<Letter> Compose(BookingFile file, Notice notice, CancellationToken stop)
    {
        if (notice.Key.Purpose == NoticePurpose.OwnerAlert) return ToOwner(file, notice);
        if (notice.Key.Purpose == NoticePurpose.WaiverCopy) return await ToSigner(file, notice, stop);
        var waits = notice.After == GuestNotices.AfterPage && !PageIsLive(file);
        if (AfterwardLetters.Writes(notice.Key.Purpose))
            return waits ? new Letter.Waits() : await _afterwards.Compose(file, notice, stop);
        if (News(file, notice) is { } old) return new Letter.Dropped(old);
        return waits ? new Letter.Waits() : await ToGuest(file, notice, stop);
    }

    private static bool PageIsLive(BookingFile file) =>
        file.Effects.PageCheck is { State: EffectState.Done, Counters.Generation: var generation }
        && generation == file.Booking.Generation;

    /// <summary>Why a notice is no longer news, or null.</summary>
    private string? News(BookingFile file, Notice notice)
    {
        var now = ToldFacts.Of(file.Booking, papers.Fleet()).Fingerprint;
        var told = file.Told;
        return notice.Key.Purpose switch
        {
            NoticePurpose.GuestConfirmation when !file.Booking.Live => "cancelled before it was sent",
            NoticePurpose.GuestConfirmation when told is not null => "the guest has been told",
            NoticePurpose.GuestChange when !file.Booking.Live => "cancelled since",
            NoticePurpose.GuestChange when told is null => "the confirmation says it",
            NoticePurpose.GuestChange when told.Fingerprint == now => "nothing that the guest was told has changed",
            NoticePurpose.GuestCancelled when told is null => "the guest was never told of the charter",
            NoticePurpose.GuestCancelled when file.Booking.Status != BookingStatus.Cancelled => "it sails again",
            _ => null,
        };
    }

    private async Task<Letter> ToGuest(BookingFile file, Notice notice, CancellationToken stop)
    {
        var booking = file.Booking;
        var fleet = papers.Fleet();
        var inputs = new PageInputs(file.Effects.CrewSeen?.Captain, file.Clearance.Word, GuestPapers.Wishes(booking), null);
        var link = await papers.Link(file, stop) ?? throw new BugException("a guest is written to before there is a page");
        var access = new GuestAccess(
            link, (await papers.Key(file, stop)).Code, await papers.WaiverLink(file, stop));
        var facts = notice.Key.Purpose switch
        {
            NoticePurpose.GuestConfirmation => GuestLetters.Confirmation(booking, fleet, inputs, access),
            NoticePurpose.GuestChange => GuestLetters.Change(
                booking, fleet, inputs, access, ToldFacts.Read(file.Told!.Facts)),
            NoticePurpose.GuestCancelled => GuestLetters.Cancelled(booking, fleet, inputs, access),
            NoticePurpose.GuestLink => GuestLetters.Link(booking, fleet, inputs, access),
            _ => throw new BugException($"{notice.Key.Purpose} is not for guests"),
        };
        var told = notice.Key.Purpose == NoticePurpose.GuestLink ? [] : Told(file);
        if (booking.Guest.Email is not { } address)
            return new Letter.ByHand(GuestLetters.Draft(templates, notice.Key.Purpose, facts), booking.Guest.Name, booking.Guest.Phone, told);
        var written = GuestLetters.Write(templates, notice.Key.Purpose, facts);
        var invite = papers.CalendarFile(booking, sealedToo: true);
        var mail = MailNaming.Mail(
            notice, fleet.Operator.MailFrom, booking.Guest.Name, address, (written.Subject, written.Text, written.Html),
            new MailAttachment("charter.ics", Invite.ContentType, invite.Bytes));
        return new Letter.Ready(mail, told);
    }

    private async Task<Letter> ToSigner(BookingFile file, Notice notice, CancellationToken stop)
    {
        var paper = await guests.Waiver(file.Booking.Id, notice.Key.Cause, stop);
        if (paper?.Mail is not { } address) return new Letter.Dropped("the waiver is no longer kept");
        if (paper.Replaced is not null) return new Letter.Dropped("signed anew since");
        var fleet = papers.Fleet();
        var facts = WaiverPaperFacts.Of(paper, fleet);
        var written = WaiverLetters.Write(templates, facts);
        var paperFile = WaiverLetters.Attachment(templates, facts);
        var mail = MailNaming.Mail(
            notice, fleet.Operator.MailFrom, facts.Signer, address,
            (written.Subject, written.Text, written.Html),
            new MailAttachment("waiver.html", "text/html; charset=utf-8", paperFile));
        return new Letter.Ready(mail, []);
    }

    private IReadOnlyList<RecordChange> Told(BookingFile file)
    {
        var key = OfficeRows.Told(file.Booking.Id);
        var facts = ToldFacts.Of(file.Booking, papers.Fleet());
        var row = new ToldRow(facts.Fingerprint, file.Booking.Generation, facts.Json);
        return [RecordChange.Put(key, file.Version(key), OfficeRows.Body(row))];
    }

    private Letter.Ready ToOwner(BookingFile file, Notice notice)
    {
        var fleet = papers.Fleet();
        var booking = file.Booking;
        var brand = fleet.BrandFor(booking.Channel, booking.Trip.Vessel);
        var departure = booking.Trip.Departure;
        var heading = $"Needs you: {booking.Guest.Name} on {fleet.Vessel(booking.Trip.Vessel).Name}, "
            + $"{departure.Local.ToString("ddd d MMM uuuu, HH:mm", CultureInfo.InvariantCulture)} {departure.Abbreviation}";
        var channel = fleet.Find(booking.Channel)?.Name ?? booking.Channel.Text;
        var facts = new OwnerAlertFacts(
            "en", brand.Name, fleet.Sample, heading, notice.Detail ?? "", $"{booking.Reference}, by {channel}",
            "Open the booking and decide. Nothing is lost by waiting.", new Uri(officeSite, $"/bookings/{booking.Id}").AbsoluteUri);
        string Render(string part) => templates.Render($"mail/owner-alert.{part}", brand.Id, facts.Json);
        var mail = MailNaming.Mail(
            notice, fleet.Operator.MailFrom, fleet.Operator.Name, fleet.Operator.OwnerEmail,
            (Render("subject.txt"), Render("txt"), Render("html")));
        return new Letter.Ready(mail, []);
    }

    private sealed class Composer(OfficeLetters letters, IReadOnlyList<StoredRecord>? rows) : IComposer
    {
        private readonly Once<BookingFile> _file = new();

        public async Task<Letter> Compose(Notice notice, CancellationToken stop) =>
            await letters.Compose(await _file.Read(() => letters.Load(notice, rows, stop)), notice, stop);
    }
}
