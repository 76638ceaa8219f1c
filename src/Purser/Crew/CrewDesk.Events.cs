using NodaTime;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Crew;

/// <summary>Which events a list shows.</summary>
/// <param name="From">First harbour date, inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Cursor">What the last page gave.</param>
/// <param name="Most">1 to 100.</param>
/// <param name="Cancelled">Tombstones too.</param>
public sealed record EventQuery(LocalDate From, LocalDate To, string? Cursor = null, int Most = 50, bool Cancelled = false);

/// <summary>A page of events in the order of departure.</summary>
public sealed record EventPage(IReadOnlyList<CrewEvent> Items, string? Next);

/// <summary>A desk-only event as the caller wants it.</summary>
/// <param name="Id">The caller's, or a new one.</param>
/// <param name="Trip">What, when, where, and which roles.</param>
/// <param name="CrewNotes">For crew.</param>
public sealed record EventDraft(EventId Id, TripHalf Trip, string? CrewNotes)
{
    /// <summary>Who is asked first for some of its roles; the cascade asks for the others.</summary>
    public IReadOnlyList<WantedMember> Members { get; init; } = [];
}

/// <summary>A role that is to be with this person.</summary>
/// <param name="Role">One of the event's.</param>
/// <param name="Member">Of the roster.</param>
/// <param name="Field">Where the caller wrote it, without the leading slash: a refusal names it.</param>
public sealed record WantedMember(CrewRole Role, MemberId Member, string Field);

/// <summary>A change of an event. A delegate is null where nothing is to change.</summary>
/// <param name="Trip">The new trip half from the present one; refused for a booked event.</param>
/// <param name="CrewNotes">Set: the notes become this, null removes them.</param>
/// <param name="Ticks">Task id and whether it is done.</param>
/// <param name="Version">The version the caller saw, or null for whatever it is.</param>
/// <param name="Generation">The generation the caller saw.</param>
public sealed record EventChange(
    Func<TripHalf, TripHalf>? Trip = null, Optional<string?> CrewNotes = default,
    IReadOnlyList<(string Task, bool Done)>? Ticks = null, long? Version = null, long? Generation = null)
{
    /// <summary>Roles that are to be with these persons; the others stay with whom they are.</summary>
    public IReadOnlyList<WantedMember> Members { get; init; } = [];
}

/// <summary>A value that may be absent, where null means something.</summary>
public readonly record struct Optional<T>(bool Given, T Value)
{
    /// <summary>A value that is there.</summary>
    public static implicit operator Optional<T>(T value) => new(true, value);
}

/// <content>Events as the crew site and the office handle them.</content>
public sealed partial class CrewDesk
{
    /// <summary>The longest trip: an event is found by departures at most so long before.</summary>
    private const int LongestTripDays = 11;

    /// <summary>The event, tombstones included; null if there is none.</summary>
    public async Task<EventView?> View(EventId id, CancellationToken stop)
    {
        var row = await records.Get(CrewRows.Event(id), stop);
        if (row is null) return null;
        var scene = await commits.See(stop);
        return EventView.Of(CrewRows.ReadEvent(row), scene.Roster, scene.Now);
    }

    /// <summary>The event with everybody who was ever in question; null if there is none.</summary>
    public async Task<EventSheet?> Sheet(EventId id, CancellationToken stop) =>
        (await EventReading.Load(records, id, stop)).Sheet;

    /// <summary>
    /// Events whose trip touches the dates. From the index: what changed a moment ago may be missing.
    /// </summary>
    public async Task<(IReadOnlyList<EventView> Items, string? Next)> Events(EventQuery query, CancellationToken stop)
    {
        var scene = await commits.See(stop);
        var page = await Page(query, stop);
        return ([.. page.Items.Select(item => EventView.Of(item, scene.Roster, scene.Now))], page.Next);
    }

