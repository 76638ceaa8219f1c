using NodaTime;
using Purser.Bookings;
using Purser.Calendar;
using Purser.Fleet;
using Purser.Guests;
using Purser.Outside;

namespace Purser.Provisioning;

/// <summary>
/// What a booking's page, link and calendar file are now: the rooms' pure functions, fed with a booking's
/// file.
/// </summary>
/// <param name="Secrets">The root of the guests' keys.</param>
/// <param name="Fleet">The operator as it is now.</param>
/// <param name="Site">The public base address of the guest site.</param>
public sealed record GuestPapers(ISecrets Secrets, Func<FleetFacts> Fleet, Uri Site)
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
            file.Effects.CrewSeen?.Captain, file.Clearance.Word, wishes, CalendarFile(file.Booking, sealedToo: false).Text);
        return GuestPage.Plan(file.Booking, Fleet(), inputs);
    }

    /// <summary>Who may give photos and waivers for a charter, and when.</summary>
    public async Task<PageGrant> Grant(BookingFile file, CancellationToken stop)
    {
        var (booking, rules) = (file.Booking, Fleet().Photos);
        var slug = booking.Slug ?? throw new BugException(
            "a grant is put for a booking that was never confirmed");
        var key = file.Booking.Erased is null ? await Key(file, stop) : null;
        var pepper = await Secrets.Get(SecretNames.GuestLinks, stop);
        var zone = booking.Trip.Departure.Rules;
        var closes = booking.Trip.Return.Local.PlusDays(rules.CloseDays).InZoneLeniently(zone).ToInstant();
        return new PageGrant(
            booking.Id, 0, booking.Live && key is not null,
            [slug, .. booking.Aliases.Where(alias => alias != slug)],
            booking.Trip, booking.Channel,
            booking.Guest.Party, booking.Trip.Span.Start - Duration.FromMinutes(rules.OpensMinutesBefore),
            Instant.Max(closes, booking.Trip.Span.End), key?.GrantHash ?? PageGrant.NoProof,
            key?.Code.Hash(pepper.Span, booking.Id) ?? PageGrant.NoProof);
    }

    /// <summary>What crew may know of the guests' papers.</summary>
    public static CrewPapers ForCrew(BookingFile file, FleetFacts fleet, EventCode code)
    {
        var seen = file.Effects.GuestSeen;
        if (file.Booking.Erased is not null) return CrewPapers.None with
        {
            Version = seen?.PapersVersion
            ?? 0
        };
        var of = fleet.Waivers is null ? 0 : file.Booking.Guest.Party;
        return new CrewPapers(code.Text, seen?.Waivers.Count ?? 0, of, "", seen?.PapersVersion ?? 0);
    }

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
