using NodaTime;
using Purser.Bookings;
using Purser.Notices;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>
/// The corridor out: load the current facts, plan, perform what differs in parallel, record the proof. It may
/// run late, twice or beside itself: every port refuses lower counters, and every record it writes has its
/// expected version.
/// </summary>
public sealed class Provisioner(ProvisionerWindows windows)
{
    private const int Rounds = 6;
    private const int MostCopies = 40;
    private const string Calendar = "calendar";
    private const string Crew = "crew";
    private const string Page = "page";
    private const string PageCheck = "page-check";
    private readonly PagePublisher _publisher = new(windows);
    private readonly GuestPapers _papers = new(windows.Secrets, windows.Fleet, windows.GuestSite);

    /// <summary>Brings a booking's surfaces into step with its facts, as far as they can be now.</summary>
    public async Task Provision(BookingId id, CancellationToken stop)
    {
        for (var round = 0; round < Rounds; round++)
        {
            if (await BookingFile.Load(windows.Office, id, stop) is not { } file) return;
            if (file.Work.Wanted == file.Work.Done) return;
            var (done, put) = await Perform(file, stop);
            var (settled, nextTry) = await Record(file, done, put, stop);
            if (done.PageCheck.State == EffectState.Done || settled) await windows.Hints.Leave(Outbox(id), stop);
            if (settled || nextTry is not null) return;
        }
    }

    /// <summary>
    /// Reads back what crew has answered and guests have given, and brings what depends on it into step.
    /// </summary>
    public async Task Follow(BookingId id, CancellationToken stop)
    {
        var (reading, given) = (windows.Crew.Read(id, stop), windows.Guests.Read(id, stop));
        await Task.WhenAll(reading, given);
        var (crew, guests) = (await reading, await given);
        while (await BookingFile.Load(windows.Office, id, stop) is { } file)
        {
            var before = file.Effects;
            var (seen, got) = (Newer(before.CrewSeen, crew), Newer(before.GuestSeen, guests));
            var answered = !ReferenceEquals(seen, before.CrewSeen);
            var copies = Copies(file, got);
            var after = before with { CrewSeen = seen, GuestSeen = got };
            var timed = TimedNotices.Changes(file.WithEffects(after), windows.Fleet(), Now);
            var nothing = !answered && ReferenceEquals(got, before.GuestSeen);
            if (nothing && timed.Count == 0 && copies.Count == 0) break;
            var changes = new List<RecordChange>
            {
                Put(file, OfficeRows.Effects(id), OfficeRows.Body(after)),
                Put(file, OfficeRows.Work(id), OfficeRows.Body(file.Work.Raised), file.Work.Raised.Index(id, Now)),
            };
            changes.AddRange(timed);
            if (answered) changes.AddRange(OpenRoles(file, seen!));
            changes.AddRange(copies);
            if (await windows.Office.Commit(changes, stop) is null && copies.Count < MostCopies) break;
        }

        await Provision(id, stop);
    }

    /// <summary>The names of a booking's surfaces, as replies have them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Calendar, Crew, Page, PageCheck];

    /// <summary>
    /// The owner asks for another try of what has failed: of one surface, or of all. False: nothing has.
    /// </summary>
    public Task<bool> Retry(BookingId id, string? surface, CancellationToken stop) => Reset(
        id, (name, effect) => effect.State == EffectState.Failed && (surface is null || surface == name), stop);

    /// <summary>
    /// Every surface is compared and put again, whatever was recorded: after a restore, or when a desk has
    /// drifted. False: there is no such booking.
    /// </summary>
    public Task<bool> Replan(BookingId id, CancellationToken stop) => Reset(id, (_, _) => true, stop);

    /// <summary>
    /// Looks again at a booking whose page is no longer what facts and templates give. False: there is no
    /// such booking.
    /// </summary>
    public async Task<bool> Look(BookingId id, CancellationToken stop)
    {
        while (await BookingFile.Load(windows.Office, id, stop) is { } file)
        {
            var raised = file.Work.Raised;
            var change = Put(file, OfficeRows.Work(id), OfficeRows.Body(raised), raised.Index(id, Now));
            if (await windows.Office.Commit([change], stop) is not null) continue;
            await windows.Hints.Leave(new Hint.Booking(id), stop);
            return true;
        }

        return false;
    }

