using System.Text.Json.Serialization;
using Purser.Fleet;

namespace Purser.Guests.Waivers;

/// <summary>What stands around every page of a waiver.</summary>
/// <param name="Brand">As printed.</param>
/// <param name="BrandId">Whose templates are looked at first.</param>
/// <param name="TagLine">Beside it.</param>
/// <param name="Colours">Of the brand, checked.</param>
/// <param name="Sample">True marks an invented operator.</param>
/// <param name="Vessel">Its name; null while nobody has shown that he belongs to a charter.</param>
/// <param name="Times">When it sails; null likewise.</param>
/// <param name="Phone">Of the operator, E.164, or null.</param>
/// <param name="PhoneText">The same in groups.</param>
public sealed record WaiverFrame(
    string Brand, string BrandId, string TagLine, IReadOnlyList<BrandColour> Colours, bool Sample,
    string? Vessel, WhenFacts? Times, string? Phone, string? PhoneText)
{
    /// <summary>Around pages of a charter.</summary>
    public static WaiverFrame Of(FleetFacts fleet, ChannelId channel, Bookings.Trip trip)
    {
        var vessel = fleet.Vessel(trip.Vessel);
        var times = WhenFacts.Of(trip, vessel, fleet.HarbourOf(vessel));
        return Of(fleet, fleet.BrandFor(channel, trip.Vessel)) with { Vessel = vessel.Name, Times = times };
    }

    /// <summary>Around pages that tell nothing of any charter.</summary>
    public static WaiverFrame Of(FleetFacts fleet, Brand brand) => new(
        brand.Name, brand.Id, brand.TagLine, GuestPage.Colours(brand.Colours), fleet.Sample, null, null,
        fleet.Operator.Phone, GuestPage.Grouped(fleet.Operator.Phone));
}

/// <summary>The text as a page shows it.</summary>
/// <param name="Language">Its language.</param>
/// <param name="Version">As the operator counts.</param>
/// <param name="Date">When it was written.</param>
/// <param name="Hash">Of the exact text.</param>
/// <param name="Mark">Its first digits.</param>
/// <param name="Clauses">In order.</param>
public sealed record WaiverTextFacts(
    string Language, int Version, DateFacts Date, string Hash, string Mark,
    IReadOnlyList<WaiverClauseFacts> Clauses)
{
    /// <summary>The facts of a text that holds.</summary>
    public static WaiverTextFacts Of(WaiverText text) =>
        Of(text.Language, text.Version, text.Date, text.Hash, text.Clauses);

    /// <summary>The facts of a text by its parts.</summary>
    public static WaiverTextFacts Of(
        string language, int version, NodaTime.LocalDate date, string hash,
        IReadOnlyList<WaiverClause> clauses) => new(
        language, version, DateFacts.Of(date), hash, WaiverText.Mark(hash),
        [.. clauses.Select((clause, at) => new WaiverClauseFacts(at + 1, clause.Heading, clause.Text))]);
}

/// <summary>A numbered clause.</summary>
public sealed record WaiverClauseFacts(int Number, string Heading, string Text);

/// <summary>Who has signed, as signers may know it.</summary>
/// <param name="Signed">So many.</param>
/// <param name="Of">Of so many.</param>
/// <param name="Missing">Of the names that the booker gave.</param>
/// <param name="More">How many others are missing.</param>
public sealed record WaiverStanding(int Signed, int Of, IReadOnlyList<string> Missing, int More)
{
    /// <summary>Every name that was given, for the booker alone; null for everybody else.</summary>
    public IReadOnlyList<string>? Named { get; init; }
}

/// <summary>The form.</summary>
internal sealed record WaiverFormModel(
    string Language, WaiverFrame Facts, WaiverTextFacts Text, WaiverFields Form, string Token, string Action,
    IReadOnlyList<WaiverError> Errors, string? Note, WaiverStanding Standing, int AdultAge, string Today,
    IReadOnlyList<WaiverLanguage> Languages, WaiverPlaces Places, string Trip, string? Path);

/// <summary>Where one can go from a page.</summary>
/// <param name="Page">The charter's page.</param>
/// <param name="Waiver">The form.</param>
/// <param name="Blank">The blank to be printed.</param>
public sealed record WaiverPlaces(string Page, string Waiver, string Blank);

/// <summary>The page that asks for the code.</summary>
internal sealed record WaiverCodeModel(
    string Language, WaiverFrame Facts, string Action, bool Again, IReadOnlyList<WaiverKept> Kept);

/// <summary>A field that was written before the code was asked for again.</summary>
internal sealed record WaiverKept(string Name, string Value);

/// <summary>The page after signing.</summary>
internal sealed record WaiverSignedModel(
    string Language, WaiverFrame Facts, WaiverPlaces Places, string Passenger, string Receipt, string? Mail,
    WaiverStanding Standing, ClockFacts At, string AtZone, DateFacts Until, string Mark);

/// <summary>A page that says why nobody signs now.</summary>
internal sealed record WaiverRefusedModel(
    string Language, WaiverFrame Facts, WaiverPlaces Places, string Why);

/// <summary>The blank to be printed, and a signed waiver.</summary>
internal sealed record WaiverBlankModel(
    string Language, WaiverFrame Facts, WaiverTextFacts Text, string? Page, int AdultAge);

/// <summary>A square of dark and light modules that a telephone reads.</summary>
/// <param name="Size">Modules of a side, the quiet zone included.</param>
/// <param name="Path">The dark ones as an SVG path.</param>
public sealed record SquareCode(int Size, string Path);

/// <summary>The card for everybody aboard.</summary>
internal sealed record WaiverCardModel(
    string Language, WaiverFrame Facts, string Code, string Page, SquareCode PageSquare, string? Waiver,
    SquareCode? WaiverSquare);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WaiverFormModel))]
[JsonSerializable(typeof(WaiverCodeModel))]
[JsonSerializable(typeof(WaiverSignedModel))]
[JsonSerializable(typeof(WaiverRefusedModel))]
[JsonSerializable(typeof(WaiverBlankModel))]
[JsonSerializable(typeof(WaiverCardModel))]
[JsonSerializable(typeof(WaiverPaperFacts))]
internal sealed partial class WaiverJson : JsonSerializerContext;
