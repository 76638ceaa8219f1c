namespace Purser.Crew;

/// <summary>Where an event stands.</summary>
public enum EventState
{
    /// <summary>Somebody needed has not said yes.</summary>
    Pending,

    /// <summary>Everybody needed has said yes.</summary>
    Confirmed,

    /// <summary>Between departure and return.</summary>
    InProgress,

    /// <summary>After the return.</summary>
    Completed,

    /// <summary>It does not take place.</summary>
    Cancelled,
}

/// <summary>
/// What may be done to an event by crew and office. A booking's own puts are judged by their generation
/// alone.
/// </summary>
public enum EventAct
{
    /// <summary>A person says yes or no.</summary>
    Answer,

    /// <summary>The office gives a role to a person.</summary>
    Assign,

    /// <summary>Crew notes are written.</summary>
    WriteNotes,

    /// <summary>A task is ticked off.</summary>
    Tick,

    /// <summary>The trip of a desk-only event is changed.</summary>
    ChangeTrip,

    /// <summary>A desk-only event is cancelled.</summary>
    Cancel,
}

/// <summary>The table of what is possible in which state.</summary>
public static class EventStates
{
    extension(EventState state)
    {
        /// <summary>
        /// True if the act is possible now. Cancelling what is cancelled is the same again, and no refusal.
        /// </summary>
        public bool Allows(EventAct act) => (state, act) switch
        {
            (EventState.Pending or EventState.Confirmed, _) => true,
            (EventState.InProgress, EventAct.Answer) => false,
            (EventState.InProgress, _) => true,
            (EventState.Completed, EventAct.WriteNotes or EventAct.Tick) => true,
            (EventState.Completed, _) => false,
            (EventState.Cancelled, EventAct.Cancel) => true,
            (EventState.Cancelled, _) => false,
            _ => throw new BugException("an unknown state"),
        };

        /// <summary>The word in replies and on pages.</summary>
        public string Word => state switch
        {
            EventState.Pending => "pending",
            EventState.Confirmed => "confirmed",
            EventState.InProgress => "in progress",
            EventState.Completed => "completed",
            EventState.Cancelled => "cancelled",
            _ => throw new BugException("an unknown state"),
        };
    }
}
