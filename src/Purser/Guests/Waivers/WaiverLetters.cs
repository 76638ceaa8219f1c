using System.Text;
using System.Text.Json;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Guests.Waivers;

/// <summary>A signed waiver as its paper and its letter say it.</summary>
/// <param name="Language">In which it was signed.</param>
/// <param name="Facts">Brand and charter.</param>
/// <param name="Text">The exact text.</param>
/// <param name="Passenger">Who sails.</param>
/// <param name="Guardian">Who signed for a child, or null.</param>
/// <param name="Born">The child's date of birth, or null.</param>
/// <param name="Signer">Whose hand it is.</param>
/// <param name="Typed">The signature, typed, or null.</param>
/// <param name="Drawn">The signature as an SVG path, or null.</param>
/// <param name="At">When it was signed, at the harbour.</param>
/// <param name="AtZone">The zone's short name then.</param>
/// <param name="Until">Until when it holds.</param>
/// <param name="Receipt">How it is named to people.</param>
/// <param name="Proof">How the signer came in: link, code or grant.</param>
/// <param name="Replaced">True if the passenger signed anew since.</param>
/// <param name="Operator">As letters are signed.</param>
public sealed record WaiverPaperFacts(
    string Language, WaiverFrame Facts, WaiverTextFacts Text, string Passenger, string? Guardian,
    DateFacts? Born, string Signer, string? Typed, string? Drawn, ClockFacts At, string AtZone,
    DateFacts Until, string Receipt, string Proof, bool Replaced, string Operator)
{
    /// <summary>The facts of a paper.</summary>
    public static WaiverPaperFacts Of(WaiverPaper paper, FleetFacts fleet)
    {
        var at = HarbourTime.At(paper.Signed, paper.Trip.Zone);
        var text = paper.Text;
        return new WaiverPaperFacts(
            paper.Spoken, WaiverFrame.Of(fleet, paper.Channel, paper.Trip),
            WaiverTextFacts.Of(text.Language, text.Version, text.Date, text.Hash, text.Clauses),
            paper.Passenger, paper.Guardian, paper.Born is { } born ? DateFacts.Of(born) : null,
            paper.Guardian ?? paper.Passenger, paper.Typed, paper.Drawn, ClockFacts.Of(at), at.Abbreviation,
            WaiverPages.Until(paper), WaiverPages.Receipt(paper.Id), paper.Proof,
            paper.Replaced is not null, fleet.Operator.Name);
    }
}

/// <summary>The copy that a signer gets.</summary>
public static class WaiverLetters
{
    /// <summary>The letter.</summary>
    public static Letter Write(ITemplates templates, WaiverPaperFacts facts)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(facts, WaiverJson.Default.WaiverPaperFacts);
        string Render(string part) => templates.Render($"mail/waiver-copy.{part}", facts.Facts.BrandId, json);
        return new Letter(Render("subject.txt"), Render("txt"), Render("html"));
    }

    /// <summary>The waiver as the file that goes with it.</summary>
    public static byte[] Attachment(ITemplates templates, WaiverPaperFacts facts) =>
        Encoding.UTF8.GetBytes(WaiverPages.Paper(templates, facts));
}
