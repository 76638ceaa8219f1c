using NodaTime;

namespace Purser.Fleet;

/// <summary>
/// The operator as <c>fleet.json</c> tells it: brands, harbours, vessels, channels. Immutable; checked as a
/// whole when read.
/// </summary>
public sealed record FleetFacts(
    Operator Operator, IReadOnlyList<Brand> Brands, IReadOnlyList<Harbour> Harbours, IReadOnlyList<Vessel> Vessels,
    IReadOnlyList<Channel> Channels, CrewRules Crew, PageRules Pages)
{
    /// <summary>
    /// True for the invented operator of <c>serve --sample</c>: pages and mails are marked.
    /// </summary>
    public bool Sample { get; init; }

    /// <summary>When guests may add photos, and how many.</summary>
    public PhotoRules Photos { get; init; } = PhotoRules.Usual;

    /// <summary>The waiver; null: none is asked for.</summary>
    public WaiverRules? Waivers { get; init; }

    /// <summary>How long things are kept.</summary>
    public RetentionRules Retention { get; init; } = RetentionRules.Usual;

    /// <summary>The vessel, or null.</summary>
    public Vessel? Find(VesselId id) => Vessels.FirstOrDefault(vessel => vessel.Id == id);

    /// <summary>The channel, or null.</summary>
    public Channel? Find(ChannelId id) => Channels.FirstOrDefault(channel => channel.Id == id);

    /// <summary>
    /// A vessel that a stored booking names. It may have left the fleet file since: that is a fault of the
    /// file.
    /// </summary>
    public Vessel Vessel(VesselId id) =>
        Find(id) ?? throw new FleetFault($"fleet.json no longer names the vessel \"{id}\", which a stored booking uses");

    /// <summary>The harbour where a vessel lies.</summary>
    public Harbour HarbourOf(Vessel vessel) => Harbours.First(harbour => harbour.Id == vessel.Harbour);

    /// <summary>The brand that the guest sees: the channel's, else the vessel's, else the first.</summary>
    public Brand BrandFor(ChannelId channel, VesselId vessel)
    {
        var id = Find(channel)?.Brand ?? Find(vessel)?.Brand;
        return Brands.FirstOrDefault(brand => brand.Id == id) ?? Brands[0];
    }
}

/// <summary>
/// The operator's fleet file does not fit what is stored, or is malformed: the message names the place and
/// the remedy.
/// </summary>
public sealed class FleetFault(string message) : Exception(message);

/// <summary>Who runs the charters.</summary>
/// <param name="Name">As mails are signed.</param>
/// <param name="OwnerEmail">Where alerts go.</param>
/// <param name="MailFrom"><c>Name &lt;address&gt;</c> of every mail.</param>
/// <param name="Phone">For guests and crew in need, E.164; may be absent.</param>
public sealed record Operator(string Name, string OwnerEmail, string MailFrom, string? Phone = null);

/// <summary>
/// A face to the guests. Colours and words not given here come from the product's own look.
/// </summary>
/// <param name="Id">Also the folder under <c>templates/brands/</c>.</param>
/// <param name="Name">As printed.</param>
/// <param name="TagLine">Beside the name.</param>
/// <param name="Language">A language file, for example <c>en</c>.</param>
/// <param name="Colours">CSS custom properties that a brand may override, for example <c>--brand</c>; by
/// day.</param>
public sealed record Brand(
    string Id, string Name, string TagLine, string Language = "en",
    IReadOnlyDictionary<string, string>? Colours = null)
{
    /// <summary>
    /// The same in the dark. What is not given is the product's own: a colour chosen for white paper is
    /// seldom readable on black.
    /// </summary>
    public IReadOnlyDictionary<string, string>? DarkColours { get; init; }

    /// <summary>Where a guest books another day: an https address, or null.</summary>
    public string? BookAgain { get; init; }

    /// <summary>Where guests may write a review, an https address; null: nobody is asked for one.</summary>
    public string? Review { get; init; }

    /// <summary>So many hours after the return they are asked.</summary>
    public int ReviewHours { get; init; } = 24;
}

