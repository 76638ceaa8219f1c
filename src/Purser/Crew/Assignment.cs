using System.Text.Json.Serialization;
using NodaTime;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Crew;

/// <summary>A role of an event and one person for it.</summary>
/// <param name="Role">What for.</param>
/// <param name="Member">Who.</param>
/// <param name="Ask">How often this person was asked for this event, over all roles; 0 = not yet. Links carry
/// it.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="About">What the last ask was about.</param>
/// <param name="Was">What the ask before it was about, to tell what changed.</param>
/// <param name="Asked">When last asked.</param>
/// <param name="Answered">When last answered.</param>
/// <param name="Way">By which way it was answered.</param>
public sealed record Assignment(
    CrewRole Role, MemberId Member, int Ask, AskStage Stage, AskFacts About, AskFacts? Was = null, Instant? Asked = null,
    Instant? Answered = null, AnswerWay? Way = null)
{
    /// <summary>True while the role is with this person.</summary>
    [JsonIgnore]
    public bool Holds => Stage is AskStage.Proposed or AskStage.Asked or AskStage.Confirmed;

    /// <summary>True while this person knows of it and it is with him.</summary>
    [JsonIgnore]
    public bool Engaged => Stage is AskStage.Asked or AskStage.Confirmed;

    /// <summary>The answer to the last ask.</summary>
    [JsonIgnore]
    public CrewAnswer Answer => Stage switch
    {
        AskStage.Confirmed => CrewAnswer.Yes,
        AskStage.Declined => CrewAnswer.No,
        _ => CrewAnswer.None,
    };

    /// <summary>The cause that notices of the current ask carry.</summary>
    [JsonIgnore]
    public string Cause => $"{Role.Key}-ask{Ask}";
}

/// <summary>How far an assignment is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AskStage>))]
public enum AskStage
{
    /// <summary>Chosen, not yet asked: the captain's answer comes first.</summary>
    Proposed,

    /// <summary>Asked, no answer yet.</summary>
    Asked,

    /// <summary>Said yes.</summary>
    Confirmed,

    /// <summary>Said no; the cascade passes him by.</summary>
    Declined,

    /// <summary>Replaced by the office; the cascade passes him by.</summary>
    Released,

    /// <summary>
    /// What he was asked is no longer so, and it is not with him; the cascade may ask him anew.
    /// </summary>
    Lapsed,
}

/// <summary>How an answer came.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnswerWay>))]
public enum AnswerWay
{
    /// <summary>From the page that his link opened.</summary>
    [JsonStringEnumMemberName("link")]
    Link,

    /// <summary>By a reply to the mail.</summary>
    [JsonStringEnumMemberName("mail")]
    Mail,

    /// <summary>Entered by the office or over the crew API.</summary>
    [JsonStringEnumMemberName("office")]
    Office,
}

/// <summary>
/// What a person was last told about an event, so that nobody is told the same thing twice.
/// </summary>
/// <param name="Member">Who.</param>
/// <param name="Ask">The fingerprint of the last invitation, change, release or cancellation; null: nothing
/// yet.</param>
/// <param name="Status">For a captain: the fingerprint of who had confirmed; null: nothing yet.</param>
public sealed record Told(MemberId Member, string? Ask = null, string? Status = null);