    private async Task<bool> Reset(BookingId id, Func<string, Effect, bool> which, CancellationToken stop)
    {
        while (await BookingFile.Load(windows.Office, id, stop) is { } file)
        {
            if (!Surfaces(file.Effects).Any(surface => which(surface.Name, surface.Effect))) return false;
            Effect Fresh(string name, Effect effect) => which(name, effect)
                ? effect with { State = EffectState.Pending, NextTry = null, Changed = Now }
                : effect;
            var effects = file.Effects with
            {
                Calendar = Fresh(Calendar, file.Effects.Calendar),
                Crew = Fresh(Crew, file.Effects.Crew),
                Page = Fresh(Page, file.Effects.Page),
                PageCheck = Fresh(PageCheck, file.Effects.PageCheck),
            };
            RecordChange[] changes =
            [
                Put(file, OfficeRows.Effects(id), OfficeRows.Body(effects)),
                Put(file, OfficeRows.Work(id), OfficeRows.Body(file.Work.Raised), file.Work.Raised.Index(id, Now)),
            ];
            if (await windows.Office.Commit(changes, stop) is not null) continue;
            await windows.Hints.Leave(new Hint.Booking(id), stop);
            return true;
        }

        return false;
    }

    private Instant Now => windows.Clock.GetCurrentInstant();

    private async Task<(Effects Done, PutRow? Put)> Perform(BookingFile file, CancellationToken stop)
    {
        var aboard = file.Booking.Slug is not null && file.Booking.Erased is null;
        var (card, fault) = aboard ? await Card(file, stop) : (null, null);
        var plan = Planner.Plan(file, windows.Fleet(), card, Now);
        var calendar = PutCalendar(file, plan.Calendar, stop);
        // Without the card the event cannot be told what it must be; the page finds out by itself.
        var crew = fault is not null && plan.Crew is not null
            ? Task.FromResult<(Effect, CrewSummary?)>(
                (Fallen(file.Effects.Crew, Planner.CrewCounters(file), fault), null))
            : PutCrew(file, plan.Crew, stop);
        var page = plan.Page
            ? _publisher.Publish(file, stop)
            : Task.FromResult(new Published(file.Effects.Page, file.Effects.PageCheck));
        await Task.WhenAll(calendar, crew, page);
        var published = await page;
        var (crewEffect, seen) = await crew;
        var done = new Effects(await calendar, crewEffect, published.Page, published.Check);
        done = done with
        {
            CrewSeen = seen ?? file.Effects.CrewSeen,
            GuestSeen = file.Effects.GuestSeen,
            PageHeld = plan.Page ? published.Held : file.Effects.PageHeld,
        };
        return (done, published.Put);
    }

    private async Task<(AboardCard? Card, Exception? Fault)> Card(BookingFile file, CancellationToken stop)
    {
        try
        {
            return (await _papers.Card(file, stop), null);
        }
        catch (Exception fault) when (fault is OutsideUnavailable or OutsideRefused)
        {
            return (null, fault);
        }
    }

    private async Task<Effect> PutCalendar(BookingFile file, CalendarPut? put, CancellationToken stop)
    {
        var effect = file.Effects.Calendar;
        if (put is null) return effect;
        var wanted = Planner.CalendarCounters(file);
        return await Tried(effect, wanted, async () =>
        {
            var reply = await windows.Calendar.Put(put, stop);
            return Judged(effect, wanted, reply.Outcome, $"entry {put.Booking}, generation {reply.Now.Generation}");
        });
    }

    private async Task<(Effect Effect, CrewSummary? Seen)> PutCrew(BookingFile file, CrewTrip? put, CancellationToken stop)
    {
        var effect = file.Effects.Crew;
        if (put is null) return (effect, null);
        var wanted = Planner.CrewCounters(file);
        CrewSummary? seen = null;
        var next = await Tried(effect, wanted, async () =>
        {
            var reply = await windows.Crew.Put(put, stop);
            seen = reply.Now;
            return Judged(effect, wanted, reply.Outcome, $"event {put.Booking}, version {reply.Now.Version}");
        });
        return (next, seen);
    }

