using Purser.Aws.Desks;
using Purser.Outside.Records;

namespace Purser.Host.Doors.Keys;

/// <summary>What a key opens. A key of one scope opens nothing else.</summary>
public enum KeyScope
{
    /// <summary>The booking trigger.</summary>
    Bookings,

    /// <summary>The crew system's API.</summary>
    Crew,

    /// <summary>The calendar's API.</summary>
    Calendar,

    /// <summary>The crew desk's doors to the office of another process.</summary>
    CrewOffice,

    /// <summary>The calendar desk's doors to the office of another process.</summary>
    CalendarOffice,
}

/// <summary>What belongs to each scope.</summary>
public static class KeyScopes
{
    /// <summary>Gives a function the hashes of the keys with which the office comes to its desk.</summary>
    public const string OfficeSetting = "OFFICE_KEY_HASH";

    /// <summary>Those whose keys are made by chance and given to other programs.</summary>
    public static IReadOnlyList<KeyScope> Services { get; } =
        [KeyScope.Bookings, KeyScope.Crew, KeyScope.Calendar];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KeyScope> All { get; } =
        [.. Services, KeyScope.CrewOffice, KeyScope.CalendarOffice];

    extension(KeyScope scope)
    {
        /// <summary>The word in keys and commands.</summary>
        public string Word => scope switch
        {
            KeyScope.Bookings => "bookings",
            KeyScope.Crew => "crew",
            KeyScope.Calendar => "calendar",
            KeyScope.CrewOffice => "crew-office",
            KeyScope.CalendarOffice => "calendar-office",
            _ => throw new BugException("an unknown scope"),
        };

        /// <summary>The header field that carries the key.</summary>
        public string Header =>
            scope is KeyScope.Calendar or KeyScope.CalendarOffice ? "X-Dashboard-Token" : "X-API-Key";

        /// <summary>
        /// The desk whose doors the office opens with keys of this scope, which it makes of a secret; null:
        /// they are keys of a service.
        /// </summary>
        public DeskKind? Desk => scope switch
        {
            KeyScope.CrewOffice => DeskKind.Crew,
            KeyScope.CalendarOffice => DeskKind.Calendar,
            _ => null,
        };

        /// <summary>The command that makes a key of this scope.</summary>
        public string Making =>
            scope.Desk is { } desk ? $"purser keys desk {desk.Scope}" : $"purser keys new {scope.Word}";

        /// <summary>The variable that may give hashes of keys of this scope.</summary>
        public string Setting => scope switch
        {
            KeyScope.Bookings => "BOOKING_KEY_HASH",
            KeyScope.Crew => "SERVICE_KEY_HASH",
            KeyScope.Calendar => "DASHBOARD_TOKEN_HASH",
            KeyScope.CrewOffice or KeyScope.CalendarOffice => OfficeSetting,
            _ => throw new BugException("an unknown scope"),
        };

        /// <summary>Where the hashes are kept: in the compartment that the key opens.</summary>
        public Compartment Compartment => scope switch
        {
            KeyScope.Bookings => Compartment.Office,
            KeyScope.Crew or KeyScope.CrewOffice => Compartment.Crew,
            KeyScope.Calendar or KeyScope.CalendarOffice => Compartment.Calendar,
            _ => throw new BugException("an unknown scope"),
        };
    }

    /// <summary>With which scope the office comes to a desk.</summary>
    public static KeyScope Office(DeskKind desk) =>
        desk == DeskKind.Crew ? KeyScope.CrewOffice : KeyScope.CalendarOffice;

    /// <summary>The scope of this word, or null.</summary>
    public static KeyScope? Parse(string? word)
    {
        foreach (var scope in All)
        {
            if (scope.Word == word) return scope;
        }

        return null;
    }
}
