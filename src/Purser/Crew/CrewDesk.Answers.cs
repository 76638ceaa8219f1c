using NodaTime;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Crew;

/// <content>Answers, and what the office decides about persons.</content>
public sealed partial class CrewDesk
{
    /// <summary>
    /// A person's yes or no, by whichever way it came: counted once. A no gives the role to the next person
    /// in the cascade in the same commit. Until departure a yes may be taken back, and a no may become a yes
    /// while the role is open.
    /// </summary>
    /// <param name="id">The event.</param>
    /// <param name="member">Who answers.</param>
    /// <param name="ask">The counter that the link or the page carried.</param>
    /// <param name="yes">Comes, or does not.</param>
    /// <param name="way">How it came.</param>
    /// <param name="stop">Gives up.</param>
    public Task<AnswerReply> Answer(EventId id, MemberId member, int ask, bool yes, AnswerWay way, CancellationToken stop) =>
        commits.Change(
            id,
            (reading, scene) =>
            {
                if (reading.Sheet is not { } sheet) return new Step<AnswerReply>(null, (_, _) => NotAsked);
                var outcome = Judge(sheet, member, ask, yes, scene.Now);
                var next = outcome == AnswerOutcome.Counted ? Counted(sheet, member, yes, way, scene) : null;
                return new Step<AnswerReply>(next, (now, _) => new AnswerReply(
                    outcome, EventView.Of(now!.Event, scene.Roster, scene.Now), now.Of(member)));
            },
            stop);

    /// <summary>What an answer would come to now. The whole table of answers.</summary>
    public static AnswerOutcome Judge(EventSheet sheet, MemberId member, int ask, bool yes, Instant now)
    {
        if (sheet.Of(member) is not { Ask: > 0 } item) return AnswerOutcome.NotAsked;
        var state = sheet.Event.StateAt(now);
        if (state is EventState.Cancelled or EventState.Completed) return AnswerOutcome.EventEnded;
        if (item.Stage is AskStage.Released or AskStage.Lapsed) return AnswerOutcome.Released;
        if (item.Stage == AskStage.Proposed || ask != item.Ask) return AnswerOutcome.Superseded;
        if (item.Answer == (yes ? CrewAnswer.Yes : CrewAnswer.No)) return AnswerOutcome.Same;
        if (!state.Allows(EventAct.Answer)) return AnswerOutcome.Departed;
        return item.Stage == AskStage.Declined && Taken(sheet, item) ? AnswerOutcome.RoleTaken : AnswerOutcome.Counted;
    }

    /// <summary>
    /// Gives a role to a person: whoever had it is told that he is released, the new one is asked, in one
    /// commit. Giving it to whom it is with changes nothing.
    /// </summary>
    public Task<EventReply> Assign(EventId id, CrewRole role, MemberId member, CancellationToken stop) =>
        commits.Change(
            id,
            (reading, scene) =>
            {
                if (reading.Sheet is not { } sheet) return Reply(new EventReply.Missing());
                if (Objection(sheet, role, member, scene) is { } objection) return Reply(objection);
                if (sheet.Holder(role) is { Engaged: true } with && with.Member == member) return Same();
                return Done(Replaced(sheet, role, member, scene));
            },
            stop);

    /// <summary>
    /// Takes a role from whoever has it; the next in the cascade is asked in the same commit.
    /// </summary>
    public Task<EventReply> Release(EventId id, CrewRole role, CancellationToken stop) =>
        commits.Change(
            id,
            (reading, scene) =>
            {
                if (reading.Sheet is not { } sheet) return Reply(new EventReply.Missing());
                if (Closed(sheet, EventAct.Assign, scene) is { } closed) return Reply(closed);
                if (sheet.Holder(role) is not { } with) return Same();
                var name = EventView.NameOf(scene.Roster, with.Member);
                return Done(sheet.With(with with { Stage = AskStage.Released })
                    .Logged(scene.Now, $"{name} released as {role} by the office"));
            },
            stop);