    /// <summary>
    /// Makes a desk-only event and invites its crew. The same id with the same content again is the same
    /// event; with other content it is refused.
    /// </summary>
    public Task<EventReply> Create(EventDraft draft, CancellationToken stop) => commits.Change(
        draft.Id,
        (reading, scene) =>
        {
            if (PayIn(draft.CrewNotes) is { } pay) return Reply(pay);
            if (reading.Sheet is { } there)
            {
                var same = !there.Event.Booked && there.Event.Live && SameTrip(there.Event.Trip, draft.Trip);
                return same ? Same() : Reply(Refused(
                    EventRefusal.IdTaken, "id", $"another event has the id {draft.Id}; take a new id, or PATCH that event"));
            }

            var own = OwnHalf.Empty with { CrewNotes = draft.CrewNotes };
            var made = new CrewEvent(draft.Id, false, 0, 0, true, draft.Trip, own, [], CrewEvent.Unsaid);
            var (cast, objection) = Cast(new EventSheet(made, [], []), draft.Members, scene);
            if (objection is not null) return Reply(objection);
            return new Step<EventReply>(
                cast, (sheet, now) => new EventReply.Done(View(sheet!, now), New: true));
        },
        stop);

    /// <summary>
    /// Changes notes, checklist, and of a desk-only event the trip. Ownership is judged before all else.
    /// </summary>
    public Task<EventReply> Change(EventId id, EventChange change, CancellationToken stop) =>
        commits.Change(id, (reading, scene) => Decide(reading.Sheet, change, scene), stop);

    /// <summary>Cancels a desk-only event and tells its crew. Repeated, it is the same.</summary>
    public Task<EventReply> Cancel(EventId id, EventChange expected, CancellationToken stop) => commits.Change(
        id,
        (reading, scene) =>
        {
            if (reading.Sheet is not { } sheet) return Reply(new EventReply.Missing());
            if (sheet.Event.Booked) return Reply(Owned(sheet.Event, null));
            if (!sheet.Event.Live) return Same();
            if (Outdated(sheet, expected)) return new Step<EventReply>(null, (now, at) => new EventReply.Outdated(View(now!, at)));
            if (Closed(sheet, EventAct.Cancel, scene) is { } closed) return Reply(closed);
            return Done((sheet with { Event = sheet.Event with { Live = false } }).Logged(scene.Now, "Cancelled"));
        },
        stop);

    private static Step<EventReply> Decide(EventSheet? sheet, EventChange change, Scene scene)
    {
        if (sheet is null) return Reply(new EventReply.Missing());
        var now = sheet.Event;
        if (change.Trip is not null && now.Booked) return Reply(Owned(now, null));
        if (Outdated(sheet, change)) return new Step<EventReply>(null, (at, when) => new EventReply.Outdated(View(at!, when)));
        if (Refusal(sheet, change, scene) is { } refusal) return Reply(refusal);
        var trip = change.Trip is null ? now.Trip : change.Trip(now.Trip);
        var own = now.Own;
        if (change.CrewNotes is { Given: true } notes && notes.Value != own.CrewNotes) own = own with { CrewNotes = notes.Value };
        foreach (var (task, done) in change.Ticks ?? []) own = Ticked(own, task, done, null, scene.Now);
        var changed = ReferenceEquals(own, now.Own) && SameTrip(trip, now.Trip) ? sheet : sheet with { Event = now with { Trip = trip, Own = own } };
        var (cast, objection) = Cast(changed, change.Members, scene);
        if (objection is not null) return Reply(objection);
        return ReferenceEquals(cast, sheet) ? Same() : Done(cast);
    }

    /// <summary>
    /// The sheet with everybody asked who is wanted, or why one of them cannot be; the same sheet if all have
    /// their roles.
    /// </summary>
    private static (EventSheet Sheet, EventReply.Refused? Objection) Cast(
        EventSheet sheet, IReadOnlyList<WantedMember> wanted, Scene scene)
    {
        foreach (var one in wanted)
        {
            if (sheet.Holder(one.Role) is { Engaged: true } with && with.Member == one.Member) continue;
            if (Objection(sheet, one.Role, one.Member, scene) is { } objection) return (sheet, objection with { Field = one.Field });
            sheet = Replaced(sheet, one.Role, one.Member, scene);
        }

        return (sheet, null);
    }

    private static EventReply.Refused? Refusal(EventSheet sheet, EventChange change, Scene scene)
    {
        if (change.Trip is not null && Closed(sheet, EventAct.ChangeTrip, scene) is { } trip) return trip;
        if (change.CrewNotes.Given && Closed(sheet, EventAct.WriteNotes, scene) is { } notes) return notes;
        if (change.Ticks is not null && Closed(sheet, EventAct.Tick, scene) is { } ticks) return ticks;
        if (change.CrewNotes.Given && PayIn(change.CrewNotes.Value) is { } pay) return pay;
        var known = sheet.Event.Checklist.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        var unknown = (change.Ticks ?? []).FirstOrDefault(tick => !known.Contains(tick.Task)).Task;
        return unknown is null
            ? null
            : Refused(EventRefusal.UnknownTask, "checklist", $"the checklist has no line \"{unknown}\"; GET the event for its lines");
    }

