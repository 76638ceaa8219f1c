using NodaTime;
using Purser.Outside;

namespace Purser.Finance.Entries;

/// <summary>Decides a guarded put, half by half. Pure.</summary>
public static class EntryPut
{
    /// <summary>
    /// What becomes of the entry: each half with a higher counter is taken, one with an equal counter must
    /// have equal content, a lower one is left out. A settlement is taken only beside the trip that it was
    /// computed for.
    /// </summary>
    /// <param name="current">As stored; null if never put.</param>
    /// <param name="put">Trip and crew halves.</param>
    /// <param name="money">The annex's half, or null to leave it.</param>
    /// <param name="epoch">Of the calendar compartment.</param>
    /// <param name="now">When it is written.</param>
    public static EntryDecision Decide(Entry? current, CalendarPut put, MoneyHalf? money, long epoch, Instant now)
    {
        if (current is { Trip: null }) return new EntryDecision(PutOutcome.Diverged, current, Write: false);
        var given = From(put, now);
        var trip = Compare(put.Generation, current?.Trip?.Generation ?? 0, current is not null && SameTrip(current, given));
        if (trip == PutOutcome.Same && !SameFleet(current!, given)) trip = PutOutcome.Stored;
        var next = trip == PutOutcome.Stored
            ? given with { Version = current?.Version ?? 0, Crew = current?.Crew, Money = current?.Money }
            : current!;
        var crew = put.Crew is null ? PutOutcome.Same : CompareCrew(next.Crew, put.Crew);
        if (crew == PutOutcome.Stored) next = next with { Crew = Half(put.Crew!) };
        var annex = money is null ? PutOutcome.Same : CompareMoney(next, money);
        if (annex == PutOutcome.Stored) next = next with { Money = money };
        var write = trip == PutOutcome.Stored || crew == PutOutcome.Stored || annex == PutOutcome.Stored;
        if (write) next = next with { Version = Counters.Next(next.Version, epoch), Changed = now };
        return new EntryDecision(Worst(trip, crew, annex), next, write);
    }

    private static Entry From(CalendarPut put, Instant now)
    {
        var span = new EntrySpan(put.Trip.Vessel, put.Trip.Start, put.Trip.Return.Local, put.Trip.Zone);
        var half = new TripHalf(put.Generation, put.Source, put.Reference, put.Roles);
        return new Entry(put.Booking.Text, 0, EntryType.Charter, put.Live, put.Title, span, put.Location, now, half);
    }

    private static CrewHalf Half(CalendarCrew crew) => new(crew.EventVersion, crew.Captain, crew.Crew);

    private static bool SameTrip(Entry one, Entry other) =>
        one.Live == other.Live && one.Title == other.Title && one.Span == other.Span
        && one.Trip!.Source == other.Trip!.Source && one.Trip.Reference == other.Trip.Reference;

    /// <summary>
    /// Place and roles come from the fleet file, which may be edited under one generation: the later put
    /// wins.
    /// </summary>
    private static bool SameFleet(Entry one, Entry other) =>
        one.Location == other.Location && one.Trip!.Roles.SequenceEqual(other.Trip!.Roles);

    private static PutOutcome CompareCrew(CrewHalf? stored, CalendarCrew given) => Compare(
        given.EventVersion, stored?.EventVersion ?? 0,
        stored is not null && stored.Captain == given.Captain && stored.Names.SequenceEqual(given.Crew));

    /// <summary>
    /// A later edition of the rates does not restate what was settled: only a new price, posting or trip
    /// does.
    /// </summary>
    private static PutOutcome CompareMoney(Entry next, MoneyHalf given)
    {
        if (given.Generation != next.Trip!.Generation) return PutOutcome.Stale;
        if (next.Money is not { } stored) return PutOutcome.Stored;
        if (given.MoneyVersion < stored.MoneyVersion) return PutOutcome.Stale;
        if (given.MoneyVersion > stored.MoneyVersion || given.Generation > stored.Generation) return PutOutcome.Stored;
        return given.Gross == stored.Gross && given.Currency == stored.Currency ? PutOutcome.Same : PutOutcome.Diverged;
    }

    private static PutOutcome Compare(long given, long stored, bool equal) =>
        given > stored ? PutOutcome.Stored
        : given < stored ? PutOutcome.Stale
        : equal ? PutOutcome.Same : PutOutcome.Diverged;

    private static PutOutcome Worst(params ReadOnlySpan<PutOutcome> outcomes)
    {
        foreach (var bad in (ReadOnlySpan<PutOutcome>)[PutOutcome.Diverged, PutOutcome.Stale, PutOutcome.Stored])
            if (outcomes.Contains(bad)) return bad;
        return PutOutcome.Same;
    }
}

/// <summary>What a put comes to.</summary>
/// <param name="Outcome">The worst of its halves: diverged, stale, stored, same.</param>
/// <param name="Next">The entry as it then stands.</param>
/// <param name="Write">True if any half was taken and the entry is to be written.</param>
public sealed record EntryDecision(PutOutcome Outcome, Entry Next, bool Write);
