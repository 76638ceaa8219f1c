using Purser.Host.Composition;
using Purser.Host.Pages.Office;
using Purser.Outside;

namespace Purser.Host.Doors.OfficePages;

/// <summary>Reads the roster for the office, with what became of each person's own link.</summary>
public sealed class PeopleReading(OfficeRooms house)
{
    /// <summary>Everybody, in the order of the cascade; who has left comes last.</summary>
    public async Task<IReadOnlyList<RosterLine>> Read(CancellationToken stop)
    {
        var people = await house.Desks.CrewOffice.People(stop);
        return [.. people.OrderByDescending(person => person.Active).Select(Line)];
    }

    private RosterLine Line(CrewPerson person)
    {
        var zone = house.Fleet.Harbours[0].Rules;
        return new RosterLine(
            person.Id, person.Name, string.Join(", ", person.Ranks), person.Email, person.Phone,
            person.Active, person.Link is null ? null : OfficeWords.Of(person.Link.State),
            person.Link is null ? null : OfficeWords.Clock(person.Link.At, zone));
    }
}
