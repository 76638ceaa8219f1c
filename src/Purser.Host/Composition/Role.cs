using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>Which compartment this program is, where each is a function of its own.</summary>
public enum Role
{
    /// <summary>Bookings, money, console, provisioning, the office's letters.</summary>
    Office,

    /// <summary>The internal calendar and its feeds.</summary>
    Calendar,

    /// <summary>The crew system with its letters.</summary>
    Crew,

    /// <summary>What guests ask of us and give us, and the worker of their photos.</summary>
    Guest,
}

/// <summary>Words and belongings of roles.</summary>
public static class Roles
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Role> All { get; } = [Role.Office, Role.Calendar, Role.Crew, Role.Guest];

    extension(Role role)
    {
        /// <summary>As <c>PURSER_ROLE</c> says it.</summary>
        public string Word => role.Site.Word;

        /// <summary>At which address its doors are.</summary>
        public Site Site => role switch
        {
            Role.Office => Site.Office,
            Role.Calendar => Site.Calendar,
            Role.Crew => Site.Crew,
            Role.Guest => Site.Guest,
            _ => throw new BugException("an unknown role"),
        };

        /// <summary>
        /// Whose records it opens. The office puts what guests may do beside what they gave, and reads that.
        /// </summary>
        public IReadOnlyList<Compartment> Compartments => role switch
        {
            Role.Office => [Compartment.Office, Compartment.Guest],
            Role.Calendar => [Compartment.Calendar],
            Role.Crew => [Compartment.Crew],
            Role.Guest => [Compartment.Guest],
            _ => throw new BugException("an unknown role"),
        };
    }

    /// <summary>The role of this word, or null.</summary>
    public static Role? Parse(string word)
    {
        foreach (var role in All)
        {
            if (role.Word == word) return role;
        }

        return null;
    }
}