    /// <summary>A crew member ticks a task off, or takes the tick back.</summary>
    public Task<EventReply> Tick(EventId id, MemberId member, string task, bool done, CancellationToken stop) =>
        commits.Change(
            id,
            (reading, scene) =>
            {
                if (reading.Sheet is not { } sheet) return Reply(new EventReply.Missing());
                if (Refusal(sheet, new EventChange(Ticks: [(task, done)]), scene) is { } refusal) return Reply(refusal);
                var own = Ticked(sheet.Event.Own, task, done, member, scene.Now);
                return ReferenceEquals(own, sheet.Event.Own) ? Same() : Done(sheet with { Event = sheet.Event with { Own = own } });
            },
            stop);

    private static OwnHalf Ticked(OwnHalf own, string task, bool done, MemberId? by, Instant at)
    {
        if (own.Ticks.Any(tick => tick.Id == task) == done) return own;
        return own with
        {
            Ticks = done
                ? [.. own.Ticks, new Tick(task, by, at)]
                : [.. own.Ticks.Where(tick => tick.Id != task)],
        };
    }

    private async Task<EventPage> Page(EventQuery query, CancellationToken stop)
    {
        var found = new List<CrewEvent>();
        var from = query.Cursor is { } given
            ? ListCursor.Read(given) ?? throw new CursorUnknown()
            : LocalDatePattern.Iso.Format(query.From.PlusDays(-LongestTripDays));
        var to = LocalDatePattern.Iso.Format(query.To);
        string? cursor = null;
        do
        {
            var page = await records.RangeIndex(new RangeQuery(CrewRows.EventsIndex, from, to, 100, cursor), stop);
            foreach (var item in page.Items.Select(CrewRows.ReadEvent).Where(item => Wanted(item, query)))
            {
                if (found.Count == query.Most) return new EventPage(found, ListCursor.After(found[^1]));
                found.Add(item);
            }

            cursor = page.Next;
        }
        while (cursor is not null);
        return new EventPage(found, null);
    }

    private static bool Wanted(CrewEvent item, EventQuery query)
    {
        var trip = item.Trip.Trip;
        return (item.Live || query.Cancelled) && trip.Start.Date < query.To && trip.Return.Date >= query.From;
    }

    private static EventReply.Refused? Closed(EventSheet sheet, EventAct act, Scene scene)
    {
        var state = sheet.Event.StateAt(scene.Now);
        return state.Allows(act)
            ? null
            : Refused(EventRefusal.WrongState, null, $"the event is {state.Word}: this is not possible any more");
    }

    private static EventReply.Refused? PayIn(string? text) => text is not null && AmountDetector.Finds(text)
        ? Refused(EventRefusal.SpeaksOfPay, "crewNotes",
            "crew read these notes: take out the figure that speaks of pay, or keep it in the booking's officeNotes")
        : null;

    private static EventReply.Refused Owned(CrewEvent value, string? field) => new(
        EventRefusal.OwnedByBooking, field, $"the trip belongs to the booking: change it at /api/bookings/{value.Id}");

    private static bool Outdated(EventSheet sheet, EventChange change) =>
        change.Version is { } version && version != sheet.Event.Version
        || change.Generation is { } generation && generation != sheet.Event.Generation;

    private static EventReply.Refused Refused(EventRefusal why, string? field, string remedy) => new(why, field, remedy);

    private static EventView View(EventSheet sheet, Scene scene) => EventView.Of(sheet.Event, scene.Roster, scene.Now);

    private static Step<EventReply> Reply(EventReply reply) => new(null, (_, _) => reply);

    private static Step<EventReply> Same() => new(null, (sheet, scene) => new EventReply.Same(View(sheet!, scene)));

    private static Step<EventReply> Done(EventSheet next) =>
        new(next, (sheet, scene) => new EventReply.Done(View(sheet!, scene)));
}
