using Purser.Finance.Entries;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>
/// The desks as the office reaches them: in this process, unless an address is set at which one answers. What
/// belongs to the office calls these; the desks' own doors call what is here.
/// </summary>
/// <param name="Crew">Events.</param>
/// <param name="CrewOffice">People and letters of the crew desk.</param>
/// <param name="Entries">The calendar.</param>
public sealed record DeskWays(ICrewDesk Crew, ICrewOffice CrewOffice, IEntryDesk Entries)
{
    /// <summary>True where the crew desk is another process, which then sends its own letters.</summary>
    public bool IsCrewElsewhere { get; private init; }

    /// <summary>
    /// What a desk says, or nothing where it does not answer or refuses: who looks at a booking sees the rest
    /// all the same, and in its effects why.
    /// </summary>
    public static async Task<T?> IfAnswered<T>(Task<T> asked)
        where T : class?
    {
        try
        {
            return await asked;
        }
        catch (Exception fault) when (fault is OutsideUnavailable or OutsideRefused)
        {
            return null;
        }
    }

    /// <summary>Those of a house: what is registered comes before what is here.</summary>
    public static DeskWays Of(CrewRooms crew, CalendarRooms calendar, IServiceProvider parts) => new(
        parts.GetService<ICrewDesk>() ?? crew.Crew, parts.GetService<ICrewOffice>() ?? crew.CrewOffice,
        parts.GetService<IEntryDesk>() ?? calendar.Calendar)
    {
        IsCrewElsewhere = parts.GetService<ICrewDesk>() is not null,
    };

    /// <summary>Those of a function, which has neither desk.</summary>
    public static DeskWays Elsewhere(IServiceProvider parts) => new(
        parts.GetRequiredService<ICrewDesk>(), parts.GetRequiredService<ICrewOffice>(),
        parts.GetRequiredService<IEntryDesk>())
    {
        IsCrewElsewhere = true,
    };
}
