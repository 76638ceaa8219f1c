using Purser.Finance.Entries;
using Purser.Outside;
using Purser.Provisioning;

namespace Purser.Host.Composition;

/// <summary>
/// The desks as the office reaches them: in this process, unless an address is set at which one answers. What
/// belongs to the office calls these; the desks' own doors call what is here.
/// </summary>
/// <param name="Crew">Events.</param>
/// <param name="CrewOffice">People and letters of the crew desk.</param>
/// <param name="Entries">The calendar.</param>
/// <param name="LettersHere">The crew desk's letters over this process's own records, for its doors.</param>
public sealed record DeskWays(
    ICrewDesk Crew, ICrewOffice CrewOffice, IEntryDesk Entries, ICrewOffice LettersHere)
{
    /// <summary>Those of a house: what is registered comes before what is here.</summary>
    public static DeskWays Of(House house, Postman crewPost, IServiceProvider parts)
    {
        var here = new CrewOffice(house.CrewRecords, crewPost, house.Hints, house.Clock);
        return new DeskWays(
            parts.GetService<ICrewDesk>() ?? house.Crew, parts.GetService<ICrewOffice>() ?? here,
            parts.GetService<IEntryDesk>() ?? house.Calendar, here);
    }
}
