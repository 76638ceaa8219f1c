using System.Globalization;
using NodaTime;
using Purser.Bookings;
using Purser.Guests;
using Purser.Links;
using Purser.Notices;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>
/// Composes what is written after a charter has sailed: photos that are ready, the wish for a review, photos
/// that wait for the owner.
/// </summary>
/// <param name="papers">Page and links of a booking.</param>
/// <param name="care">Knows who wants to be left alone.</param>
/// <param name="templates">The words.</param>
/// <param name="officeSite">Where the owner's letters point.</param>
/// <param name="clock">Now.</param>
internal sealed class AfterwardLetters(
    GuestPapers papers, IGuestCare care, ITemplates templates, Uri officeSite, IClock clock)
{
    private static readonly Duration UnsubscribeFor = Duration.FromDays(3660);
    private static readonly Duration LookFor = Duration.FromDays(60);

    /// <summary>True for the purposes that are composed here.</summary>
    public static bool Writes(NoticePurpose purpose) =>
        purpose is NoticePurpose.GuestPhotosReady or NoticePurpose.GuestReviewRequest or NoticePurpose.PhotoReview;

    /// <summary>The letter that such a notice is now.</summary>
    public Task<Letter> Compose(BookingFile file, Notice notice, CancellationToken stop)
    {
        if (!file.Booking.Live || file.Booking.Erased is not null)
            return Task.FromResult<Letter>(new Letter.Dropped("the charter does not sail"));
        return notice.Key.Purpose switch
        {
            NoticePurpose.GuestPhotosReady => Ready(file, notice, stop),
            NoticePurpose.GuestReviewRequest => Review(file, notice, stop),
            NoticePurpose.PhotoReview => Waiting(file, notice, stop),
            _ => throw new BugException($"{notice.Key.Purpose} is not written afterwards"),
        };
    }

    private async Task<Letter> Ready(BookingFile file, Notice notice, CancellationToken stop)
    {
        var photos = file.Effects.GuestSeen?.Photos ?? PhotoTally.None;
        if (TimedNotices.ReadyAt(file.Booking, photos, papers.Fleet()) is not { } at)
            return new Letter.Dropped("no photo is to be seen");
        if (at > clock.GetCurrentInstant()) return new Letter.Waits();
        var facts = await Facts(file, stop) with { Photos = photos.Published };
        if (file.Booking.Guest is not { Email: { } address, Name: var name })
            return new Letter.ByHand(
                GuestLetters.Draft(templates, notice.Key.Purpose, facts), file.Booking.Guest.Name,
                file.Booking.Guest.Phone, []);
        return new Letter.Ready(Mail(notice, name, address, facts), []);
    }

    private async Task<Letter> Review(BookingFile file, Notice notice, CancellationToken stop)
    {
        var fleet = papers.Fleet();
        if (TimedNotices.ReviewAt(file.Booking, fleet) is not { } at)
            return new Letter.Dropped("nobody is asked for a review any more");
        if (at > clock.GetCurrentInstant()) return new Letter.Waits();
        if (file.Booking.Guest is not { Email: { } address, Name: var name })
            return new Letter.Dropped("the guest has no mail address");
        var key = await papers.Secrets.Get(SecretNames.GuestLinks, stop);
        var hash = MailHash.Of(key.Span, address);
        if (await care.IsUnsubscribed(hash, stop)) return new Letter.Dropped("the guest wants no such mail");
        var link = new MagicLink(LinkPurpose.Unsubscribe, hash, 0,
            file.Booking.Trip.Span.End + UnsubscribeFor);
        var stopAt = new Uri(papers.Site, $"/unsubscribe/{link.Sign(key.Span)}").AbsoluteUri;
        var brand = fleet.BrandFor(file.Booking.Channel, file.Booking.Trip.Vessel);
        var facts = await Facts(file, stop) with { Review = brand.Review, Unsubscribe = stopAt };
        var mail = Mail(notice, name, address, facts) with
        {
            Headers =
            [
                new MailHeader("List-Unsubscribe", $"<{stopAt}>"),
                new MailHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ],
        };
        return new Letter.Ready(mail, []);
    }

    private async Task<Letter> Waiting(BookingFile file, Notice notice, CancellationToken stop)
    {
        if (file.Effects.GuestSeen?.Photos is not { Waiting: > 0 and var count, LastWaiting: { } last })
            return new Letter.Dropped("no photo waits any more");
        var (booking, fleet) = (file.Booking, papers.Fleet());
        var key = await papers.Secrets.Get(SecretNames.OfficeLinks, stop);
        var link = new MagicLink(LinkPurpose.PhotoReview, booking.Id.Text, 0,
            booking.Trip.Span.End + LookFor);
        var brand = fleet.BrandFor(booking.Channel, booking.Trip.Vessel);
        var many = count == 1 ? "1 photo waits"
            : string.Create(CultureInfo.InvariantCulture, $"{count} photos wait");
        var about = $"{booking.Guest.Name} on {fleet.Vessel(booking.Trip.Vessel).Name}";
        var channel = fleet.Find(booking.Channel)?.Name ?? booking.Channel.Text;
        var facts = new OwnerAlertFacts(
            "en", brand.Name, fleet.Sample, $"{many} for you: {about}",
            "Guests see them once you have approved them.", $"{booking.Reference}, by {channel}",
            "Look at them, and approve or reject.",
            new Uri(officeSite, $"/photo-review/{link.Sign(key.Span)}").AbsoluteUri);
        string Render(string part) => templates.Render($"mail/{notice.Key.Purpose.Word}.{part}", brand.Id,
            facts.Json);
        var mail = MailNaming.Mail(
            notice, fleet.Operator.MailFrom, fleet.Operator.Name, fleet.Operator.OwnerEmail,
            (Render("subject.txt"), Render("txt"), Render("html")));
        var told = OfficeRows.PhotosTold(booking.Id);
        return new Letter.Ready(
            mail, [RecordChange.Put(told, file.Version(told), OfficeRows.Body(new ToldPhotos(last)))]);
    }

    private async Task<LetterFacts> Facts(BookingFile file, CancellationToken stop)
    {
        var inputs = new PageInputs(
            file.Effects.CrewSeen?.Captain, file.Clearance.Word, GuestPapers.Wishes(file.Booking), null);
        var link = await papers.Link(file, stop)
            ?? throw new BugException("a guest is written to before there is a page");
        var access = new GuestAccess(link, (await papers.Key(file, stop)).Code);
        return GuestLetters.Link(file.Booking, papers.Fleet(), inputs, access);
    }

    private Mail Mail(Notice notice, string name, string address, LetterFacts facts)
    {
        var written = GuestLetters.Write(templates, notice.Key.Purpose, facts);
        return MailNaming.Mail(
            notice, papers.Fleet().Operator.MailFrom, name, address,
            (written.Subject, written.Text, written.Html));
    }
}
