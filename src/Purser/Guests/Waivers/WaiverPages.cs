using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Guests.Waivers;

/// <summary>The pages of a waiver, as pure functions of facts: they work without script.</summary>
public static class WaiverPages
{
    /// <summary>The page that asks for the code: the same for every address, so that it tells nothing.</summary>
    /// <param name="templates">Its words.</param>
    /// <param name="fleet">The operator, whose first brand it has.</param>
    /// <param name="slug">As asked for.</param>
    /// <param name="language">Of the reader's browser, or of the brand.</param>
    /// <param name="typed">What was written before a session ended; null: nothing was.</param>
    public static string Code(
        ITemplates templates, FleetFacts fleet, Slug slug, string language, WaiverFields? typed = null)
    {
        var frame = WaiverFrame.Of(fleet, fleet.Brands[0]);
        var model = new WaiverCodeModel(
            language, frame, $"{WaiverLinks.Path(slug)}/open", typed is not null, Kept(typed));
        return Render(templates, "code", frame.BrandId, model, WaiverJson.Default.WaiverCodeModel);
    }

    /// <summary>The form.</summary>
    /// <param name="templates">Its words.</param>
    /// <param name="scene">Where it is signed.</param>
    /// <param name="fields">What stands in it.</param>
    /// <param name="token">What it must carry back.</param>
    /// <param name="standing">Who has signed.</param>
    /// <param name="errors">What is not right.</param>
    /// <param name="note">What happened meanwhile: <c>text</c>, <c>trip</c> or <c>stale</c>; null:
    /// nothing.</param>
    public static string Form(
        ITemplates templates, WaiverScene scene, WaiverFields fields, string token, WaiverStanding standing,
        IReadOnlyList<WaiverError> errors, string? note)
    {
        var frame = WaiverFrame.Of(scene.Fleet, scene.Grant.Channel, scene.Grant.Trip);
        _ = DrawnSignature.Read(fields.Strokes, out var drawn);
        var model = new WaiverFormModel(
            scene.Language, frame, WaiverTextFacts.Of(scene.Text), fields, token,
            WaiverLinks.Path(scene.Slug), errors, note, standing, scene.Rules.AdultAge,
            LocalDatePattern.Iso.Format(scene.Today), scene.Languages, Places(scene), scene.TripMark,
            drawn?.Path);
        return Render(templates, "form", frame.BrandId, model, WaiverJson.Default.WaiverFormModel);
    }

    /// <summary>The page after signing.</summary>
    public static string Signed(
        ITemplates templates, WaiverScene scene, WaiverPaper paper, WaiverStanding standing)
    {
        var frame = WaiverFrame.Of(scene.Fleet, scene.Grant.Channel, scene.Grant.Trip);
        var at = HarbourTime.At(paper.Signed, paper.Trip.Zone);
        var model = new WaiverSignedModel(
            scene.Language, frame, Places(scene), paper.Passenger, Receipt(paper.Id), paper.Mail, standing,
            ClockFacts.Of(at), at.Abbreviation, Until(paper), WaiverText.Mark(paper.Text.Hash));
        return Render(templates, "signed", frame.BrandId, model, WaiverJson.Default.WaiverSignedModel);
    }

    /// <summary>Why nobody signs now: <c>cancelled</c>, <c>over</c>, <c>full</c> or <c>large</c>.</summary>
    public static string Refused(ITemplates templates, WaiverScene scene, string why)
    {
        var frame = WaiverFrame.Of(scene.Fleet, scene.Grant.Channel, scene.Grant.Trip);
        var model = new WaiverRefusedModel(scene.Language, frame, Places(scene), why);
        return Render(templates, "refused", frame.BrandId, model, WaiverJson.Default.WaiverRefusedModel);
    }

    /// <summary>The blank for those who sign on paper.</summary>
    /// <param name="templates">Its words.</param>
    /// <param name="fleet">The operator; it asks for a waiver.</param>
    /// <param name="trip">The charter.</param>
    /// <param name="channel">Decides the brand.</param>
    /// <param name="language">Of the words.</param>
    /// <param name="page">Where one goes back to; null: nowhere.</param>
    public static string Blank(
        ITemplates templates, FleetFacts fleet, Trip trip, ChannelId channel, string language, Uri? page)
    {
        var rules = fleet.Waivers ?? throw new BugException("nobody is asked for a waiver");
        var frame = WaiverFrame.Of(fleet, channel, trip);
        var text = WaiverTextFacts.Of(WaiverText.Of(rules, language));
        var model = new WaiverBlankModel(language, frame, text, page?.AbsoluteUri, rules.AdultAge);
        return Render(templates, "blank", frame.BrandId, model, WaiverJson.Default.WaiverBlankModel);
    }

    /// <summary>A signed waiver as one file that needs nothing else.</summary>
    public static string Paper(ITemplates templates, WaiverPaperFacts facts) =>
        Render(templates, "paper", facts.Facts.BrandId, facts, WaiverJson.Default.WaiverPaperFacts);

    /// <summary>The card that lies on the dock or the table: the code, and where to go with it.</summary>
    /// <param name="templates">Its words.</param>
    /// <param name="fleet">The operator.</param>
    /// <param name="trip">The charter.</param>
    /// <param name="code">For everybody aboard.</param>
    /// <param name="page">The page's public address.</param>
    /// <param name="square">Makes a square code of an address.</param>
    public static string Card(
        ITemplates templates, FleetFacts fleet, Trip trip, string code, Uri page,
        Func<Uri, SquareCode> square)
    {
        var brand = fleet.BrandFor(default, trip.Vessel);
        var frame = WaiverFrame.Of(fleet, default, trip);
        var waiver = fleet.Waivers is null ? null : new Uri($"{page.AbsoluteUri}/waiver");
        var model = new WaiverCardModel(
            brand.Language, frame, code, page.AbsoluteUri, square(page), waiver?.AbsoluteUri,
            waiver is null ? null : square(waiver));
        return Render(templates, "card", frame.BrandId, model, WaiverJson.Default.WaiverCardModel);
    }

    /// <summary>How a waiver is named to people: <c>ABCD-EFGH</c>.</summary>
    public static string Receipt(string id) => $"{id[..4]}-{id[4..8]}".ToUpperInvariant();

    /// <summary>The harbour date until which a waiver holds.</summary>
    internal static DateFacts Until(WaiverPaper paper) =>
        DateFacts.Of(HarbourTime.At(paper.Expires, paper.Trip.Zone).Date);

    private static WaiverPlaces Places(WaiverScene scene)
    {
        var waiver = WaiverLinks.Address(scene.Site, scene.Slug).AbsoluteUri;
        var language = $"?language={scene.Language}";
        var page = PagePlace.Address(scene.Site, scene.Slug).AbsoluteUri;
        return new WaiverPlaces(page, waiver + language, waiver + "/blank" + language);
    }

    private static IReadOnlyList<WaiverKept> Kept(WaiverFields? typed) => typed is null
        ? []
        : [.. new WaiverKept[]
        {
            new("id", typed.Id), new("language", typed.Language), new("age", typed.Age),
            new("passenger", typed.Passenger), new("born", typed.Born), new("guardian", typed.Guardian),
            new("mail", typed.Mail), new("how", typed.How), new("typed", typed.Typed),
            new("strokes", typed.Strokes),
        }.Where(field => field.Value.Length > 0)];

    private static string Render<T>(
        ITemplates templates, string name, string brand, T model, JsonTypeInfo<T> type) =>
        templates.Render(
            $"guest/waiver/{name}.html", brand, JsonSerializer.SerializeToUtf8Bytes(model, type));
}
