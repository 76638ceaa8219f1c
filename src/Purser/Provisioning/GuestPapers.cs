using NodaTime;
using Purser.Bookings;
using Purser.Calendar;
using Purser.Fleet;
using Purser.Guests;
using Purser.Guests.Waivers;
using Purser.Outside;

namespace Purser.Provisioning;

/// <summary>
/// What a booking's page, link and calendar file are now: the rooms' pure functions, fed with a booking's
/// file.
/// </summary>
/// <param name="Secrets">The root of the guests' keys.</param>
/// <param name="Fleet">The operator as it is now.</param>
/// <param name="Site">The public base address of the guest site.</param>
/// <param name="Uploads">Where photos are sent, if that is another host.</param>
public sealed record GuestPapers(ISecrets Secrets, Func<FleetFacts> Fleet, Uri Site, Uri? Uploads = null)
{
    /// <summary>The booking's key; with a new salt all its links die.</summary>
    public async Task<GuestKey> Key(BookingFile file, CancellationToken stop)
    {
        var salt = file.Private?.Salt ?? throw new BugException($"{file.Booking.Id} has no salt");
        var root = await Secrets.Get(SecretNames.GuestRoot, stop);
        return GuestKey.Derive(root.Span, salt, file.Booking.Id);
    }

    /// <summary>
    /// The guest's own link; null while there is no page. Over an open wire it has no fragment: the sealed
    /// details stay closed.
    /// </summary>
    public async Task<Uri?> Link(BookingFile file, CancellationToken stop)
    {
        if (file.Booking.Slug is not { } slug) return null;
        if (file.Booking.Erased is not null) return PagePlace.Address(Site, slug);
        var safe = Site.Scheme == Uri.UriSchemeHttps || Site.IsLoopback;
        return safe ? PagePlace.Link(Site, slug, await Key(file, stop)) : PagePlace.Address(Site, slug);
    }

    /// <summary>The page, planned from current facts.</summary>
    public PagePlan Page(BookingFile file)
    {
        var wishes = Wishes(file.Booking);
        var inputs = new PageInputs(
            file.Effects.CrewSeen?.Captain, file.Clearance.Word, wishes,
            CalendarFile(file.Booking, sealedToo: false).Text)
        {
            DayNote = file.Private?.DayNote,
            Photos = Window(file.Booking),
            Waivers = Fleet().Waivers is not null,
            WaiverCount = Fleet().Waivers is null ? null : new WaiverCount(Waivers(file).Signed, Waivers(file).Of),
            Origins = new PageOrigins(Origin(Site), Uploads is null ? null : Origin(Uploads)),
        };
        return GuestPage.Plan(file.Booking, Fleet(), inputs);
    }

    /// <summary>Who may give photos and waivers for a charter, and when.</summary>
    public async Task<PageGrant> Grant(BookingFile file, CancellationToken stop)
    {
        var booking = file.Booking;
        var slug = booking.Slug ?? throw new BugException(
            "a grant is put for a booking that was never confirmed");
        var key = file.Booking.Erased is null ? await Key(file, stop) : null;
        var pepper = await Secrets.Get(SecretNames.GuestLinks, stop);
        var window = Window(booking);
        return new PageGrant(
            booking.Id, 0, booking.Live && key is not null,
            [slug, .. booking.Aliases.Where(alias => alias != slug)], booking.Trip, booking.Channel,
            booking.Guest.Party, window.Opens, window.Closes, key?.GrantHash ?? PageGrant.NoProof,
            key?.Code.Hash(pepper.Span, booking.Id) ?? PageGrant.NoProof);
    }

    /// <summary>
    /// When guests may add photos: from some minutes before departure until some harbour days after return.
    /// </summary>
    private PhotoWindow Window(Booking booking)
    {
        var (rules, span) = (Fleet().Photos, booking.Trip.Span);
        var zone = booking.Trip.Departure.Rules;
        var closes = booking.Trip.Return.Local.PlusDays(rules.CloseDays).InZoneLeniently(zone).ToInstant();
        return new PhotoWindow(
            span.Start - Duration.FromMinutes(rules.OpensMinutesBefore), Instant.Max(closes, span.End));
    }

