using Purser.Outside;

namespace Purser.Aws.Desks;

/// <summary>Where the desks answer.</summary>
/// <param name="Calendar">The calendar desk.</param>
/// <param name="Crew">The crew desk.</param>
public sealed record DeskOptions(DeskAddress Calendar, DeskAddress Crew)
{
    /// <summary>Both in this process.</summary>
    public static readonly DeskOptions Here = new(
        new DeskAddress(null, SecretNames.CalendarDesk, DeskKind.Calendar),
        new DeskAddress(null, SecretNames.CrewDesk, DeskKind.Crew));
}

/// <summary>Where a desk answers, and how the office proves itself there.</summary>
/// <param name="Base">The desk's own base address, ending in a stroke; never that of a distribution, which
/// passes no keys. Null: the desk is in this process.</param>
/// <param name="Secret">The name of the secret from which the key is made.</param>
/// <param name="Kind">Which desk.</param>
public sealed record DeskAddress(Uri? Base, string Secret, DeskKind Kind);

/// <summary>What differs between the desks on the wire.</summary>
/// <param name="Name">In words.</param>
/// <param name="Scope">The scope of its keys.</param>
/// <param name="Header">The header field that carries the key.</param>
/// <param name="Setting">Where its address is set.</param>
public sealed record DeskKind(string Name, string Scope, string Header, string Setting)
{
    /// <summary>The calendar desk.</summary>
    public static readonly DeskKind Calendar =
        new("calendar desk", "calendar", "X-Dashboard-Token", "PURSER_CALENDAR_DESK_URL");

    /// <summary>The crew desk.</summary>
    public static readonly DeskKind Crew = new("crew desk", "crew", "X-API-Key", "PURSER_CREW_DESK_URL");
}
