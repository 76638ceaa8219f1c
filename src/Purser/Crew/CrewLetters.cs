using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;

namespace Purser.Crew;

/// <summary>
/// Everything that a letter to crew may say. No surname of a guest, no telephone number of one, no amount.
/// </summary>
/// <param name="Language">A language file.</param>
/// <param name="Brand">As printed at the top.</param>
/// <param name="Sample">True marks an invented operator.</param>
/// <param name="Operator">As letters are signed.</param>
/// <param name="Phone">Of the operator, E.164, or null.</param>
/// <param name="Name">The person.</param>
/// <param name="FirstName">As one is spoken to.</param>
/// <param name="Role">In lower case.</param>
/// <param name="RoleTitle">"First mate".</param>
/// <param name="Vessel">Its name.</param>
/// <param name="Title">What the event is.</param>
/// <param name="Date">"Sunday 30 May 2027".</param>
/// <param name="ShortDate">"Sun 30 May".</param>
/// <param name="Times">"10:00 – 13:00".</param>
/// <param name="Zone">"San Diego time (PDT)".</param>
/// <param name="Abbreviation">"PDT".</param>
/// <param name="Aboard">"Aboard 09:00, away by 14:00."</param>
/// <param name="Hours">"5 hours".</param>
/// <param name="Where">The exact dock.</param>
/// <param name="Guests">How many; 0 without guests.</param>
/// <param name="Wishes">Of the guests; null if none.</param>
/// <param name="Notes">For crew; null if none.</param>
/// <param name="Tasks">Of this role.</param>
/// <param name="Captain">Who has said yes, or null.</param>
/// <param name="Departure">May it depart, in a sentence; null if there is nothing to say.</param>
/// <param name="Changes">What is new since the person was asked before.</param>
/// <param name="Crew">The roles and how they stand.</param>
/// <param name="Link">The person's own link; null where there is nothing to open.</param>
public sealed record CrewLetterFacts(
    string Language, string Brand, bool Sample, string Operator, string? Phone, string Name, string FirstName, string Role,
    string RoleTitle, string Vessel, string Title, string Date, string ShortDate, string Times, string Zone, string Abbreviation, string Aboard,
    string Hours, string Where, int Guests, string? Wishes, string? Notes, IReadOnlyList<string> Tasks, string? Captain,
    string? Departure, IReadOnlyList<ChangedFact> Changes, IReadOnlyList<CrewLine> Crew, string? Link)
{
    /// <summary>The facts as a template gets them.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Json => JsonSerializer.SerializeToUtf8Bytes(this, CrewLetterJson.Default.CrewLetterFacts);
}

/// <summary>A role as a colleague sees it.</summary>
/// <param name="Role">"First mate".</param>
/// <param name="Name">Whom it is with, or null.</param>
/// <param name="Standing">"Yes", "Asked", "Not asked yet", "Open".</param>
public sealed record CrewLine(string Role, string? Name, string Standing);

/// <summary>What crew are written: pure functions of the event as it stands when a letter is sent.</summary>
public static class CrewLetters
{
    /// <summary>The name of the crew system, as printed.</summary>
    public const string Brand = "ShipCaptainCrew";

    /// <summary>The facts of a letter.</summary>
    /// <param name="sheet">The event.</param>
    /// <param name="item">The reader's assignment.</param>
    /// <param name="roster">For the names.</param>
    /// <param name="fleet">The operator.</param>
    /// <param name="now">For the state.</param>
    /// <param name="link">The reader's own link, or null.</param>
    public static CrewLetterFacts Facts(
        EventSheet sheet, Assignment item, IReadOnlyList<CrewMember> roster, FleetFacts fleet, Instant now, Uri? link)
    {
        var (value, about, trip) = (sheet.Event, item.About, item.About.Trip);
        var member = roster.FirstOrDefault(one => one.Id == item.Member);
        var name = member?.Name ?? item.Member.Text;
        var captain = value.Cast.FirstOrDefault(entry => entry.Role == CrewRole.Captain);
        return new CrewLetterFacts(
            "en", Brand, fleet.Sample, fleet.Operator.Name, fleet.Operator.Phone, name, member?.FirstName ?? name, item.Role.Text,
            CrewWords.Title(item.Role), CrewWords.Vessel(trip.Vessel, fleet), value.Trip.Title,
            CrewWords.Date(trip.Start.Date), CrewWords.Short(trip.Start.Date),
            CrewWords.Span(trip), CrewWords.Zone(trip, fleet), trip.Departure.Abbreviation, CrewWords.Aboard(about),
            CrewWords.Hours(about), about.Dock, value.Trip.Guests, value.Trip.Requests, value.Own.CrewNotes,
            value.Trip.Roles.FirstOrDefault(need => need.Role == item.Role)?.Tasks ?? [],
            captain is { Answer: CrewAnswer.Yes } ? EventView.NameOf(roster, captain.Member) : null,
            CrewWords.Departure(value, value.StateAt(now)),
            item.Was is null ? [] : CrewWords.Changes(item.Was, about, fleet), Lines(value, roster), link?.AbsoluteUri);
    }

