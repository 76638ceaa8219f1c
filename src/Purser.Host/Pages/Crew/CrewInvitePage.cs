using Purser.Crew;
using Purser.Outside;

namespace Purser.Host.Pages.Crew;

/// <summary>What stands around every page of the crew.</summary>
/// <param name="Title">Of the page.</param>
/// <param name="Person">Who reads, or null.</param>
/// <param name="Style">The address of the style sheet, with its hash.</param>
/// <param name="Sample">True marks an invented operator.</param>
public sealed record CrewFrame(string Title, string? Person, string Style, bool Sample);

/// <summary>What one person sees of one event: am I wanted, when, where, what to do, who else.</summary>
/// <param name="Frame">Around it.</param>
/// <param name="Facts">As in letters, in the words of now.</param>
/// <param name="State">asked, yes or no.</param>
/// <param name="CanAnswer">False once the vessel has left.</param>
/// <param name="CanReturn">After a no: the role is still open.</param>
/// <param name="Ask">The counter that a POST carries back.</param>
/// <param name="FormToken">Proves that the form is ours.</param>
/// <param name="Others">Who else, by first name.</param>
/// <param name="Tasks">Of this role.</param>
/// <param name="Gate">May it depart: go, hold (it must not), or wait (somebody has not confirmed).</param>
/// <param name="Action">Where the forms are sent.</param>
/// <param name="Papers">Of the guests, for those who have said yes; else none.</param>
public sealed record CrewInvitePage(
    CrewFrame Frame, CrewLetterFacts Facts, string State, bool CanAnswer, bool CanReturn, int Ask, string FormToken,
    IReadOnlyList<CrewLine> Others, IReadOnlyList<CheckItem> Tasks, string Gate, string Action,
    CrewPapers Papers)
{
    /// <summary>The mark of a standing.</summary>
    public static string Mark(string standing) => standing switch
    {
        "Yes" => "st done",
        "Asked" => "st asked",
        "Open" => "st call",
        _ => "st none",
    };

    /// <summary>The mark of how many have signed.</summary>
    public static string WaiverMark(CrewPapers papers) =>
        papers.Signed >= papers.Of ? "done" : papers.Signed == 0 ? "asked" : "part";

    /// <summary>How many have signed.</summary>
    public static string WaiverWords(CrewPapers papers) =>
        papers.Signed >= papers.Of ? $"All {papers.Of} signed"
        : papers.Signed == 0 ? $"None yet of {papers.Of}"
        : $"{papers.Signed} of {papers.Of} signed";

    /// <summary>The line above the heading.</summary>
    public string Lead => LeadOf(State, CanAnswer);

    /// <summary>How things stand between the reader and the role.</summary>
    public static string LeadOf(string state, bool canAnswer) => (state, canAnswer) switch
    {
        ("yes", _) => "You said yes",
        ("no", _) => "You said no",
        (_, true) => "You are asked",
        _ => "You were asked",
    };
}

/// <summary>A page that only says how things stand and what to do.</summary>
/// <param name="Frame">Around it.</param>
/// <param name="Heading">In a few words.</param>
/// <param name="What">What happened, and what to do.</param>
/// <param name="Changes">What is new, if anything.</param>
/// <param name="Phone">Of the operator, E.164, or null.</param>
public sealed record CrewStandingPage(
    CrewFrame Frame, string Heading, string What, IReadOnlyList<ChangedFact> Changes, string? Phone);

/// <summary>Where a person asks for the link to his own events.</summary>
/// <param name="Frame">Around it.</param>
/// <param name="Note">What happened, or null.</param>
/// <param name="Asked">True once it is asked for.</param>
public sealed record CrewAskPage(CrewFrame Frame, string? Note, bool Asked);

/// <summary>A person's own events.</summary>
/// <param name="Frame">Around it.</param>
/// <param name="Items">In the order of departure.</param>
public sealed record CrewOwnPage(CrewFrame Frame, IReadOnlyList<CrewOwnLine> Items);

/// <summary>One of a person's events.</summary>
public sealed record CrewOwnLine(string Link, string Role, string Vessel, string When, string Standing);