    private Effect Judged(Effect effect, EffectCounters wanted, PutOutcome outcome, string proof) => outcome switch
    {
        PutOutcome.Stored or PutOutcome.Same => Backoff.Done(effect, wanted, proof, Now),
        PutOutcome.Stale => Backoff.Failed(effect, wanted, "the desk holds newer facts than this booking", Now),
        PutOutcome.Diverged => Backoff.Alarm(
            effect, wanted, "the desk holds other facts under the same generation; save the booking again to send them", Now),
        _ => throw new BugException("an unknown outcome"),
    };

    private async Task<Effect> Tried(Effect effect, EffectCounters wanted, Func<Task<Effect>> put)
    {
        try
        {
            return await put();
        }
        catch (Exception fault) when (fault is OutsideUnavailable or OutsideRefused)
        {
            return Fallen(effect, wanted, fault);
        }
    }

    /// <summary>What passes is tried again; what was refused for good is the owner's.</summary>
    private Effect Fallen(Effect effect, EffectCounters wanted, Exception fault) =>
        fault is OutsideRefused refused
            ? Backoff.Alarm(effect, wanted, refused.Reason, Now)
            : Backoff.Failed(effect, wanted, fault.Message, Now);

    /// <summary>
    /// Writes what was done; settled: nothing more can be done for the work that was loaded.
    /// </summary>
    private async Task<(bool Settled, Instant? NextTry)> Record(
        BookingFile loaded, Effects done, PutRow? put, CancellationToken stop)
    {
        var id = loaded.Booking.Id;
        var file = loaded;
        while (true)
        {
            var next = Latest(file.Effects, done, loaded.Effects);
            var look = Surfaces(next).Select(surface => surface.Effect.NextTry).Min();
            var settled = look is null && Complete(loaded, next);
            var work = settled ? file.Work with { Done = Math.Max(file.Work.Done, loaded.Work.Wanted) } : file.Work;
            var changes = new List<RecordChange>
            {
                Put(file, OfficeRows.Effects(id), OfficeRows.Body(next)),
                Put(file, OfficeRows.Work(id), OfficeRows.Body(work), work.Index(id, look ?? Now)),
            };
            if (put?.Recorded(file.Page) == false)
                changes.Add(RecordChange.Put(OfficeRows.Page(id), put.Version, OfficeRows.Body(put.Row)));
            changes.AddRange(Alarms(file, next));
            changes.AddRange(TimedNotices.Changes(file.WithEffects(next), windows.Fleet(), Now));
            if (await windows.Office.Commit(changes, stop) is null) return (settled, look);
            file = await BookingFile.Load(windows.Office, id, stop) ?? throw new BugException("bookings are never removed");
            if (put is not null && file.Version(OfficeRows.Page(id)) != put.Version) put = null;
        }
    }

    /// <summary>
    /// Another provisioner may have recorded newer proof meanwhile: the higher generation stays, and what he
    /// has brought into step is no failure because it could not be done twice.
    /// </summary>
    private static Effects Latest(Effects stored, Effects done, Effects loaded)
    {
        var page = Later(stored.Page, done.Page, loaded.Page);
        return new Effects(
            Later(stored.Calendar, done.Calendar, loaded.Calendar), Later(stored.Crew, done.Crew, loaded.Crew),
            page, Later(stored.PageCheck, done.PageCheck, loaded.PageCheck))
        {
            CrewSeen = Newer(done.CrewSeen, stored.CrewSeen),
            GuestSeen = Newer(done.GuestSeen, stored.GuestSeen),
            PageHeld = page == done.Page ? done.PageHeld : stored.PageHeld,
        };
    }

    private static Effect Later(Effect stored, Effect done, Effect loaded)
    {
        if (stored == loaded) return done;
        if (done == loaded || Outranks(stored.Counters, done.Counters)) return stored;
        var same = stored.Counters with { Revision = done.Counters.Revision } == done.Counters;
        return same && stored.State == EffectState.Done && done.State != EffectState.Done ? stored : done;
    }