    /// <summary>Every role with its person and standing.</summary>
    public static IReadOnlyList<CrewLine> Lines(CrewEvent value, IReadOnlyList<CrewMember> roster) =>
    [
        .. value.Cast.Select(entry => new CrewLine(
            CrewWords.Title(entry.Role), entry.Ask > 0 ? EventView.NameOf(roster, entry.Member) : null, Standing(entry))),
    ];

    /// <summary>Whose assignment a notice is about; null if it was never made.</summary>
    public static Assignment? About(EventSheet sheet, NoticeKey key)
    {
        var own = sheet.Assignments.Where(item => item.Member.Text == key.Person);
        return key.Purpose == NoticePurpose.CaptainStatus
            ? own.FirstOrDefault(item => item.Role == CrewRole.Captain)
            : own.FirstOrDefault(item => key.Cause.StartsWith(item.Role.Key + "-ask", StringComparison.Ordinal));
    }

    /// <summary>Why a notice is no longer true or no longer news; null if it is to be sent.</summary>
    public static string? OldNews(EventSheet sheet, NoticeKey key, Instant now)
    {
        if (About(sheet, key) is not { } item) return "no such assignment";
        var live = sheet.Event.Live && now < sheet.Event.Trip.Trip.Span.End;
        var told = sheet.ToldTo(item.Member);
        return key.Purpose switch
        {
            NoticePurpose.CrewCancelled when sheet.Event.Live => "it takes place again",
            NoticePurpose.CrewCancelled or NoticePurpose.CrewRelease when told.Ask is null => "never told of it",
            NoticePurpose.CrewRelease when item.Engaged => "asked anew since",
            NoticePurpose.CrewCancelled or NoticePurpose.CrewRelease => null,
            _ when !live => "the event has ended",
            NoticePurpose.CaptainStatus when item.Stage != AskStage.Confirmed => "not the captain any more",
            NoticePurpose.CaptainStatus when CrewNews.StatusOf(sheet, item.Member) == (told.Status ?? "") => "nothing new",
            NoticePurpose.CaptainStatus => null,
            _ when item.Cause != key.Cause => "asked anew since",
            _ when item.Stage != AskStage.Asked => "answered or released before it was sent",
            _ when told.Ask == Fingerprint(sheet, key) => "told already",
            _ => null,
        };
    }

    /// <summary>What the reader knows once the letter is sent.</summary>
    public static Told ToldBy(EventSheet sheet, NoticeKey key)
    {
        var told = sheet.ToldTo(About(sheet, key)!.Member);
        return key.Purpose == NoticePurpose.CaptainStatus
            ? told with { Status = CrewNews.StatusOf(sheet, told.Member) }
            : told with { Ask = Fingerprint(sheet, key) };
    }

    /// <summary>The fingerprint of what an ask, release or cancellation says.</summary>
    public static string Fingerprint(EventSheet sheet, NoticeKey key)
    {
        var item = About(sheet, key)!;
        var facts = string.Join(
            '|', key.Purpose is NoticePurpose.CrewChange ? NoticePurpose.CrewInvitation.Word : key.Purpose.Word, item.Cause,
            item.About.Trip.Vessel, item.About.Trip.Departure, item.About.Trip.Minutes, item.About.Dock, item.About.BeforeMinutes,
            item.About.AfterMinutes);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(facts)))[..32];
    }

    private static string Standing(CastEntry entry) => entry switch
    {
        { Member: null } => "Open",
        { Ask: 0 } => "Not asked yet",
        { Answer: CrewAnswer.Yes } => "Yes",
        _ => "Asked",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CrewLetterFacts))]
internal sealed partial class CrewLetterJson : JsonSerializerContext;