    /// <summary>What everybody aboard may know: the code, and the page's address.</summary>
    public async Task<AboardCard> Card(BookingFile file, CancellationToken stop)
    {
        var slug = file.Booking.Slug ?? throw new BugException("a card of a booking without a page");
        return new AboardCard((await Key(file, stop)).Code, PagePlace.Address(Site, slug));
    }

    /// <summary>
    /// Where everybody aboard signs, with the link that lets them in; null: no waiver is asked for. Over an
    /// open wire it has no link: there the code is asked for.
    /// </summary>
    public async Task<Uri?> WaiverLink(BookingFile file, CancellationToken stop)
    {
        if (Fleet().Waivers is null || file.Booking.Slug is not { } slug) return null;
        if (Site.Scheme != Uri.UriSchemeHttps && !Site.IsLoopback) return WaiverLinks.Address(Site, slug);
        var hash = (await Key(file, stop)).GrantHash;
        var link = WaiverLinks.For(file.Booking.Id, hash, file.Booking.Trip);
        var secret = await Secrets.Get(SecretNames.GuestLinks, stop);
        return WaiverLinks.Address(Site, slug, link, secret.Span);
    }

    /// <summary>How many have signed, of how many; none of none where no waiver is asked for.</summary>
    public (int Signed, int Of) Waivers(BookingFile file)
    {
        var tally = Tally(file, Fleet());
        return (tally.Signed, tally.Of);
    }

    /// <summary>Who has signed, and who has not; the booker is known by name.</summary>
    public static WaiverTally Tally(BookingFile file, FleetFacts fleet)
    {
        if (fleet.Waivers is null) return WaiverTally.None;
        var (booking, seen) = (file.Booking, file.Effects.GuestSeen);
        return WaiverTally.Count(
            [booking.Guest.Name, .. seen?.Passengers ?? []], booking.Guest.Party, seen?.Waivers ?? [],
            booking.Trip.Span.End);
    }

    /// <summary>What crew may know of the guests' papers: never a family name.</summary>
    public static CrewPapers ForCrew(BookingFile file, FleetFacts fleet, AboardCard? card)
    {
        var version = file.Effects.GuestSeen?.PapersVersion ?? 0;
        if (card is not { } aboard) return CrewPapers.None with { Version = version };
        var tally = Tally(file, fleet);
        var missing = CrewPapers.Listed(tally.Missing.Select(PassengerName.First));
        return new CrewPapers(
            aboard.Code.Text, tally.Signed, tally.Of, missing, version)
        {
            Page = aboard.Page.AbsoluteUri,
        };
    }

    /// <summary>
    /// True if facts and templates give another page than the one that was published, or held back, last.
    /// </summary>
    public async Task<bool> Stale(BookingFile file, string templates, CancellationToken stop)
    {
        var last = file.Effects.PageHeld ?? file.Page?.Fingerprint;
        if (last is null || file.Booking.Slug is null) return false;
        if (Fleet().Find(file.Booking.Trip.Vessel) is null) return false;
        return GuestPage.Fingerprint(Page(file), await Grant(file, stop), templates) != last;
    }

    private static string Origin(Uri site) => site.GetLeftPart(UriPartial.Authority);

    /// <summary>The charter as a calendar event.</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="sealedToo">True for the guest's own mail: the exact dock instead of the meeting
    /// area.</param>
    public Invite CalendarFile(Booking booking, bool sealedToo)
    {
        var vessel = Fleet().Vessel(booking.Trip.Vessel);
        var place = sealedToo ? vessel.Dock : vessel.MeetingArea;
        return CharterInvite.ForGuest(booking, Site.Host, vessel.Name, place, vessel.Directions);
    }

    /// <summary>The guest's wishes as crew and guests may read them.</summary>
    public static string? Wishes(Booking booking) =>
        booking.Requests is null ? null : AmountDetector.Withhold(booking.Requests).Clean is { Length: > 0 } clean ? clean : null;
}

/// <summary>What everybody aboard may know, and a card for them says.</summary>
/// <param name="Code">With which one adds photos and signs.</param>
/// <param name="Page">The page's public address.</param>
public readonly record struct AboardCard(EventCode Code, Uri Page);
