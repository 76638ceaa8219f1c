using NodaTime;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Crew;

/// <summary>
/// An event with everybody who was ever in question for it: all that a decision about it needs.
/// </summary>
public sealed record EventSheet(CrewEvent Event, IReadOnlyList<Assignment> Assignments, IReadOnlyList<Told> Told)
{
    /// <summary>Whom a role is with, or null.</summary>
    public Assignment? Holder(CrewRole role) => Assignments.FirstOrDefault(item => item.Role == role && item.Holds);

    /// <summary>
    /// A person's last assignment in this event, or null: the one that his links are about.
    /// </summary>
    public Assignment? Of(MemberId member) => Assignments.Where(item => item.Member == member)
        .OrderByDescending(item => item.Holds).ThenByDescending(item => item.Ask).FirstOrDefault();

    /// <summary>How often a person was asked for this event.</summary>
    public int AsksOf(MemberId member) =>
        Assignments.Where(item => item.Member == member).Select(item => item.Ask).DefaultIfEmpty(0).Max();

    /// <summary>What the person was last told.</summary>
    public Told ToldTo(MemberId member) =>
        Told.FirstOrDefault(told => told.Member == member) ?? new Told(member);

    /// <summary>With this assignment in place of the one of the same role and person.</summary>
    public EventSheet With(Assignment changed) => this with
    {
        Assignments =
        [
            .. Assignments.Where(item => item.Role != changed.Role || item.Member != changed.Member), changed,
        ],
    };

    /// <summary>With a line in the log.</summary>
    public EventSheet Logged(Instant at, string what) =>
        this with { Event = Event with { Own = Event.Own.Logged(at, what) } };

    /// <summary>With the event's cast made from the assignments.</summary>
    public EventSheet Summed() => this with
    {
        Event = Event with { Cast = [.. Event.Trip.Roles.Select(need => Sum(need.Role))] },
    };

    private CastEntry Sum(CrewRole role)
    {
        var with = Holder(role) ?? (Event.Live ? null : LastOf(role));
        return with is null
            ? new CastEntry(role, null, CrewAnswer.None, 0)
            : new CastEntry(role, with.Member, with.Answer, with.Ask);
    }

    private Assignment? LastOf(CrewRole role) => Assignments
        .Where(item => item.Role == role && item.Ask > 0 && item.Stage == AskStage.Lapsed)
        .OrderByDescending(item => item.Asked).ThenBy(item => item.Member.Text, StringComparer.Ordinal).FirstOrDefault();
}