    /// <summary>Made from newer facts of one kind, and from older of none.</summary>
    private static bool Outranks(EffectCounters one, EffectCounters other)
    {
        if (one.Generation != other.Generation) return one.Generation > other.Generation;
        (long? One, long? Other)[] facts =
            [(one.Event, other.Event), (one.Annex, other.Annex), (one.Papers, other.Papers)];
        return facts.All(fact => (fact.One ?? 0) >= (fact.Other ?? 0))
            && facts.Any(fact => (fact.One ?? 0) > (fact.Other ?? 0));
    }

    private static CrewSummary? Newer(CrewSummary? one, CrewSummary? other) =>
        other?.Version > (one?.Version ?? 0) ? other : one;

    private static GuestSummary? Newer(GuestSummary? one, GuestSummary? other) =>
        other?.Version > (one?.Version ?? 0) ? other : one;

    private static bool Complete(BookingFile file, Effects effects)
    {
        if (file.Booking.Slug is null) return true;
        var now = file.WithEffects(effects);
        bool Settled(Effect effect, EffectCounters wanted) => effect.State switch
        {
            EffectState.Done => effect.Counters == wanted,
            EffectState.Failed => effect.NextTry is null,
            _ => false,
        };
        return Settled(effects.Calendar, Planner.CalendarCounters(now)) && Settled(effects.Crew, Planner.CrewCounters(now))
            && Published(effects.Page)
            && (effects.Page.State == EffectState.Failed || Published(effects.PageCheck))
            && file.Effects.CrewSeen?.Captain == effects.CrewSeen?.Captain;

        bool Published(Effect effect) =>
            effect.State is EffectState.Done or EffectState.Failed && effect.Counters.Generation == file.Booking.Generation;
    }

    private IEnumerable<RecordChange> Alarms(BookingFile file, Effects effects) =>
        from surface in Surfaces(effects)
        let effect = surface.Effect
        where effect.State == EffectState.Failed && (effect.NextTry is null || effect.Attempts == Backoff.AlertAfter)
        let held = surface.Name == Page && effects.PageHeld is { } page ? $"-{page[..8]}" : ""
        let cause = $"{surface.Name}-g{effect.Counters.Generation}-{effect.Attempts}{held}"
        let notice = GuestNotices.Alert(file.Booking.Id, cause, $"{surface.Name}: {effect.Error}", Now)
        where !file.Notices.Any(known => known.Key == notice.Key)
        select NoticeRows.Queue(OfficeRows.Partition(file.Booking.Id), notice);

    private List<RecordChange> Copies(BookingFile file, GuestSummary? seen) =>
    [
        .. GuestNotices.WaiverCopies(file.Booking.Id, seen?.Waivers ?? [], file.Notices, Now)
            .Take(MostCopies)
            .Select(notice => NoticeRows.Queue(OfficeRows.Partition(file.Booking.Id), notice)),
    ];

    private IEnumerable<RecordChange> OpenRoles(BookingFile file, CrewSummary seen) =>
        from role in seen.Roles
        where seen.Live && role.Member is null
        let cause = $"open-{role.Role.Key}-g{file.Booking.Generation}"
        let notice = GuestNotices.Alert(file.Booking.Id, cause, $"Nobody is left to ask as {role.Role}.", Now)
        where !file.Notices.Any(known => known.Key == notice.Key)
        select NoticeRows.Queue(OfficeRows.Partition(file.Booking.Id), notice);

    private static (string Name, Effect Effect)[] Surfaces(Effects effects) =>
        [(Calendar, effects.Calendar), (Crew, effects.Crew), (Page, effects.Page), (PageCheck, effects.PageCheck)];

    private static Hint.Outbox Outbox(BookingId id) => new(Compartment.Office, OfficeRows.Partition(id));

    private static RecordChange Put(BookingFile file, RecordKey key, ReadOnlyMemory<byte> body, IndexKey? index = null) =>
        RecordChange.Put(key, file.Version(key), body, index);
}
