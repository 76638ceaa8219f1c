using Purser.Crew;

namespace Purser.Host.Doors;

/// <summary>Why something cannot be done at the crew site, and what to do instead.</summary>
internal static class CrewPageWords
{
    /// <summary>Why an answer was not counted.</summary>
    public static string Why(AnswerOutcome outcome) => outcome switch
    {
        AnswerOutcome.Superseded =>
            "Something has changed since you were asked, so you are asked anew. The newest mail has the link to answer.",
        AnswerOutcome.EventEnded => "It is cancelled or over. Nothing is left for you to do.",
        AnswerOutcome.Departed => "The vessel has left. Call the office if something comes up.",
        AnswerOutcome.Released => "The role is with another person, or is not needed any more. Nothing is left for you to do.",
        AnswerOutcome.RoleTaken => "You had declined, and the next person has been asked. Call the office if you can come after all.",
        AnswerOutcome.NotAsked => "You have not been asked for this. Wait for the mail that asks you.",
        AnswerOutcome.Counted or AnswerOutcome.Same => "Your answer is counted.",
        _ => throw new BugException("an unknown outcome"),
    };

    /// <summary>The heading of the page that says so.</summary>
    public static string Heading(AnswerOutcome outcome, bool live) => outcome switch
    {
        AnswerOutcome.Superseded => "This has changed",
        AnswerOutcome.EventEnded => live ? "This is over" : "This is cancelled",
        AnswerOutcome.Departed => "The vessel has left",
        AnswerOutcome.Released => "You are released",
        AnswerOutcome.RoleTaken => "The role is with another person",
        AnswerOutcome.NotAsked => "You are not asked",
        AnswerOutcome.Counted or AnswerOutcome.Same => "Thank you",
        _ => throw new BugException("an unknown outcome"),
    };
}
