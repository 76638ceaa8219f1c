using NodaTime;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Crew;

/// <summary>An event as crew, office and the crew API may see it.</summary>
/// <param name="Event">Both halves.</param>
/// <param name="Roles">Each role with whom it is with.</param>
/// <param name="State">At the time of the reply.</param>
public sealed record EventView(CrewEvent Event, IReadOnlyList<CrewRoleView> Roles, EventState State)
{
    internal static EventView Of(CrewEvent value, IReadOnlyList<CrewMember> roster, Instant now) => new(
        value,
        [
            .. value.Cast.Select(entry => new CrewRoleView(
                entry.Role, entry.Member, NameOf(roster, entry.Member), entry.Answer, entry.Ask)),
        ],
        value.StateAt(now));

    internal static string? NameOf(IReadOnlyList<CrewMember> roster, MemberId? id) =>
        id is null ? null : roster.FirstOrDefault(member => member.Id == id)?.Name ?? id.Value.Text;
}

/// <summary>
/// A role with whom it is with; no member: nobody is left to ask. Ask 0: chosen, not yet asked.
/// </summary>
public sealed record CrewRoleView(CrewRole Role, MemberId? Member, string? Name, CrewAnswer Answer, int Ask);

/// <summary>What became of a command about an event.</summary>
public abstract record EventReply
{
    private EventReply()
    {
    }

    /// <summary>Done; <see cref="New"/> if it made the event.</summary>
    public sealed record Done(EventView Now, bool New = false) : EventReply;

    /// <summary>It was so already; nothing was written.</summary>
    public sealed record Same(EventView Now) : EventReply;

    /// <summary>There is no such event.</summary>
    public sealed record Missing : EventReply;

    /// <summary>It changed since the caller looked.</summary>
    public sealed record Outdated(EventView Now) : EventReply;

    /// <summary>Refused; nothing was written.</summary>
    /// <param name="Why">The rule.</param>
    /// <param name="Field">What is wrong, in camelCase, or null.</param>
    /// <param name="Remedy">What is wrong and what to do, for a person.</param>
    public sealed record Refused(EventRefusal Why, string? Field, string Remedy) : EventReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(
        Func<Done, T> done, Func<Same, T> same, Func<Missing, T> missing, Func<Outdated, T> outdated,
        Func<Refused, T> refused) => this switch
        {
            Done reply => done(reply),
            Same reply => same(reply),
            Missing reply => missing(reply),
            Outdated reply => outdated(reply),
            Refused reply => refused(reply),
            _ => throw new BugException("an unknown reply"),
        };
}

/// <summary>The rule by which a command was refused.</summary>
public enum EventRefusal
{
    /// <summary>The fact belongs to the booking and is changed there.</summary>
    OwnedByBooking,

    /// <summary>The event's state does not allow it.</summary>
    WrongState,

    /// <summary>Another event has this id.</summary>
    IdTaken,

    /// <summary>The text names a figure of pay or charge, which crew must not read.</summary>
    SpeaksOfPay,

    /// <summary>The event does not need this role.</summary>
    UnknownRole,

    /// <summary>The roster has no such active person.</summary>
    UnknownMember,

    /// <summary>The person cannot serve in this role.</summary>
    NotOfRank,

    /// <summary>The person has a role in this event already.</summary>
    HasRole,

    /// <summary>There is no such task.</summary>
    UnknownTask,

    /// <summary>A value is outside its limits.</summary>
    BadValue,
}

/// <summary>What became of an answer.</summary>
/// <param name="Outcome">Which.</param>
/// <param name="Now">The event as it stands; null if there is none.</param>
/// <param name="Standing">The person's assignment as it stands; null if he was never asked.</param>
public sealed record AnswerReply(AnswerOutcome Outcome, EventView? Now, Assignment? Standing);

/// <summary>What became of an answer.</summary>
public enum AnswerOutcome
{
    /// <summary>Counted.</summary>
    Counted,

    /// <summary>He had said so already.</summary>
    Same,

    /// <summary>
    /// He was asked anew since: <see cref="Assignment.Was"/> and <see cref="Assignment.About"/> say what
    /// changed.
    /// </summary>
    Superseded,

    /// <summary>The event is cancelled or over.</summary>
    EventEnded,

    /// <summary>The vessel has left: the office must be called.</summary>
    Departed,

    /// <summary>He was released, or his role fell away.</summary>
    Released,

    /// <summary>He had declined, and the role is with another person now.</summary>
    RoleTaken,

    /// <summary>This person was not asked for this event.</summary>
    NotAsked,
}
