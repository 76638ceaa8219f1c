using Purser.Crew;
using Purser.Host.Composition;
using Purser.Host.Pages.Office;

namespace Purser.Host.Doors.OfficePages;

/// <summary>Reads the roster for the office, with what became of each person's own link.</summary>
public sealed class PeopleReading(House house)
{
    /// <summary>Everybody, in the order of the cascade; who has left comes last.</summary>
    public async Task<IReadOnlyList<RosterLine>> Read(CancellationToken stop)
    {
        var lines = new List<RosterLine>();
        foreach (var member in (await house.Roster.List(stop)).OrderByDescending(member => member.Active))
            lines.Add(await Line(member, stop));
        return lines;
    }

    private async Task<RosterLine> Line(CrewMember member, CancellationToken stop)
    {
        var zone = house.Fleet.Harbours[0].Rules;
        var last = await house.OwnLinks.Last(member.Id, stop);
        var ranks = string.Join(", ", member.Ranks.Select(rank => rank.Text));
        return new RosterLine(
            member.Id.Text, member.Name, ranks, member.Email, member.Phone, member.Active,
            last is null ? null : OfficeWords.Of(last.State),
            last is null ? null : OfficeWords.Clock(last.Changed ?? last.Queued, zone));
    }
}