    /// <summary>
    /// Settles what time alone has changed: people whom the captain's silence kept waiting until 48 hours
    /// before departure, and open roles for which the roster now has somebody. Safe to repeat at any time.
    /// </summary>
    /// <returns>How many events changed.</returns>
    public async Task<int> Sweep(CancellationToken stop)
    {
        var scene = await commits.See(stop);
        var today = scene.Now.InUtc().Date;
        var changed = 0;
        string? cursor = null;
        do
        {
            var page = await Page(new EventQuery(today.PlusDays(-1), today.PlusDays(400), cursor, 100), stop);
            foreach (var item in page.Items.Where(item => item.Cast.Any(entry => entry.Ask == 0)))
                changed += await Settle(item.Id, stop) ? 1 : 0;
            cursor = page.Next;
        }
        while (cursor is not null);
        return changed;
    }

    private Task<bool> Settle(EventId id, CancellationToken stop) => commits.Change(
        id,
        (reading, scene) =>
        {
            var settled = reading.Sheet is { } sheet
                ? Cascade.Settle(sheet, scene.Roster, scene.Fleet.Crew.CaptainFirst, scene.Now)
                : null;
            var same = settled is null || settled.Event.Cast.SequenceEqual(reading.Sheet!.Event.Cast);
            return new Step<bool>(same ? null : settled, (_, _) => !same);
        },
        stop);

    private static AnswerReply NotAsked => new(AnswerOutcome.NotAsked, null, null);

    private static bool Taken(EventSheet sheet, Assignment item) =>
        sheet.Event.Trip.Roles.All(need => need.Role != item.Role)
        || sheet.Holder(item.Role) is { } other && other.Member != item.Member;

    private static EventSheet Counted(EventSheet sheet, MemberId member, bool yes, AnswerWay way, Scene scene)
    {
        var item = sheet.Of(member)!;
        var stage = yes ? AskStage.Confirmed : AskStage.Declined;
        var name = EventView.NameOf(scene.Roster, member);
        return sheet.With(item with { Stage = stage, Answered = scene.Now, Way = way })
            .Logged(scene.Now, $"{name} said {(yes ? "yes" : "no")} as {item.Role} ({way.ToString().ToLowerInvariant()})");
    }

    private static EventReply.Refused? Objection(EventSheet sheet, CrewRole role, MemberId member, Scene scene)
    {
        if (Closed(sheet, EventAct.Assign, scene) is { } closed) return closed;
        if (sheet.Event.Trip.Roles.All(need => need.Role != role))
            return Refused(EventRefusal.UnknownRole, "role", $"this event needs no {role}");
        if (scene.Roster.FirstOrDefault(one => one.Id == member) is not { Active: true } person)
            return Refused(EventRefusal.UnknownMember, "member", $"the roster has no active person \"{member}\"");
        if (!person.Ranks.Contains(role))
            return Refused(EventRefusal.NotOfRank, "member", $"{person.Name} does not have the rank of {role}; add it in the roster");
        return sheet.Assignments.FirstOrDefault(item => item.Holds && item.Member == member && item.Role != role) is { } other
            ? Refused(EventRefusal.HasRole, "member", $"{person.Name} is {other.Role} of this event; release him there first")
            : null;
    }

    private static EventSheet Replaced(EventSheet sheet, CrewRole role, MemberId member, Scene scene)
    {
        var name = EventView.NameOf(scene.Roster, member);
        if (sheet.Holder(role) is { } with && with.Member != member)
        {
            var old = EventView.NameOf(scene.Roster, with.Member);
            sheet = sheet.With(with with { Stage = AskStage.Released })
                .Logged(scene.Now, $"{old} released as {role} by the office");
        }

        return Cascade.Ask(sheet, role, member, scene.Now).Logged(scene.Now, $"{name} asked as {role} by the office");
    }
}
