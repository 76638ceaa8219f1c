using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Crew;

/// <summary>A crew event: what a booking says of the trip, and what the crew desk says of its own.</summary>
/// <param name="Id">Of the booking, or the caller's for a desk-only event.</param>
/// <param name="Booked">True: the trip half belongs to the booking of this id and is changed there
/// only.</param>
/// <param name="Generation">Of the trip half; 0 for a desk-only event.</param>
/// <param name="Version">Raised by every change of the own half, of who is asked and of what they
/// answered.</param>
/// <param name="Live">False: cancelled; the tombstone keeps its counters.</param>
/// <param name="Trip">When, where, who is needed.</param>
/// <param name="Own">Crew notes, checklist, log.</param>
/// <param name="Cast">Each role needed with whom it is with, as the assignments of the same commit
/// say.</param>
/// <param name="Payment">How far the charter is paid, as a word with its own counter.</param>
public sealed record CrewEvent(
    EventId Id, bool Booked, long Generation, long Version, bool Live, TripHalf Trip, OwnHalf Own,
    IReadOnlyList<CastEntry> Cast, CrewPayment Payment)
{
    /// <summary>The guests' papers, as far as crew may know, with their own counter.</summary>
    public CrewPapers Papers { get; init; } = CrewPapers.None;

    /// <summary>
    /// No word about payment: the event has nothing to be paid, or the office has not said.
    /// </summary>
    public static readonly CrewPayment Unsaid = new(null, 0);

    /// <summary>Where the event stands at this instant.</summary>
    public EventState StateAt(Instant now)
    {
        if (!Live) return EventState.Cancelled;
        var span = Trip.Trip.Span;
        if (now >= span.End) return EventState.Completed;
        if (now >= span.Start) return EventState.InProgress;
        return Cast.All(entry => entry.Answer == CrewAnswer.Yes) ? EventState.Confirmed : EventState.Pending;
    }

    /// <summary>What a person in this role is asked to agree to.</summary>
    public AskFacts FactsFor(CrewRole role)
    {
        var needed = Trip.Roles.First(need => need.Role == role);
        return new AskFacts(Trip.Trip, Trip.Dock, needed.BeforeMinutes, needed.AfterMinutes);
    }

    /// <summary>Everything to be done, role by role, with what is done already.</summary>
    public IReadOnlyList<CheckItem> Checklist =>
        [.. Trip.Roles.SelectMany(need => need.Tasks.Select((task, index) => Check(need.Role, task, index)))];

    private CheckItem Check(CrewRole role, string task, int index)
    {
        var id = $"{role.Key}-{index + 1}";
        return new CheckItem(id, role, task, Own.Ticks.FirstOrDefault(tick => tick.Id == id));
    }
}

/// <summary>The half that a booking owns.</summary>
/// <param name="Title">"Charter for Robin, party of 6".</param>
/// <param name="Type"><c>charter</c>, or what a desk-only event is: <c>training</c>,
/// <c>maintenance</c>.</param>
/// <param name="Trip">Vessel and times.</param>
/// <param name="Dock">The exact dock.</param>
/// <param name="Guests">Party size; 0 without guests.</param>
/// <param name="Requests">The guest's wishes, fit for crew.</param>
/// <param name="Roles">Who is needed, the captain first.</param>
public sealed record TripHalf(
    string Title, string Type, Trip Trip, string Dock, int Guests, string? Requests,
    IReadOnlyList<VesselRole> Roles);

/// <summary>The half that the crew desk owns.</summary>
/// <param name="CrewNotes">For the crew; free of amounts.</param>
/// <param name="Ticks">What is done of the checklist.</param>
/// <param name="Log">What happened, oldest first; the last <see cref="LogLines"/>.</param>
public sealed record OwnHalf(string? CrewNotes, IReadOnlyList<Tick> Ticks, IReadOnlyList<LogLine> Log)
{
    /// <summary>How many lines of the log are kept.</summary>
    public const int LogLines = 100;

    /// <summary>Nothing yet.</summary>
    public static readonly OwnHalf Empty = new(null, [], []);

    /// <summary>With one more line in the log.</summary>
    public OwnHalf Logged(Instant at, string what) =>
        this with { Log = [.. Log.Append(new LogLine(at, what)).TakeLast(LogLines)] };
}

/// <summary>A task that is done.</summary>
public sealed record Tick(string Id, MemberId? By, Instant At);

/// <summary>One thing that happened.</summary>
public sealed record LogLine(Instant At, string What);

/// <summary>A line of the checklist; <see cref="Done"/> is null while it is to be done.</summary>
public sealed record CheckItem(string Id, CrewRole Role, string Text, Tick? Done);

/// <summary>A role with whom it is with now; no member: nobody is left to ask.</summary>
public sealed record CastEntry(CrewRole Role, MemberId? Member, CrewAnswer Answer, int Ask);

/// <summary>What a person agrees to: if any of it changes, he is asked again.</summary>
/// <param name="Trip">Vessel and times.</param>
/// <param name="Dock">Where.</param>
/// <param name="BeforeMinutes">Aboard this long before departure.</param>
/// <param name="AfterMinutes">Away this long after return.</param>
public sealed record AskFacts(Trip Trip, string Dock, int BeforeMinutes, int AfterMinutes)
{
    /// <summary>When to be aboard.</summary>
    public HarbourTime Aboard => Trip.Departure.Plus(Duration.FromMinutes(-BeforeMinutes));

    /// <summary>When one is free again.</summary>
    public HarbourTime Away => Trip.Return.Plus(Duration.FromMinutes(AfterMinutes));
}