/// <summary>A harbour and its time zone (IANA).</summary>
/// <param name="Id">Named by vessels.</param>
/// <param name="Name">Also in "San Diego time".</param>
/// <param name="Zone">For example <c>America/Los_Angeles</c>.</param>
public sealed record Harbour(string Id, string Name, string Zone)
{
    /// <summary>The zone's rules. The fleet file is refused if the zone is unknown.</summary>
    public DateTimeZone Rules => DateTimeZoneProviders.Tzdb[Zone];
}

/// <summary>A vessel that can be chartered.</summary>
/// <param name="Id">In addresses and the API.</param>
/// <param name="Name">As printed, in italics.</param>
/// <param name="Harbour">Where it lies.</param>
/// <param name="Brand">Its brand, unless the channel has one.</param>
/// <param name="Dock">The exact dock, sealed from the public: "Cabrillo Dock, Gate C, slip 14".</param>
/// <param name="MeetingArea">Public: "Cabrillo Dock, Gate C".</param>
/// <param name="Directions">Public advice on how to get there.</param>
/// <param name="MapLink">An https address of a map.</param>
/// <param name="GateCode">Sealed; absent if there is no gate.</param>
/// <param name="MostGuests">Passengers it may carry.</param>
/// <param name="BufferMinutes">Turnaround before and after every charter.</param>
/// <param name="BoardingMinutes">Guests are asked to come this long before departure.</param>
/// <param name="Roles">Who is needed aboard, the captain first.</param>
/// <param name="Holds">Recurring times at which it is not free, until the office sets others.</param>
/// <param name="Bring">What guests should bring: public.</param>
public sealed record Vessel(
    VesselId Id, string Name, string Harbour, string Brand, string Dock, string MeetingArea, string Directions, string MapLink,
    string? GateCode, int MostGuests, int BufferMinutes, int BoardingMinutes, IReadOnlyList<VesselRole> Roles,
    IReadOnlyList<RecurringHold> Holds, IReadOnlyList<string> Bring);

/// <summary>A role that a vessel needs, and what it has to do.</summary>
/// <param name="Role">For example <c>first mate</c>.</param>
/// <param name="BeforeMinutes">Aboard this long before departure.</param>
/// <param name="AfterMinutes">Away this long after return.</param>
/// <param name="Tasks">The checklist of this role.</param>
public sealed record VesselRole(CrewRole Role, int BeforeMinutes, int AfterMinutes, IReadOnlyList<string> Tasks);

/// <summary>A weekly hold in harbour time, for example every Wednesday for a scout group.</summary>
/// <param name="Weekday">The day it starts on.</param>
/// <param name="From">Start.</param>
/// <param name="To">End; not after midnight.</param>
/// <param name="Reason">For the office only.</param>
/// <param name="Since">First date, if limited.</param>
/// <param name="Until">Last date, if limited.</param>
public sealed record RecurringHold(
    IsoDayOfWeek Weekday, LocalTime From, LocalTime To, string Reason, LocalDate? Since = null, LocalDate? Until = null);

/// <summary>Where bookings come from.</summary>
/// <param name="Id">In the API.</param>
/// <param name="Name">As printed.</param>
/// <param name="Marketplace">True: a booking that arrives is sold already, and an overlap is a conflict, not
/// a refusal.</param>
/// <param name="Brand">The brand of its guests, if it has its own.</param>
/// <param name="ReferencePattern">What its references look like, as <c>A7</c> (7 capitals) or <c>X1-40</c>
/// (free).</param>
public sealed record Channel(
    ChannelId Id, string Name, bool Marketplace, string? Brand = null, string? ReferencePattern = null);

/// <summary>How crew is asked.</summary>
/// <param name="CaptainFirst">True: the captain is asked at once, the others when the captain has accepted,
/// or within 48 h of departure.</param>
public sealed record CrewRules(bool CaptainFirst);

/// <summary>When the guest's page changes its face.</summary>
/// <param name="ArchiveDays">Days after the return after which the page becomes its archive.</param>
public sealed record PageRules(int ArchiveDays);
