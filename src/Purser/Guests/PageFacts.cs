using System.Text.Json.Serialization;

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
/// <param name="Colours">CSS custom properties of the brand, checked: name, then colour.</param>
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
    string? CalendarFile);

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
    string? Phone, string? PhoneText, string? Mail, string Reference, string Channel, DateFacts Booked);

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
