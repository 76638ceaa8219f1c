using NodaTime;
using Purser.Fleet;

namespace Purser.Crew;

/// <summary>
/// Brings who is asked in line with what an event needs. Pure, and settled again it changes nothing: so it
/// runs after every change, whatever the change was.
/// </summary>
public static class Cascade
{
    /// <summary>So near to departure nobody waits for the captain's answer.</summary>
    public static readonly Duration AtOnce = Duration.FromHours(48);

    /// <summary>
    /// Releases whom the trip needs no more, asks again whose trip changed, gives open roles to the next in
    /// the cascade, and asks those whose turn it is.
    /// </summary>
    public static EventSheet Settle(
        EventSheet sheet, IReadOnlyList<CrewMember> roster, bool captainFirst, Instant now)
    {
        if (!sheet.Event.Live) return Ended(sheet).Summed();
        if (now >= sheet.Event.Trip.Trip.Span.Start) return sheet.Summed();
        sheet = Unneeded(sheet);
        foreach (var item in sheet.Assignments) sheet = Changed(sheet, item, roster, now);
        foreach (var need in sheet.Event.Trip.Roles)
        {
            if (sheet.Holder(need.Role) is null) sheet = Proposed(sheet, need.Role, roster);
        }

        return Opened(sheet, captainFirst, now).Summed();
    }

    /// <summary>The next person for a role, or null if nobody is left.</summary>
    public static CrewMember? Next(EventSheet sheet, CrewRole role, IReadOnlyList<CrewMember> roster)
    {
        var facts = sheet.Event.FactsFor(role);
        return roster
            .Where(member => member.CanServe(role, facts) && !Passed(sheet, member.Id))
            .OrderBy(member => Rank(member, role)).ThenBy(member => member.Order)
            .ThenBy(member => member.Id.Text, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>Asks a person now, whatever came before.</summary>
    public static EventSheet Ask(EventSheet sheet, CrewRole role, MemberId member, Instant now)
    {
        var before = sheet.Assignments.FirstOrDefault(item => item.Role == role && item.Member == member);
        return sheet.With(new Assignment(
            role, member, sheet.AsksOf(member) + 1, AskStage.Asked, sheet.Event.FactsFor(role),
            before is { Ask: > 0 } ? before.About : null, now));
    }

    private static bool Passed(EventSheet sheet, MemberId member) =>
        sheet.Assignments.Any(item => item.Member == member && item.Stage != AskStage.Lapsed);

    private static int Rank(CrewMember member, CrewRole role) => member.Ranks.TakeWhile(rank => rank != role).Count();

    private static EventSheet Ended(EventSheet sheet) => sheet with
    {
        Assignments = [.. sheet.Assignments.Select(item => item.Holds ? Lapsed(item) : item)],
    };

    private static EventSheet Unneeded(EventSheet sheet)
    {
        var needed = sheet.Event.Trip.Roles.Select(need => need.Role).ToHashSet();
        return sheet with
        {
            Assignments =
            [
                .. sheet.Assignments.Select(item => item.Holds && !needed.Contains(item.Role) ? Lapsed(item) : item),
            ],
        };
    }

    private static Assignment Lapsed(Assignment item) => item with { Stage = AskStage.Lapsed };

    private static EventSheet Changed(
        EventSheet sheet, Assignment item, IReadOnlyList<CrewMember> roster, Instant now)
    {
        if (sheet.Event.Trip.Roles.All(need => need.Role != item.Role)) return Forgiven(sheet, item);
        var facts = sheet.Event.FactsFor(item.Role);
        if (item.About == facts) return sheet;
        if (item.Stage is AskStage.Declined or AskStage.Proposed) return sheet.With(Lapsed(item));
        if (!item.Engaged) return sheet;
        var member = roster.FirstOrDefault(one => one.Id == item.Member);
        return member?.CanServe(item.Role, facts) == true
            ? Ask(sheet, item.Role, item.Member, now)
            : sheet.With(Lapsed(item));
    }

    private static EventSheet Forgiven(EventSheet sheet, Assignment item) =>
        item.Stage == AskStage.Declined && item.About.Trip != sheet.Event.Trip.Trip
            ? sheet.With(Lapsed(item))
            : sheet;

    private static EventSheet Proposed(EventSheet sheet, CrewRole role, IReadOnlyList<CrewMember> roster)
    {
        if (Next(sheet, role, roster) is not { } member) return sheet;
        var before = sheet.Assignments.FirstOrDefault(item => item.Role == role && item.Member == member.Id);
        var facts = sheet.Event.FactsFor(role);
        return sheet.With(before is null
            ? new Assignment(role, member.Id, 0, AskStage.Proposed, facts)
            : before with { Stage = AskStage.Proposed, Was = before.Ask > 0 ? before.About : null, About = facts });
    }

    private static EventSheet Opened(EventSheet sheet, bool captainFirst, Instant now)
    {
        var captain = sheet.Holder(CrewRole.Captain);
        var needsCaptain = sheet.Event.Trip.Roles.Any(need => need.Role == CrewRole.Captain);
        var all = !captainFirst || !needsCaptain || captain?.Stage == AskStage.Confirmed
            || sheet.Event.Trip.Trip.Span.Start - now <= AtOnce;
        foreach (var item in sheet.Assignments.Where(item => item.Stage == AskStage.Proposed))
        {
            if (!all && item.Role != CrewRole.Captain) continue;
            sheet = sheet.With(item with
            {
                Ask = sheet.AsksOf(item.Member) + 1,
                Stage = AskStage.Asked,
                Asked = now,
                Answered = null,
                Way = null,
            });
        }

        return sheet;
    }
}
