using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;

namespace Purser.Guests;

/// <summary>Everything that a letter to a guest may say.</summary>
/// <param name="Language">A language file.</param>
/// <param name="BrandId">Whose templates are looked at first.</param>
/// <param name="Brand">As printed.</param>
/// <param name="Sample">True marks an invented operator.</param>
/// <param name="Name">The booker, as written.</param>
/// <param name="FirstName">As one is spoken to.</param>
/// <param name="Vessel">Its name.</param>
/// <param name="Times">Times.</param>
/// <param name="MeetingArea">Where to come to.</param>
/// <param name="Dock">The exact dock.</param>
/// <param name="GateCode">Null if there is no gate.</param>
/// <param name="Party">How many come aboard.</param>
/// <param name="Requests">The guest's wishes with every passage about money withheld; null if none.</param>
/// <param name="Captain">Who has said yes, or null.</param>
/// <param name="Payment">A word, or null.</param>
/// <param name="Directions">How to get there, a step a line.</param>
/// <param name="MapLink">An https address, or null.</param>
/// <param name="Bring">What to bring.</param>
/// <param name="Reference">The channel's name for the booking.</param>
/// <param name="Channel">Who sold it.</param>
/// <param name="Phone">Of the operator, E.164, or null.</param>
/// <param name="PhoneText">The same in groups, to be read.</param>
/// <param name="Operator">As letters are signed.</param>
/// <param name="Link">The guest's own link, with its fragment.</param>
/// <param name="PhotoCode">With which everybody aboard may add photos and sign.</param>
/// <param name="WaiverLink">Where everybody aboard signs; null: no waiver is asked for.</param>
/// <param name="Before">What the guest was told last; null but for a change.</param>
/// <param name="Changes">See <see cref="ToldFacts.Changes"/>; empty but for a change.</param>
public sealed record LetterFacts(
    string Language, string BrandId, string Brand, bool Sample, string Name, string FirstName, string Vessel, WhenFacts Times,
    string MeetingArea, string Dock, string? GateCode, int Party, string? Requests, string? Captain, string? Payment,
    IReadOnlyList<string> Directions, string? MapLink, IReadOnlyList<string> Bring, string Reference, string Channel,
    string? Phone, string? PhoneText, string Operator, string Link, string PhotoCode, string? WaiverLink,
    ToldFacts? Before,
    IReadOnlyList<string> Changes)
{
    /// <summary>How many photos are to be seen.</summary>
    public int Photos { get; init; }

    /// <summary>Where a review may be written; of a review request only.</summary>
    public string? Review { get; init; }

    /// <summary>Where one says that one is never to be asked again; of a review request only.</summary>
    public string? Unsubscribe { get; init; }
}

/// <summary>How a guest comes in: what letters carry, and nothing else does.</summary>
/// <param name="Link">The guest's own, with its fragment.</param>
/// <param name="Code">For everybody aboard.</param>
/// <param name="Waiver">Where everybody aboard signs; null: no waiver is asked for.</param>
public sealed record GuestAccess(Uri Link, EventCode Code, Uri? Waiver = null);

/// <summary>A rendered letter.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain part.</param>
/// <param name="Html">The HTML part, with the same words in the same order.</param>
public sealed record Letter(string Subject, string Text, string Html);

/// <summary>What guests are written: pure functions from facts to letters.</summary>
public static class GuestLetters
{
    /// <summary>You sail: everything in full.</summary>
    /// <param name="booking">With a slug.</param>
    /// <param name="fleet">The operator.</param>
    /// <param name="inputs">As for the page; its calendar file is not used.</param>
    /// <param name="access">How the guest comes in.</param>
    public static LetterFacts Confirmation(Booking booking, FleetFacts fleet, PageInputs inputs,
        GuestAccess access)
    {
        var plan = GuestPage.Plan(booking, fleet, inputs);
        var (open, closed) = (plan.Public, plan.Sealed);
        return new LetterFacts(
            open.Language, open.BrandId, open.Brand, open.Sample, closed.Name, closed.FirstName, open.Vessel, open.Times,
            open.MeetingArea, closed.Dock, closed.GateCode, closed.Party, closed.Requests, closed.Captain, closed.Payment,
            open.Directions, open.MapLink, open.Bring, closed.Reference, closed.Channel, closed.Phone, closed.PhoneText, fleet.Operator.Name,
            access.Link.AbsoluteUri, access.Code.Text, access.Waiver?.AbsoluteUri, null, []);
    }

    /// <summary>Something you were told has changed: what was, and what is.</summary>
    public static LetterFacts Change(Booking booking, FleetFacts fleet, PageInputs inputs, GuestAccess access,
        ToldFacts before) =>
        Confirmation(booking, fleet, inputs, access) with
        {
            Before = before,
            Changes = before.Changes(ToldFacts.Of(booking, fleet)),
        };

    /// <summary>It does not sail.</summary>
    public static LetterFacts Cancelled(Booking booking, FleetFacts fleet, PageInputs inputs,
        GuestAccess access) =>
        Confirmation(booking, fleet, inputs, access);

    /// <summary>The link again, because the booker asked.</summary>
    public static LetterFacts Link(Booking booking, FleetFacts fleet, PageInputs inputs,
        GuestAccess access) =>
        Confirmation(booking, fleet, inputs, access);

    /// <summary>Renders a letter of one of the guest's purposes.</summary>
    public static Letter Write(ITemplates templates, NoticePurpose purpose, LetterFacts facts)
    {
        var json = Json(facts);
        var name = $"mail/{Template(purpose)}";
        return new Letter(
            templates.Render($"{name}.subject.txt", facts.BrandId, json), templates.Render($"{name}.txt", facts.BrandId, json),
            templates.Render($"{name}.html", facts.BrandId, json));
    }

    /// <summary>
    /// The short text that a person sends by hand to a guest without a mail address; it has the link.
    /// </summary>
    public static string Draft(ITemplates templates, NoticePurpose purpose, LetterFacts facts) =>
        templates.Render($"draft/{Template(purpose)}.txt", facts.BrandId, Json(facts)).Trim();

    /// <summary>The facts as a template gets them.</summary>
    public static byte[] Json(LetterFacts facts) => JsonSerializer.SerializeToUtf8Bytes(facts, LetterJson.Default.LetterFacts);

    private static string Template(NoticePurpose purpose)
    {
        Require.That(purpose is NoticePurpose.GuestConfirmation or NoticePurpose.GuestChange or NoticePurpose.GuestCancelled
            or NoticePurpose.GuestLink or NoticePurpose.GuestPhotosReady or NoticePurpose.GuestReviewRequest);
        return purpose.Word;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LetterFacts))]
internal sealed partial class LetterJson : JsonSerializerContext;
