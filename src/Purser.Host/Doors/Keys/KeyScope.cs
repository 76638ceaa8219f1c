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
}

/// <summary>What belongs to each scope.</summary>
public static class KeyScopes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<KeyScope> All { get; } = [KeyScope.Bookings, KeyScope.Crew, KeyScope.Calendar];

    extension(KeyScope scope)
    {
        /// <summary>The word in keys and commands.</summary>
        public string Word => scope switch
        {
            KeyScope.Bookings => "bookings",
            KeyScope.Crew => "crew",
            KeyScope.Calendar => "calendar",
            _ => throw new BugException("an unknown scope"),
        };

        /// <summary>The header field that carries the key.</summary>
        public string Header => scope == KeyScope.Calendar ? "X-Dashboard-Token" : "X-API-Key";

        /// <summary>The variable that may give hashes of keys of this scope.</summary>
        public string Setting => scope switch
        {
            KeyScope.Bookings => "BOOKING_KEY_HASH",
            KeyScope.Crew => "SERVICE_KEY_HASH",
            KeyScope.Calendar => "DASHBOARD_TOKEN_HASH",
            _ => throw new BugException("an unknown scope"),
        };

        /// <summary>Where the hashes are kept: in the compartment that the key opens.</summary>
        public Compartment Compartment => scope switch
        {
            KeyScope.Bookings => Compartment.Office,
            KeyScope.Crew => Compartment.Crew,
            KeyScope.Calendar => Compartment.Calendar,
            _ => throw new BugException("an unknown scope"),
        };
    }

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
