using System.Text.Json.Serialization;
using NodaTime;
using Purser.Bookings;

namespace Purser.Guests;

/// <summary>
/// What everybody may see of a booking's page: brand, vessel, date, times, meeting area, general advice.
/// </summary>
/// <param name="Booking">The booking's id: the seal is bound to it.</param>
/// <param name="Slug">Its address.</param>
/// <param name="Language">A language file.</param>
/// <param name="BrandId">Whose templates are looked at first.</param>
/// <param name="Brand">As printed.</param>
/// <param name="TagLine">Beside the brand.</param>
/// <param name="Colours">CSS custom properties of the brand by day, checked: name, then colour.</param>
/// <param name="Sample">True marks an invented operator.</param>
/// <param name="Live">False: cancelled.</param>
/// <param name="Vessel">Its name.</param>
/// <param name="Times">Times.</param>
/// <param name="Phases">When the page changes its face.</param>
/// <param name="MeetingArea">Where to come to, roughly.</param>
/// <param name="ChartLabel">The meeting area in a word or two, for the sketch; null if it does not
/// fit.</param>
/// <param name="Directions">How to get there, a step a line.</param>
/// <param name="MapLink">An https address, or null.</param>
/// <param name="Bring">What to bring.</param>
/// <param name="CalendarFile">A ready iCalendar text of public facts, or null.</param>
public sealed record PageFacts(
    string Booking, string Slug, string Language, string BrandId, string Brand, string TagLine,
    IReadOnlyList<BrandColour> Colours, bool Sample, bool Live, string Vessel, WhenFacts Times, PagePhases Phases,
    string MeetingArea, string? ChartLabel, IReadOnlyList<string> Directions, string? MapLink, IReadOnlyList<string> Bring,
    string? CalendarFile)
{
    /// <summary>The brand's colours in the dark.</summary>
    public IReadOnlyList<BrandColour> DarkColours { get; init; } = [];

    /// <summary>What the office says about the day; null if nothing.</summary>
    public string? DayNote { get; init; }

    /// <summary>Where to book another day: an https address, or null.</summary>
    public string? BookAgain { get; init; }

    /// <summary>True if guests of this charter sign a waiver.</summary>
    public bool Waivers { get; init; }

    /// <summary>Null: the page has no photos.</summary>
    public PhotoFacts? Photos { get; init; }

    /// <summary>
    /// How the harbour's clock runs, so that a device needs no zones of its own: from which second since 1970
    /// on, and how many minutes it is then ahead of UTC.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<long>> Offsets { get; init; } = [];
}

/// <summary>When photos can be added, for script and for reading.</summary>
/// <param name="Opens">From this instant on.</param>
/// <param name="Closes">Until just before this one.</param>
/// <param name="From">The first as the harbour's clock shows it.</param>
/// <param name="Until">The second likewise.</param>
/// <param name="Site">The guest site's origin.</param>
/// <param name="Uploads">Where photos are sent, if it is another host.</param>
public sealed record PhotoFacts(
    Instant Opens, Instant Closes, ClockFacts From, ClockFacts Until, string Site, string? Uploads)
{
    /// <summary>The facts of a window.</summary>
    public static PhotoFacts Of(PhotoWindow window, PageOrigins origins, string zone) => new(
        window.Opens, window.Closes, ClockFacts.Of(HarbourTime.At(window.Opens, zone)),
        ClockFacts.Of(HarbourTime.At(window.Closes, zone)), origins.Site, origins.Uploads);
}

/// <summary>One colour of a brand.</summary>
public sealed record BrandColour(string Name, string Value);

/// <summary>What only the guest's own link opens.</summary>
/// <param name="Name">The booker, as written.</param>
/// <param name="FirstName">As one is spoken to.</param>
/// <param name="Party">How many come aboard.</param>
/// <param name="Dock">The exact dock.</param>
/// <param name="GateCode">Null if there is no gate.</param>
/// <param name="Requests">The guest's wishes with every passage about money withheld; null if none.</param>
/// <param name="Captain">Who has said yes; null while nobody has.</param>
/// <param name="Payment">A word; null while unknown.</param>
/// <param name="Phone">Of the operator, E.164; may be absent.</param>
/// <param name="PhoneText">The same in groups, to be read.</param>
/// <param name="Mail">Of the operator.</param>
/// <param name="Reference">The channel's name for the booking.</param>
/// <param name="Channel">Who sold it, as printed.</param>
/// <param name="Booked">The harbour date on which it was first accepted.</param>
public sealed record SealedFacts(
    string Name, string FirstName, int Party, string Dock, string? GateCode, string? Requests, string? Captain, string? Payment,
    string? Phone, string? PhoneText, string? Mail, string Reference, string Channel, DateFacts Booked)
{
    /// <summary>How many have signed a waiver; null while nobody counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Signed { get; init; }

    /// <summary>How many must.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Of { get; init; }
}

/// <summary>Everything that a page shows, before it is sealed and rendered.</summary>
public sealed record PagePlan(PageFacts Public, SealedFacts Sealed);

/// <summary>What the template gets.</summary>
internal sealed record PageModel(string Language, PageFacts Facts, string Sealed, long Revision);

/// <summary>What the template of a forwarding page gets.</summary>
internal sealed record AliasModel(string Language, string Brand, string To);

/// <summary>What the template of a page that is no longer kept gets.</summary>
internal sealed record ErasedModel(string Language, string Brand, bool Sample, long Revision);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(HouseJson.InstantConverter)])]
[JsonSerializable(typeof(PageFacts))]
[JsonSerializable(typeof(SealedFacts))]
[JsonSerializable(typeof(PageModel))]
[JsonSerializable(typeof(AliasModel))]
[JsonSerializable(typeof(ErasedModel))]
internal sealed partial class PageJson : JsonSerializerContext;
