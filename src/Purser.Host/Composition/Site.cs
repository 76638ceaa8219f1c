namespace Purser.Host.Composition;

/// <summary>
/// One of the addresses at which the product answers. A path of one site is unknown on every other.
/// </summary>
public enum Site
{
    /// <summary>Guest pages.</summary>
    Guest,

    /// <summary>The crew system.</summary>
    Crew,

    /// <summary>The office: bookings, console, and the calendar where that is in the same program.</summary>
    Office,

    /// <summary>The calendar, where it is a function of its own.</summary>
    Calendar,

    /// <summary>
    /// The socket in the data folder, for this program's own commands; trusted by its file permission.
    /// </summary>
    Local,
}

/// <summary>Words of sites.</summary>
public static class Sites
{
    extension(Site site)
    {
        /// <summary>The site's name in cookies, logs and settings.</summary>
        public string Word => site switch
        {
            Site.Guest => "guest",
            Site.Crew => "crew",
            Site.Office => "office",
            Site.Calendar => "calendar",
            Site.Local => "local",
            _ => throw new BugException("an unknown site"),
        };
    }
}
