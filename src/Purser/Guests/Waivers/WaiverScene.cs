using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Guests.Waivers;

/// <summary>Where somebody signs: the charter, its brand and words, the text that holds.</summary>
/// <param name="Grant">The charter.</param>
/// <param name="Slug">The address that was opened.</param>
/// <param name="Language">Of the page.</param>
/// <param name="Fleet">The operator.</param>
/// <param name="Site">The public base address of the guest site.</param>
/// <param name="Now">The time.</param>
public sealed record WaiverScene(
    PageGrant Grant, Slug Slug, string Language, FleetFacts Fleet, Uri Site, Instant Now)
{
    /// <summary>The operator's rules; there are some where somebody signs.</summary>
    public WaiverRules Rules => Fleet.Waivers ?? throw new BugException("nobody is asked for a waiver");

    /// <summary>The text that holds now, in the page's language where there is one.</summary>
    public WaiverText Text => WaiverText.Of(Rules, Language);

    /// <summary>The date at the harbour.</summary>
    public LocalDate Today => HarbourTime.At(Now, Grant.Trip.Zone).Date;

    /// <summary>
    /// The charter as a form carries it back: another time or vessel is another charter to the signer.
    /// </summary>
    public string TripMark =>
        $"{Grant.Trip.Vessel} {HouseJson.Text(Grant.Trip.Start)} {Grant.Trip.Minutes}";

    /// <summary>The languages of the text, this page's first among equals in alphabetical order.</summary>
    public IReadOnlyList<WaiverLanguage> Languages =>
    [
        .. Rules.Texts.Keys.Order(StringComparer.Ordinal).Select(code => new WaiverLanguage(
            code, LanguageName(code), $"{WaiverLinks.Address(Site, Slug)}?language={code}",
            code == Language)),
    ];

    /// <summary>The language that was asked for, if there is a text in it; else the brand's.</summary>
    public static string Choose(FleetFacts fleet, PageGrant grant, string? asked)
    {
        if (asked is not null && fleet.Waivers?.Texts.ContainsKey(asked) == true) return asked;
        return fleet.BrandFor(grant.Channel, grant.Trip.Vessel).Language;
    }

    private static string LanguageName(string code) => code switch
    {
        "en" => "English",
        "es" => "Español",
        "fr" => "Français",
        "de" => "Deutsch",
        "it" => "Italiano",
        "pt" => "Português",
        _ => code,
    };
}

/// <summary>A language in which one can sign.</summary>
/// <param name="Code">As in <c>lang</c>.</param>
/// <param name="Name">In itself.</param>
/// <param name="Address">Of the page in it.</param>
/// <param name="Here">True for the page's own.</param>
public sealed record WaiverLanguage(string Code, string Name, string Address, bool Here);
